using System;
using Sinter.Runtime.Naming;

namespace Sinter.Runtime;

/// <summary>
/// What depends only on weights, computed once at load by the library's <c>prepare</c> on all threads: packed and
/// transposed matrices, folded scales, position tables.
/// </summary>
sealed unsafe class PreparedBuffers : IDisposable {
    // From here on the work of preparing pays for starting threads for it alone.
    const long WorthMoreThreads = 8 * 1024 * 1024;

    // Null where the buffers lie in a kept file, which somebody else owns.
    readonly NativeBuffer? memory;
    readonly nint[] pointers;

    /// <summary>Allocates the buffers and fills them.</summary>
    public PreparedBuffers(NativeModelLibrary library, ReadOnlySpan<nint> weights, ThreadTeam team, int symbolCount) {
        // One mapping for all, so that hardly any of it lies outside huge pages.
        int[] weightForms = Forms(weights);
        memory = new NativeBuffer(Layout(library, weightForms, out long[] offsets, out int[] forms));
        pointers = At(memory.Start, offsets, forms);
        try {
            if (memory.Length >= WorthMoreThreads && team.Threads < ThreadTeam.DefaultThreads) {
                using ThreadTeam all = new();
                Fill(library, weights, all, symbolCount);
            } else {
                Fill(library, weights, team, symbolCount);
            }
        } catch {
            Dispose();
            throw;
        }
    }

    /// <summary>Buffers that were filled by an earlier load.</summary>
    public PreparedBuffers(NativeModelLibrary library, ReadOnlySpan<nint> weights, byte* start) {
        _ = Layout(library, Forms(weights), out long[] offsets, out int[] forms);
        pointers = At(start, offsets, forms);
    }

    /// <summary>The bytes that all buffers take, one after the other.</summary>
    /// <param name="library">What fills them.</param>
    /// <param name="weightForms">The number of each weight's form.</param>
    /// <param name="offsets">Where each begins.</param>
    /// <param name="forms">The form of each: what is packed of a weight has the weight's.</param>
    public static long Layout(NativeModelLibrary library, ReadOnlySpan<int> weightForms, out long[] offsets, out int[] forms) {
        ReadOnlySpan<long> sizes = library.PreparedBytes;
        var layout = new SessionMemory.Layout();
        offsets = new long[sizes.Length];
        forms = new int[sizes.Length];
        for (int i = 0; i < sizes.Length; i++) {
            forms[i] = library.Forms is { } known && known.SourceOf(i) is >= 0 and var source ? weightForms[source] : 0;
            offsets[i] = layout.Add(forms[i] == 0 ? sizes[i] : library.Forms!.Bytes(i, forms[i]));
        }
        return layout.Bytes;
    }

    /// <summary>The first byte of those that this has filled.</summary>
    public byte* Start => memory!.Start;

    /// <summary>The address of each buffer, with its form.</summary>
    public ReadOnlySpan<nint> Pointers => pointers;

    public void Dispose() => memory?.Dispose();

    static nint[] At(byte* start, long[] offsets, int[] forms) {
        nint[] pointers = new nint[offsets.Length];
        for (int i = 0; i < pointers.Length; i++) {
            pointers[i] = StoredForm.Tag((nint)(start + offsets[i]), forms[i]);
        }
        return pointers;
    }

    static int[] Forms(ReadOnlySpan<nint> weights) {
        int[] forms = new int[weights.Length];
        for (int i = 0; i < forms.Length; i++) {
            forms[i] = StoredForm.In(weights[i]);
        }
        return forms;
    }

    void Fill(NativeModelLibrary library, ReadOnlySpan<nint> weights, ThreadTeam team, int symbolCount) {
        var layout = new SessionMemory.Layout();
        long stride = NativeBuffer.AlignUp(library.ScratchBytes, NativeBuffer.Alignment);
        long tableAt = layout.Add((weights.Length + pointers.Length + 1L) * sizeof(void*));
        long symbolsAt = layout.Add((symbolCount + 1L) * sizeof(long));
        long barrierAt = layout.Add(NativeCall.BarrierBytes);
        long scratchAt = layout.Add(checked(stride * team.Threads));
        using NativeBuffer work = new(layout.Bytes);
        nint* table = (nint*)(work.Start + tableAt);
        weights.CopyTo(new Span<nint>(table, weights.Length));
        Pointers.CopyTo(new Span<nint>(table + weights.Length, pointers.Length));
        team.Run(new NativeCall {
            Function = (delegate* unmanaged<void**, long*, byte*, int, int, void*, void>)library.Prepare,
            Table = (void**)table,
            Symbols = (long*)(work.Start + symbolsAt),
            Scratch = work.Start + scratchAt,
            ScratchStride = stride,
            Barrier = work.Start + barrierAt,
        });
    }
}
