namespace Sinter;

public static partial class Operations {
    /// <summary>The largest element of every window along the last <paramref name="axes"/> axes; padding never wins.</summary>
    /// <param name="x">[..., extents]</param>
    /// <param name="size">Elements of a window along each axis.</param>
    /// <param name="stride">How far a window is from the one before; the size when null.</param>
    /// <param name="padding">Places before and after each axis.</param>
    /// <param name="dilation">How far neighbours in a window are from one another.</param>
    /// <param name="axes">How many axes windows move along: the last 1, 2 or 3.</param>
    /// <returns>[..., windows]</returns>
    /// <exception cref="ShapeException">There are fewer axes, a window does not fit, or one may lie in the padding alone.</exception>
    public static Tensor MaxPool(Tensor x, int size, int? stride = null, int padding = 0, int dilation = 1, int axes = 2) {
        RequirePool("max pool", x, size, padding, axes);
        for (int i = 1; i <= axes; i++) {
            int axis = x.Shape.Rank - i;
            Tensor padded = Pad(x, axis, padding, padding, float.NegativeInfinity);
            x = Max(Windows(padded, axis, size, stride ?? size, dilation), axis + 1);
        }
        return x;
    }

    /// <summary>The mean of every window along the last <paramref name="axes"/> axes.</summary>
    /// <param name="x">[..., extents]</param>
    /// <param name="size">Elements of a window along each axis.</param>
    /// <param name="stride">How far a window is from the one before; the size when null.</param>
    /// <param name="padding">Zeros before and after each axis.</param>
    /// <param name="countPadding">Whether the zeros count as elements; without, a window at an end is the mean of what it holds of x.</param>
    /// <param name="axes">How many axes windows move along: the last 1, 2 or 3.</param>
    /// <returns>[..., windows]</returns>
    /// <exception cref="ShapeException">There are fewer axes, a window does not fit, or one may lie in the padding alone.</exception>
    public static Tensor AveragePool(Tensor x, int size, int? stride = null, int padding = 0, bool countPadding = true, int axes = 2) {
        RequirePool("average pool", x, size, padding, axes);
        int step = stride ?? size;
        for (int i = 1; i <= axes; i++) {
            int axis = x.Shape.Rank - i;
            int extent = x.Shape[axis];
            Tensor sum = Sum(Windows(Pad(x, axis, padding, padding), axis, size, step), axis + 1);
            if (countPadding || padding == 0) {
                x = sum / (float)size;
            } else {
                // The window from start on holds the elements from max(start, 0) to min(start + size, extent).
                Tensor start = Iota(sum.Shape[axis]) * step - padding;
                Tensor count = Minimum(start + size, extent) - Maximum(start, 0);
                x = sum / Align(Cast(count, x.ElementType), axis, x.Shape.Rank);
            }
        }
        return x;
    }

    /// <summary>
    /// The means of <paramref name="size"/> parts along each of the last <paramref name="axes"/> axes, part i reaching from
    /// floor(i * extent / size) to ceil((i + 1) * extent / size). With size 1 it is the mean of everything.
    /// </summary>
    /// <param name="x">[..., extents]</param>
    /// <param name="size">Parts along each axis.</param>
    /// <param name="axes">How many of the last axes are averaged.</param>
    /// <returns>[..., size, ...]</returns>
    /// <exception cref="ShapeException">There are fewer axes, or an empty part.</exception>
    public static Tensor AdaptiveAveragePool(Tensor x, int size, int axes = 2) {
        RequirePool("adaptive average pool", x, size, 0, axes);
        for (int i = 1; i <= axes; i++) {
            int axis = x.Shape.Rank - i;
            int extent = x.Shape[axis];
            if (extent < 1) {
                throw new ShapeException("adaptive average pool", $"{x.Shape} has no elements along axis {axis} to average in {size} parts");
            }
            Tensor part = Reshape(Iota(size), size, 1);
            Tensor start = part * extent / size;
            Tensor end = ((part + 1) * extent + (size - 1)) / size;
            Tensor place = Reshape(Iota(extent), 1, extent);
            Tensor share = Select(place >= start & place < end, 1f / Cast(end - start, ElementType.F32), 0f);
            Tensor moved = MoveAxis(x, axis, -1);
            int[] shape = moved.Shape.ToArray();
            Tensor rows = Reshape(moved, moved.Shape.Count / extent, extent);
            shape[^1] = size;
            Tensor means = Contract("re,pe->rp", Cast(rows, ElementType.F32), share);
            x = MoveAxis(Cast(Reshape(means, shape), x.ElementType), -1, axis);
        }
        return x;
    }

    static void RequirePool(string operation, Tensor x, int size, int padding, int axes) {
        if (axes < 1 || axes > x.Shape.Rank) {
            throw new ShapeException(operation, $"expected at least {axes} axes, found {x.Shape}");
        }
        if (size < 1 || padding < 0 || 2 * padding > size) {
            throw new ShapeException(operation, $"size {size} must be positive and the padding {padding} at most half of it, for {x.Shape}");
        }
    }
}
