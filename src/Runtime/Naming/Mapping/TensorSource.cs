using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;

namespace Sinter.Runtime.Naming;

/// <summary>How a weight is made of the tensors of a file: the right side of a rule, as data.</summary>
public abstract record TensorSource {
    /// <summary>A tensor of the file.</summary>
    public sealed record Named(NamePattern Name) : TensorSource;

    /// <summary>Every element is this number; nothing is read.</summary>
    public sealed record Constant(double Value) : TensorSource;

    /// <summary>Axis n of the result is axis <c>Order[n]</c>; no order turns the last two axes round.</summary>
    public sealed record Transposed(TensorSource Of, ImmutableArray<int> Order) : TensorSource;

    /// <summary>A part of each of the leading axes.</summary>
    public sealed record Sliced(TensorSource Of, ImmutableArray<Cut> Cuts) : TensorSource;

    /// <summary>The elements in the same order under other extents, one of which may be -1; no extents are those of the weight.</summary>
    public sealed record Reshaped(TensorSource Of, ImmutableArray<long> Extents) : TensorSource;

    /// <summary>Several one after the other along an axis that they have, or, stacked, along a new one.</summary>
    public sealed record Joined(int Axis, ImmutableArray<TensorSource> Parts, bool IsStack) : TensorSource;

    /// <summary>Rows that rotary positions pair lie side by side; they come to lie half a head apart. 0 heads are those of the weight.</summary>
    public sealed record Interleaved(TensorSource Of, int Heads) : TensorSource;

    /// <summary>Integers and truth values as numbers of the weight's type.</summary>
    public sealed record Cast(TensorSource Of) : TensorSource;

    /// <summary>The sources that this one is made of.</summary>
    public ImmutableArray<TensorSource> Operands => this switch {
        Transposed { Of: var of } => [of],
        Sliced { Of: var of } => [of],
        Reshaped { Of: var of } => [of],
        Interleaved { Of: var of } => [of],
        Cast { Of: var of } => [of],
        Joined { Parts: var parts } => parts,
        _ => [],
    };

    /// <summary>The placeholders of every name in it.</summary>
    public IEnumerable<string> Placeholders => this is Named named ? named.Name.Placeholders : Operands.SelectMany(operand => operand.Placeholders);

    /// <summary>The text of the source, with what the placeholders stand for.</summary>
    public string Show(IReadOnlyDictionary<string, string> values) => this switch {
        Named named => named.Name.Fill(values),
        Constant constant => constant.Value.ToString(CultureInfo.InvariantCulture),
        Transposed transposed => $"transpose({transposed.Of.Show(values)}{string.Concat(transposed.Order.Select(axis => $", {axis}"))})",
        Sliced sliced => $"{sliced.Of.Show(values)}[{string.Join(", ", sliced.Cuts)}]",
        Reshaped reshaped => $"reshape({reshaped.Of.Show(values)}{string.Concat(reshaped.Extents.Select(extent => $", {extent.ToString(CultureInfo.InvariantCulture)}"))})",
        Joined joined => $"{(joined.IsStack ? "stack" : "join")}({joined.Axis}, {string.Join(", ", joined.Parts.Select(part => part.Show(values)))})",
        Interleaved interleaved => $"interleaved({interleaved.Of.Show(values)}{(interleaved.Heads == 0 ? "" : $", {interleaved.Heads}")})",
        Cast cast => $"cast({cast.Of.Show(values)})",
        _ => "",
    };
}

/// <summary>What is taken of one axis.</summary>
/// <param name="Kind">The way it is said.</param>
/// <param name="First">The first position, the one position, or the number of the part, from 0.</param>
/// <param name="End">The position after the last, -1 for the axis's end; or the number of parts.</param>
public sealed record Cut(CutKind Kind, long First, long End) {
    /// <inheritdoc/>
    public override string ToString() => Kind switch {
        CutKind.Position => First.ToString(CultureInfo.InvariantCulture),
        CutKind.Part => string.Format(CultureInfo.InvariantCulture, "{0} of {1}", First, End),
        _ => (First == 0 ? "" : First.ToString(CultureInfo.InvariantCulture)) + ":" + (End < 0 ? "" : End.ToString(CultureInfo.InvariantCulture)),
    };
}

/// <summary>The ways to take something of an axis.</summary>
public enum CutKind {
    /// <summary>Positions First to End - 1: <c>4:8</c>.</summary>
    Range,
    /// <summary>One position, whose axis goes: <c>4</c>.</summary>
    Position,
    /// <summary>One of equal parts: <c>0 of 3</c>.</summary>
    Part,
}
