using System;

namespace Sinter.Runtime;

/// <summary>
/// The native memory of one session but for its outputs: symbols, barrier, scratch, activation slots, inputs and
/// tables in one buffer, states in another. Only one call of a session runs at a time, so all variants of all
/// entries use the same slots memory.
/// </summary>
sealed unsafe class SessionMemory : IDisposable {
    readonly NativeBuffer work;
    readonly NativeBuffer states;
    readonly long[] stateAt;
    readonly long[] stateBytes;

    public SessionMemory(LoadedModel model, int threads, long wantedChunk) {
        ModelSymbols symbols = model.Symbols;
        var layout = new Layout();
        long symbolsAt = layout.Add(sizeof(long) * Math.Max(symbols.Count, 1));
        long barrierAt = layout.Add(NativeCall.BarrierBytes);
        ScratchStride = NativeBuffer.AlignUp(model.ScratchBytes, NativeBuffer.Alignment);
        long scratchAt = layout.Add(checked(ScratchStride * threads));

        // The first pass only measures: addresses need the buffer, whose size needs every part.
        Entries = new EntryMemory[model.Entries.Length];
        long slotsBytes = 0;
        for (int i = 0; i < Entries.Length; i++) {
            Entries[i] = new EntryMemory(model, model.Entries[i], wantedChunk);
            slotsBytes = Math.Max(slotsBytes, Entries[i].SlotsBytes);
        }
        long slotsAt = layout.Add(slotsBytes);
        foreach (EntryMemory entry in Entries) {
            entry.Place(ref layout);
        }
        work = new NativeBuffer(layout.Bytes);
        try {
            (stateAt, stateBytes, states) = PlaceStates(model);
        } catch {
            work.Dispose();
            throw;
        }
        SymbolValues = (long*)(work.Start + symbolsAt);
        Barrier = work.Start + barrierAt;
        Scratch = work.Start + scratchAt;
        foreach (EntryMemory entry in Entries) {
            entry.FillTables(model, work.Start, work.Start + slotsAt, states.Start, stateAt);
        }
    }

    /// <summary>The values of the module's symbols, as the native function reads them.</summary>
    public long* SymbolValues { get; }

    public void* Barrier { get; }

    public byte* Scratch { get; }

    public long ScratchStride { get; }

    /// <summary>The memory of each entry, in the model's order.</summary>
    public EntryMemory[] Entries { get; }

    /// <summary>Bytes of address space; what was never touched takes no memory.</summary>
    public long Bytes => work.Length + states.Length;

    public void ClearState(int index) {
        byte* start = states.Start + stateAt[index];
        long left = stateBytes[index];
        // A span is at most 2 GiB long.
        while (left > 0) {
            int length = (int)Math.Min(left, 1 << 30);
            new Span<byte>(start, length).Clear();
            start += length;
            left -= length;
        }
    }

    /// <summary>Copies the first <paramref name="share"/> / <paramref name="whole"/> of a state, rounded up to a byte.</summary>
    public void CopyState(int index, SessionMemory from, long share, long whole) {
        long bytes = (long)(((Int128)stateBytes[index] * share + whole - 1) / whole);
        Buffer.MemoryCopy(from.states.Start + from.stateAt[index], states.Start + stateAt[index], stateBytes[index], bytes);
    }

    public void Dispose() {
        work.Dispose();
        states.Dispose();
    }

    static (long[] At, long[] Bytes, NativeBuffer Buffer) PlaceStates(LoadedModel model) {
        var layout = new Layout();
        long[] at = new long[model.Description.States.Length];
        long[] bytes = new long[at.Length];
        for (int i = 0; i < at.Length; i++) {
            bytes[i] = model.Description.States[i].Bytes.UpperBound(model.Symbols.Minimums, model.Symbols.Maximums);
            at[i] = layout.Add(bytes[i]);
        }
        return (at, bytes, new NativeBuffer(layout.Bytes));
    }

    /// <summary>Hands out places one after the other, each 64-byte aligned.</summary>
    internal struct Layout {
        public long Bytes { get; private set; }

        public long Add(long bytes) {
            long at = Bytes;
            Bytes = NativeBuffer.AlignUp(checked(at + bytes), NativeBuffer.Alignment);
            return at;
        }
    }
}
