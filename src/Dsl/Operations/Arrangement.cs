namespace Sinter;

public static partial class Operations {
    /// <summary><paramref name="x"/> with an axis of extent 1 put in at <paramref name="position"/>, 0 to its rank.</summary>
    public static Tensor InsertAxis(Tensor x, int position) {
        int rank = x.Shape.Rank;
        if (position < 0 || position > rank) {
            throw new ShapeException("insert axis", $"position {position} is outside 0..{rank} of {x.Shape}");
        }
        int[] shape = new int[rank + 1];
        for (int axis = 0; axis <= rank; axis++) {
            shape[axis] = axis == position ? 1 : axis < position ? x.Shape[axis] : x.Shape[axis - 1];
        }
        return Reshape(x, shape);
    }

    /// <summary>Tensors of one shape along a new axis at <paramref name="position"/>.</summary>
    public static Tensor Stack(int position, params Tensor[] parts) {
        Tensor[] layers = new Tensor[parts.Length];
        for (int i = 0; i < parts.Length; i++) {
            layers[i] = InsertAxis(parts[i], position);
        }
        return Concatenate(position, layers);
    }

    /// <summary><paramref name="x"/> cut along an axis into pieces of these lengths.</summary>
    /// <exception cref="ShapeException">The lengths do not add up to the extent.</exception>
    public static Tensor[] Split(Tensor x, Axis axis, params int[] lengths) {
        int total = 0;
        for (int i = 0; i < lengths.Length; i++) {
            total += lengths[i];
        }
        if (total != x.Shape[axis]) {
            throw new ShapeException("split", $"the lengths add up to {total}, but the axis of {x.Shape} has extent {x.Shape[axis]}");
        }
        Tensor[] pieces = new Tensor[lengths.Length];
        int start = 0;
        for (int i = 0; i < lengths.Length; i++) {
            pieces[i] = Slice(x, axis, start, lengths[i]);
            start += lengths[i];
        }
        return pieces;
    }

    /// <summary><paramref name="x"/> cut along an axis into this many pieces of one length.</summary>
    /// <exception cref="ShapeException">The pieces do not divide the extent.</exception>
    public static Tensor[] SplitEvenly(Tensor x, Axis axis, int pieces) {
        if (pieces < 1 || x.Shape[axis] % pieces != 0) {
            throw new ShapeException("split evenly", $"{pieces} pieces do not divide axis {axis} of {x.Shape}, which has extent {x.Shape[axis]}");
        }
        return Split(x, axis, Repeat(x.Shape[axis] / pieces, pieces));
    }

    /// <summary>The slices of a tensor along an axis, each without that axis: the counterpart of <see cref="Stack"/>.</summary>
    public static Tensor[] Unstack(Tensor x, Axis axis) {
        int along = axis.In(x.Shape);
        Tensor[] slices = new Tensor[x.Shape[along]];
        for (int i = 0; i < slices.Length; i++) {
            slices[i] = RemoveAxis(Slice(x, along, i, 1), along);
        }
        return slices;
    }

    /// <summary><paramref name="x"/> with the order along an axis reversed.</summary>
    public static Tensor Flip(Tensor x, Axis axis) {
        int extent = x.Shape[axis];
        return Gather(x, extent - 1 - Iota(extent), axis);
    }

    /// <summary>
    /// Every window of neighbouring elements along an axis, which becomes two: which window, and which element of it. Element k of
    /// window w is the one at <c>w * step + k * dilation</c>. A convolution is a contraction of these with its weights.
    /// </summary>
    /// <param name="x">The tensor; pad it first where windows shall reach over its ends.</param>
    /// <param name="axis">The axis that windows move along.</param>
    /// <param name="size">Elements of a window.</param>
    /// <param name="step">How far a window is from the one before.</param>
    /// <param name="dilation">How far neighbours in a window are from one another.</param>
    /// <exception cref="ShapeException">Not one window fits.</exception>
    public static Tensor Windows(Tensor x, Axis axis, int size, int step = 1, int dilation = 1) {
        if (size < 1 || step < 1 || dilation < 1) {
            throw new ShapeException("windows", $"size {size}, step {step} and dilation {dilation} must be positive");
        }
        int reach = (size - 1) * dilation + 1;
        if (x.Shape[axis] < reach) {
            throw new ShapeException("windows", $"a window of {size} elements with dilation {dilation} reaches over {reach}, but {x.Shape} has {x.Shape[axis]} along axis {axis}");
        }
        int count = (x.Shape[axis] - reach) / step + 1;
        Tensor starts = Reshape(Iota(count) * step, count, 1);
        Tensor steps = Reshape(Iota(size) * dilation, 1, size);
        return Gather(x, starts + steps, axis);
    }

    /// <summary>1 where the last axis of the result equals the index, else 0; all 0 for an index outside the classes.</summary>
    /// <param name="indices">i32, any shape.</param>
    /// <param name="classes">The extent of the new last axis.</param>
    /// <returns>f32 [shape of the indices, classes]</returns>
    public static Tensor OneHot(Tensor indices, int classes) =>
        Cast(Equal(InsertAxis(indices, indices.Shape.Rank), Iota(classes)), ElementType.F32);

    /// <summary>Bool [rows, columns]: true where column - row is at most <paramref name="diagonal"/>.</summary>
    public static Tensor LowerTriangle(int rows, int columns, int diagonal = 0) =>
        Reshape(Iota(columns), 1, columns) - Reshape(Iota(rows), rows, 1) <= diagonal;

    /// <summary>Bool [rows, columns]: true where column - row is at least <paramref name="diagonal"/>.</summary>
    public static Tensor UpperTriangle(int rows, int columns, int diagonal = 0) =>
        Reshape(Iota(columns), 1, columns) - Reshape(Iota(rows), rows, 1) >= diagonal;

    /// <summary>
    /// Bool [rows, columns]: true in a band around the diagonal, where -<paramref name="below"/> &lt;= column - row &lt;= <paramref name="above"/>.
    /// </summary>
    public static Tensor Band(int rows, int columns, int below, int above) =>
        LowerTriangle(rows, columns, above) & UpperTriangle(rows, columns, -below);
}
