using System;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Naming;

/// <summary>Elements of a tensor of the file, or of memory that was made of some, seen through a stride for each axis.</summary>
/// <param name="Tensor">The tensor of the file; null for memory.</param>
/// <param name="Memory">The first element in memory, of the weight's own type; 0 for a tensor of the file.</param>
/// <param name="Offset">The first element seen.</param>
/// <param name="Shape">Extents, outermost first.</param>
/// <param name="Strides">Elements from one position of an axis to the next.</param>
sealed record TensorView(WeightTensor? Tensor, nint Memory, long Offset, long[] Shape, long[] Strides) {
    public static TensorView Of(WeightTensor tensor) => new(tensor, 0, 0, [.. tensor.Shape], RowMajor(tensor.Shape.AsSpan()));

    public static TensorView Of(nint memory, long[] shape) => new(null, memory, 0, shape, RowMajor(shape));

    public static long[] RowMajor(ReadOnlySpan<long> shape) {
        long[] strides = new long[shape.Length];
        long stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= Math.Max(1, shape[axis]);
        }
        return strides;
    }

    public static long Count(ReadOnlySpan<long> shape) {
        long count = 1;
        foreach (long extent in shape) {
            count = checked(count * extent);
        }
        return count;
    }

    /// <summary>Whether the elements lie one after the other in row-major order.</summary>
    public bool IsContiguous {
        get {
            long[] dense = RowMajor(Shape);
            for (int axis = 0; axis < Shape.Length; axis++) {
                if (Shape[axis] > 1 && Strides[axis] != dense[axis]) {
                    return false;
                }
            }
            return true;
        }
    }

    public TensorView Transpose(ReadOnlySpan<int> order) {
        long[] shape = new long[order.Length], strides = new long[order.Length];
        for (int axis = 0; axis < order.Length; axis++) {
            (shape[axis], strides[axis]) = (Shape[order[axis]], Strides[order[axis]]);
        }
        return this with { Shape = shape, Strides = strides };
    }

    /// <summary>Positions first to first + count - 1 of an axis.</summary>
    public TensorView Slice(int axis, long first, long count) {
        long[] shape = [.. Shape];
        shape[axis] = count;
        return this with { Shape = shape, Offset = Offset + first * Strides[axis] };
    }

    /// <summary>Without an axis of extent 1.</summary>
    public TensorView Drop(int axis) => this with { Shape = [.. Shape[..axis], .. Shape[(axis + 1)..]], Strides = [.. Strides[..axis], .. Strides[(axis + 1)..]] };

    /// <summary>With a new axis of extent 1.</summary>
    public TensorView Insert(int axis) => this with { Shape = [.. Shape[..axis], 1, .. Shape[axis..]], Strides = [.. Strides[..axis], 0, .. Strides[axis..]] };
}
