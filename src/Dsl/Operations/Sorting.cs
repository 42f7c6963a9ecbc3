using System;
using System.Linq;
using Sinter.Eager;

namespace Sinter;

public static partial class Operations {
    /// <summary>
    /// The positions along an axis in the order of their elements: the smallest first, or the largest. Equal elements stay in order; NaN
    /// counts as larger than every number.
    /// </summary>
    /// <param name="x">Keys of any element type.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="descending">Whether the largest come first.</param>
    /// <param name="count">How many positions to give from the first on; -1 for all.</param>
    /// <returns>i32, of the shape of <paramref name="x"/> but for <paramref name="count"/> along the axis.</returns>
    /// <exception cref="ShapeException">There are fewer than <paramref name="count"/>.</exception>
    [Primitive("sort_order")]
    public static Tensor SortOrder(Tensor x, Axis axis, bool descending = false, int count = -1) {
        int along = axis.In(x.Shape);
        int extent = x.Shape[along];
        int given = count < 0 ? extent : count;
        if (given > extent) {
            throw new ShapeException("sort_order", $"the first {given} of axis {along} of {x.Describe()} are asked for, which has {extent}");
        }
        Shape shape = given == extent ? x.Shape : x.Shape.With(along, given, null);
        int from = x.Shape.Strides()[along];
        int to = shape.Strides()[along];
        Shape rows = x.Shape.With(along, extent == 0 ? 0 : 1, null);
        var walk = new Walk(rows.Extents, x.Shape.Strides(), shape.Strides());
        long[] order = new long[shape.Count];
        for (; walk.Live; walk.Advance()) {
            int start = walk[0];
            // NaN is the smallest to .NET and the largest here.
            double Real(int i) => x.ElementType.IsReal() ? x.Reals[start + i * from] : 0;
            // Not negated for the other order: the least has no opposite.
            long Integer(int i) => x.ElementType.IsReal() ? 0 : descending ? ~x.Integers[start + i * from] : x.Integers[start + i * from];
            var byOrder = Enumerable.Range(0, extent).OrderBy(i => double.IsNaN(Real(i)) == descending ? 0 : 1).ThenBy(i => descending ? -Real(i) : Real(i)).ThenBy(Integer);
            int rank = 0;
            foreach (int position in byOrder.Take(given)) {
                order[walk[1] + to * rank++] = position;
            }
        }
        return new Tensor(ElementType.I32, shape, order);
    }

    /// <summary>The elements along an axis in order; see <see cref="SortOrder"/>.</summary>
    public static Tensor Sort(Tensor x, Axis axis, bool descending = false) => TakeAlong(x, SortOrder(x, axis, descending), axis);

    /// <summary>The largest elements along an axis, largest first, and their positions; of equal ones the first.</summary>
    /// <param name="x">[..., n, ...]</param>
    /// <param name="count">How many, at most n.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>Both [..., count, ...]; the positions are i32.</returns>
    /// <exception cref="ShapeException">There are fewer than <paramref name="count"/>.</exception>
    public static (Tensor Values, Tensor Positions) TopK(Tensor x, int count, Axis axis) {
        Tensor order = SortOrder(x, axis, descending: true, count: count);
        return (TakeAlong(x, order, axis), order);
    }

    /// <summary>Along an axis, at each place the element that the index there names.</summary>
    /// <param name="x">[..., n, ...]</param>
    /// <param name="indices">i32, of the shape of <paramref name="x"/> but for the axis; those outside 0 .. n-1 name the nearest.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ShapeException">The indices have other extents than the tensor.</exception>
    [Primitive("take_along")]
    public static Tensor TakeAlong(Tensor x, Tensor indices, Axis axis) {
        int along = axis.In(x.Shape);
        if (indices.ElementType != ElementType.I32) {
            throw new ShapeException("take_along", $"indices must be i32, found {indices.Describe()}");
        }
        RequireAlike("take_along", "indices", x, indices, along);
        if (x.Shape[along] == 0 && indices.Shape.Count > 0) {
            throw new ShapeException("take_along", $"axis {along} of {x.Describe()} is empty, so {indices.Describe()} name nothing");
        }
        int stride = x.Shape.Strides()[along];
        int[] strides = x.Shape.Strides();
        strides[along] = 0;
        var walk = new Walk(indices.Shape.Extents, strides, indices.Shape.Strides());
        if (x.ElementType.IsReal()) {
            double[] reals = new double[indices.Shape.Count];
            for (; walk.Live; walk.Advance()) {
                reals[walk[1]] = x.Reals[walk[0] + stride * (int)Math.Clamp(indices.Integers[walk[1]], 0, x.Shape[along] - 1)];
            }
            return new Tensor(x.ElementType, indices.Shape, reals);
        }
        long[] integers = new long[indices.Shape.Count];
        for (; walk.Live; walk.Advance()) {
            integers[walk[1]] = x.Integers[walk[0] + stride * (int)Math.Clamp(indices.Integers[walk[1]], 0, x.Shape[along] - 1)];
        }
        return new Tensor(x.ElementType, indices.Shape, integers);
    }

    static void RequireAlike(string operation, string what, Tensor x, Tensor other, int along) {
        bool alike = other.Shape.Rank == x.Shape.Rank && Enumerable.Range(0, x.Shape.Rank).All(i => i == along || other.Shape[i] == x.Shape[i]);
        if (!alike) {
            throw new ShapeException(operation, $"{what} {other.Describe()} must have the extents of {x.Describe()} but for axis {along}");
        }
    }
}
