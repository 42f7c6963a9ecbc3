using System;
using System.Collections.Immutable;
using System.Linq;

namespace Sinter.Runtime;

/// <summary>
/// One entry's part of a session's memory: its inputs, and for each variant the table of pointers that the native
/// function receives, laid out <c>[weights][prepared][states][inputs][outputs][slots]</c>.
/// </summary>
sealed unsafe class EntryMemory {
    readonly Entry entry;
    readonly ImmutableArray<EntryDescription> variants;
    readonly long[] inputAt;
    readonly long[] tableAt;
    readonly long[][] slotAt;
    readonly void**[] tables;

    public EntryMemory(LoadedModel model, Entry entry, long wantedChunk) {
        this.entry = entry;
        variants = [.. entry.Variants.Select(variant => variant.Description)];
        ChunkTime = entry.ChunkTime(wantedChunk);
        Inputs = new byte*[entry.General.Inputs.Length];
        InputBytes = new long[Inputs.Length];
        inputAt = new long[Inputs.Length];
        tableAt = new long[variants.Length];
        tables = new void**[variants.Length];
        slotAt = new long[variants.Length][];
        FirstInput = model.Description.Weights.Length + model.Description.PreparedCount + model.Description.States.Length;
        MeasureInputs(model.Symbols);
        for (int i = 0; i < variants.Length; i++) {
            MeasureSlots(model.Symbols, i);
        }
    }

    /// <summary>The most tokens of one native call.</summary>
    public long ChunkTime { get; }

    /// <summary>Bytes that the slots of the largest variant take.</summary>
    public long SlotsBytes { get; private set; }

    /// <summary>The index in a table of the first input; the outputs follow the inputs.</summary>
    public int FirstInput { get; }

    /// <summary>Where the user's values are copied to, for all tokens of a call.</summary>
    public byte*[] Inputs { get; }

    /// <summary>The room there.</summary>
    public long[] InputBytes { get; }

    /// <summary>The table of a variant.</summary>
    public void** Table(int variant) => tables[variant];

    public void Place(ref SessionMemory.Layout layout) {
        for (int i = 0; i < variants.Length; i++) {
            tableAt[i] = layout.Add((FirstInput + Inputs.Length + entry.General.Outputs.Length + slotAt[i].Length + 1L) * sizeof(void*));
        }
        for (int i = 0; i < inputAt.Length; i++) {
            inputAt[i] = layout.Add(InputBytes[i]);
        }
    }

    /// <summary>Writes everything but the outputs, which are known when a call is made.</summary>
    public void FillTables(LoadedModel model, byte* work, byte* slots, byte* states, ReadOnlySpan<long> stateAt) {
        for (int i = 0; i < inputAt.Length; i++) {
            Inputs[i] = work + inputAt[i];
        }
        for (int variant = 0; variant < variants.Length; variant++) {
            void** table = (void**)(work + tableAt[variant]);
            tables[variant] = table;
            int at = 0;
            foreach (nint weight in model.WeightPointers) {
                table[at++] = (void*)weight;
            }
            foreach (nint prepared in model.PreparedPointers) {
                table[at++] = (void*)prepared;
            }
            foreach (long offset in stateAt) {
                table[at++] = states + offset;
            }
            foreach (byte* input in Inputs) {
                table[at++] = input;
            }
            at += entry.General.Outputs.Length;
            foreach (long offset in slotAt[variant]) {
                table[at++] = slots + offset;
            }
        }
    }

    void MeasureInputs(ModelSymbols symbols) {
        long[] maximums = symbols.Maximums.ToArray();
        if (symbols.Time >= 0) {
            maximums[symbols.Time] = entry.LongestCall;
        }
        for (int i = 0; i < InputBytes.Length; i++) {
            TensorDescription input = entry.General.Inputs[i];
            long bytes = input.Type.Size();
            foreach (Extent extent in input.Shape) {
                bytes = checked(bytes * extent.UpperBound(symbols.Minimums, maximums));
            }
            InputBytes[i] = bytes;
        }
    }

    void MeasureSlots(ModelSymbols symbols, int variant) {
        long[] minimums = symbols.Minimums.ToArray();
        long[] maximums = symbols.Maximums.ToArray();
        if (symbols.Time >= 0) {
            maximums[symbols.Time] = ChunkTime;
        }
        foreach (FixedSymbol symbol in variants[variant].FixedSymbols) {
            minimums[symbol.Symbol] = maximums[symbol.Symbol] = symbol.Value;
        }
        var layout = new SessionMemory.Layout();
        slotAt[variant] = new long[variants[variant].Slots.Length];
        for (int i = 0; i < slotAt[variant].Length; i++) {
            slotAt[variant][i] = layout.Add(Math.Max(0, variants[variant].Slots[i].UpperBound(minimums, maximums)));
        }
        SlotsBytes = Math.Max(SlotsBytes, layout.Bytes);
    }
}
