using System;
using System.Collections.Generic;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Naming;

/// <summary>
/// Where a weight's values come to lie: in the mapped file itself when they are already as native code wants them,
/// else in a buffer of their own that is filled in parts, on several threads.
/// </summary>
sealed unsafe class WeightPlacement {
    const long PartElements = 1 << 18;
    readonly SourceNode node;
    readonly ScalarType type;

    readonly TensorView? runs;

    /// <param name="match">What the values are made of.</param>
    /// <param name="type">The type of each.</param>
    /// <param name="asStored">Whether halves and blocks may stay what they are.</param>
    public WeightPlacement(WeightMatch match, ScalarType type, bool asStored) {
        TensorName = match.Text;
        this.type = type;
        // Other extents for the same elements in the same order change nothing of what lies in memory.
        node = match.Node;
        while (node is SourceNode.Reshaped) {
            node = node.Inner!;
        }
        if (asStored && type == ScalarType.F32 && StoredForm.Runs(node) is { } found) {
            Form = StoredForm.Of(found.Tensor!.Type);
            (int elements, int bytes) = WeightLayout.Block(found.Tensor.Type);
            if (found.IsContiguous) {
                Pointer = found.Tensor.Pointer + found.Offset / elements * bytes;
                IsMapped = true;
            } else {
                runs = found;
                Bytes = checked(Count / elements * bytes);
            }
        } else if (Mapped() is { } place) {
            Pointer = (byte*)place;
            IsMapped = true;
        } else {
            Bytes = checked(TensorView.Count(node.Shape) * type.Size());
        }
    }

    /// <summary>The first value.</summary>
    public byte* Pointer { get; private set; }

    /// <summary>Whether the values are those in the file.</summary>
    public bool IsMapped { get; }

    /// <summary>Bytes in the buffer; 0 for values in the file.</summary>
    public long Bytes { get; }

    /// <summary>Where in the buffer the values go.</summary>
    public long Offset { get; set; }

    /// <summary>The number of the form that values are left in, 0 for their own type.</summary>
    public int Form { get; }

    /// <summary>The type of each value.</summary>
    public ScalarType Type => type;

    /// <summary>The number of values.</summary>
    public long Count => TensorView.Count(node.Shape);

    /// <summary>What the values are made of.</summary>
    public string TensorName { get; }

    /// <summary>Says where the buffer begins, in which the values lie already.</summary>
    public void Place(byte* buffer) {
        if (!IsMapped) {
            Pointer = buffer + Offset;
        }
    }

    /// <summary>Puts the values of all weights that are not in the file itself in their places in the buffer.</summary>
    public static void Fill(IReadOnlyList<WeightPlacement> placements, NativeBuffer buffer, int threads) {
        var parts = new List<Action>();
        var work = new List<SourceMemory>();
        try {
            foreach (WeightPlacement placement in placements) {
                if (placement.IsMapped) {
                    continue;
                }
                placement.Place(buffer.Start);
                if (placement.runs is { } runs) {
                    parts.Add(() => StoredForm.Copy(runs, placement.Pointer));
                    continue;
                }
                SourceMemory memory = new(placement.type);
                work.Add(memory);
                foreach (ViewCopy copy in memory.Copies(placement.node, placement.Pointer, TensorView.RowMajor(placement.node.Shape))) {
                    parts.AddRange(copy.Parts(PartElements));
                }
            }
            WorkParts.Run(parts, threads);
            GC.KeepAlive(buffer);
        } finally {
            foreach (SourceMemory memory in work) {
                memory.Dispose();
            }
        }
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
