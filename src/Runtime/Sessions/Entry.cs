using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Numerics;

namespace Sinter.Runtime;

/// <summary>A native function together with its description.</summary>
sealed record EntryVariant(EntryDescription Description, nint Function);

/// <summary>
/// All variants of one entry, and how its calls may be split along <c>Time</c>. Made once a model; sessions share it.
/// </summary>
sealed class Entry {
    readonly ModelDescription model;
    readonly ModelSymbols symbols;

    public Entry(ModelDescription model, ModelSymbols symbols, List<EntryVariant> variants) {
        this.model = model;
        this.symbols = symbols;
        // The most special first, so that the first that agrees with a call is the one to run.
        variants.Sort(static (a, b) => b.Description.FixedSymbols.Length.CompareTo(a.Description.FixedSymbols.Length));
        Variants = [.. variants];
        General = Variants[^1].Description;
        Require(General.FixedSymbols.IsEmpty, "expected a variant without fixed symbols, found none");
        foreach (EntryVariant variant in Variants) {
            Require(
                variant.Description.Inputs.Length == General.Inputs.Length && variant.Description.Outputs.Length == General.Outputs.Length,
                "expected all variants to have the same number of inputs and of outputs");
        }
        foreach (TensorDescription input in General.Inputs) {
            Require(
                input.UpperBound is null || input.Type is ScalarType.I8 or ScalarType.U8 or ScalarType.I16 or ScalarType.I32 or ScalarType.I64,
                $"'{input.Name}': expected an integer type, because it has an upper bound, found {input.Type}");
        }
        Splits = General.SplitsTime && symbols.Time >= 0 && symbols.Past >= 0;
        DependsOnTime = symbols.Time >= 0
            && (General.Inputs.Any(TouchesTime) || General.Outputs.Any(TouchesTime));
        ChunkStep = Splits ? FindChunkStep() : 1;
    }

    public string Name => General.Name;

    public ImmutableArray<EntryVariant> Variants { get; }

    /// <summary>The variant that takes any symbols.</summary>
    public EntryDescription General { get; }

    /// <summary>Whether a call may be made as several, each continuing the one before.</summary>
    public bool Splits { get; }

    /// <summary>Whether calls say how many tokens they have.</summary>
    public bool DependsOnTime { get; }

    /// <summary>Runs of tokens begin at multiples of this, so that their rows are 64-byte aligned.</summary>
    public long ChunkStep { get; }

    /// <summary>The most tokens of one native call in a session that asked for <paramref name="wanted"/>.</summary>
    public long ChunkTime(long wanted) {
        if (symbols.Time < 0) {
            return 1;
        }
        long most = symbols.Maximums[symbols.Time];
        if (!Splits) {
            return most;
        }
        long rounded = NativeBuffer.AlignUp(wanted, ChunkStep);
        if (rounded < most) {
            return rounded;
        }
        // All tokens fit one call, unless the context is longer than Time may be.
        return most >= symbols.Context || most < ChunkStep ? most : most - most % ChunkStep;
    }

    /// <summary>The most tokens of one call by the user.</summary>
    public long LongestCall => symbols.Time < 0 ? 1 : Splits ? symbols.Context : symbols.Maximums[symbols.Time];

    /// <summary>Whether the tensor has <c>Time</c> as its outermost axis.</summary>
    public bool LeadsWithTime(TensorDescription tensor) => tensor.Shape is [Extent first, ..] && first.IsSymbol(symbols.Time);

    /// <summary>The variant to run at these values of the symbols, by its index.</summary>
    public int Select(ReadOnlySpan<long> values) {
        for (int i = 0; i < Variants.Length; i++) {
            bool agrees = true;
            foreach (FixedSymbol symbol in Variants[i].Description.FixedSymbols) {
                agrees &= values[symbol.Symbol] == symbol.Value;
            }
            if (agrees) {
                return i;
            }
        }
        // The general variant agrees with everything.
        return Variants.Length - 1;
    }

    /// <summary>The byte size of a tensor's outermost row, largest where it depends on symbols.</summary>
    public static long LargestRowBytes(TensorDescription tensor, ReadOnlySpan<long> minimums, ReadOnlySpan<long> maximums) {
        long bytes = tensor.Type.Size();
        foreach (Extent extent in tensor.Shape.AsSpan()[1..]) {
            bytes = checked(bytes * extent.UpperBound(minimums, maximums));
        }
        return bytes;
    }

    bool TouchesTime(TensorDescription tensor) => tensor.Shape.Any(extent => extent.DependsOn(symbols.Time));

    long FindChunkStep() {
        long step = 1;
        foreach (TensorDescription tensor in General.Inputs.AddRange(General.Outputs).Where(TouchesTime)) {
            Require(
                LeadsWithTime(tensor) && !tensor.Shape[1..].Any(extent => extent.DependsOn(symbols.Time)),
                $"'{tensor.Name}': expected Time as the outermost axis alone, because the entry splits it, found [{string.Join(", ", tensor.Shape.Select(extent => extent.Print(symbols.Descriptions)))}]");
            // The power of two in a row's bytes says how many rows make 64. A symbol in it may have any value.
            bool constant = tensor.Shape[1..].All(extent => extent.IsConstant);
            long row = constant ? LargestRowBytes(tensor, symbols.Minimums, symbols.Maximums) : tensor.Type.Size();
            long aligned = row == 0 ? NativeBuffer.Alignment : Math.Min(NativeBuffer.Alignment, 1L << BitOperations.TrailingZeroCount(row));
            step = Math.Max(step, NativeBuffer.Alignment / aligned);
        }
        return step;
    }

    void Require(bool holds, string detail) {
        if (!holds) {
            throw new ArgumentException($"Model {model.Name}, entry {General.Name}: {detail}.", nameof(model));
        }
    }
}
