using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;

namespace Sinter.Runtime.Naming;

/// <summary>
/// Where a weight's values come to lie: in the mapped file itself when they are already as native code wants them,
/// else in a buffer of their own that is filled in parts, on several threads.
/// </summary>
sealed unsafe class WeightPlacement {
    const long PartElements = 1 << 18;
    const int BufferAlignment = 64;
    readonly SourceNode node;
    readonly ScalarType type;

    public WeightPlacement(WeightMatch match, ScalarType type) {
        TensorName = match.Text;
        this.type = type;
        // Other extents for the same elements in the same order change nothing of what lies in memory.
        node = match.Node;
        while (node is SourceNode.Reshaped) {
            node = node.Inner!;
        }
        if (Mapped() is { } place) {
            Pointer = (byte*)place;
            IsMapped = true;
        } else {
            Bytes = checked(TensorView.Count(node.Shape) * type.Size());
            Pointer = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(Bytes, 1), BufferAlignment);
        }
    }

    /// <summary>The first value.</summary>
    public byte* Pointer { get; private set; }

    /// <summary>Whether the values are those in the file.</summary>
    public bool IsMapped { get; }

    /// <summary>The size of the buffer; 0 for values in the file.</summary>
    public long Bytes { get; }

    /// <summary>The type of each value.</summary>
    public ScalarType Type => type;

    /// <summary>The number of values.</summary>
    public long Count => TensorView.Count(node.Shape);

    /// <summary>What the values are made of.</summary>
    public string TensorName { get; }

    /// <summary>Fills the buffers of all weights.</summary>
    public static void Fill(IReadOnlyList<WeightPlacement> placements, int threads) {
        var work = new Dictionary<ScalarType, SourceMemory>();
        try {
            var parts = new List<Action>();
            foreach (WeightPlacement placement in placements.Where(placement => !placement.IsMapped)) {
                if (!work.TryGetValue(placement.type, out SourceMemory? memory)) {
                    work.Add(placement.type, memory = new SourceMemory(placement.type));
                }
                parts.AddRange(memory.Copies(placement.node, placement.Pointer, TensorView.RowMajor(placement.node.Shape)).SelectMany(copy => copy.Parts(PartElements)));
            }
            Parallel.For(0, parts.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => parts[i]());
        } finally {
            foreach (SourceMemory memory in work.Values) {
                memory.Dispose();
            }
        }
    }

    public void Free() {
        if (!IsMapped) {
            NativeMemory.AlignedFree(Pointer);
        }
        Pointer = null;
    }

    nint? Mapped() {
        // Putting parts together takes memory, so only what is a part of one tensor is looked at.
        if (!BitConverter.IsLittleEndian || !IsPartOfOne(node)) {
            return null;
        }
        using var nothing = new SourceMemory(type);
        TensorView view = node.View(nothing);
        return view.Tensor is { } tensor && ElementReading.StoredAs(tensor.Type) == type && view.IsContiguous
            && (tensor.FileOffset + view.Offset * type.Size()) % type.Size() == 0
            ? (nint)(tensor.Pointer + view.Offset * type.Size())
            : null;
    }

    static bool IsPartOfOne(SourceNode at) => at is SourceNode.Leaf || (at is SourceNode.Sliced or SourceNode.Transposed && IsPartOfOne(at.Inner!));
}
