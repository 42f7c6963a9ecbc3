using System;
using Sinter.Eager;

namespace Sinter;

public static partial class Operations {
    /// <summary>The slices of <paramref name="x"/> along an axis at <paramref name="indices"/>, an embedding's look-up for instance.</summary>
    /// <param name="x">[before, extent, after]</param>
    /// <param name="indices">i32, any shape; each at least 0 and less than the extent.</param>
    /// <param name="axis">The axis that the indices count along.</param>
    /// <returns>[before, shape of the indices, after]</returns>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the axis.</exception>
    [Primitive("gather")]
    public static Tensor Gather(Tensor x, Tensor indices, Axis axis) {
        if (indices.ElementType != ElementType.I32) {
            throw new ShapeException("gather", $"expected i32 indices, found {indices.Describe()}");
        }
        int along = axis.In(x.Shape);
        int extent = x.Shape[along];
        Shape shape = x.Shape.Replace(along, indices.Shape);
        int stride = x.Shape.Strides()[along];
        // Two walks of the result: the axes of x (nothing moves along those of the indices) and those of the indices.
        int[] own = x.Shape.Strides(), ofIndices = indices.Shape.Strides();
        int[] strides = [.. own.AsSpan(0, along), .. new int[indices.Shape.Rank], .. own.AsSpan(along + 1)];
        int[] picks = [.. new int[along], .. ofIndices, .. new int[x.Shape.Rank - along - 1]];
        double[] reals = new double[x.ElementType.IsReal() ? shape.Count : 0];
        long[] integers = new long[x.ElementType.IsReal() ? 0 : shape.Count];
        int at = 0;
        for (var walk = new Walk(shape.Extents, strides, picks); walk.Live; walk.Advance(), at++) {
            long index = indices.Integers[walk[1]];
            if (index < 0 || index >= extent) {
                throw new ArgumentOutOfRangeException(nameof(indices), index, $"gather: an index is outside axis {along} of {x.Describe()}");
            }
            int from = walk[0] + (int)index * stride;
            if (x.ElementType.IsReal()) {
                reals[at] = x.Reals[from];
            } else {
                integers[at] = x.Integers[from];
            }
        }
        return x.ElementType.IsReal() ? new Tensor(x.ElementType, shape, reals) : new Tensor(x.ElementType, shape, integers);
    }

    /// <summary>An extent as a scalar i32, which each call computes where the extent depends on a symbol such as <c>Time</c>.</summary>
    [Primitive("size")]
    public static Tensor Size(int extent) => new(ElementType.I32, new Shape(), [(long)extent]);

    /// <summary>0, 1, ..., length - 1 as i32.</summary>
    [Primitive("iota")]
    public static Tensor Iota(int length) {
        long[] values = new long[new Shape(length).Count];
        for (int i = 0; i < values.Length; i++) {
            values[i] = i;
        }
        return new Tensor(ElementType.I32, new Shape(length), values);
    }

    /// <summary>The positions in their sequence of the tokens of this call: Past, Past + 1, ..., as i32 [Time].</summary>
    /// <exception cref="InvalidOperationException">No <see cref="Step"/> is running.</exception>
    [Primitive("positions")]
    public static Tensor Positions() {
        Step step = Step.Current;
        long[] values = new long[step.Time];
        for (int i = 0; i < values.Length; i++) {
            values[i] = step.Past + i;
        }
        return new Tensor(ElementType.I32, new Shape([step.Time], ["Time"]), values);
    }
}
