using System;
using System.Linq;
using Sinter.Eager;

namespace Sinter;

public static partial class Operations {
    /// <summary>
    /// A tensor with elements along an axis replaced: <c>result[.., indices[.., j, ..], ..] = updates[.., j, ..]</c>, in the order of j, so
    /// that of several updates of one place the last stays.
    /// </summary>
    /// <param name="x">[..., n, ...]</param>
    /// <param name="indices">i32: of the shape of the updates, or [m] for whole rows. Those outside 0 .. n-1 change nothing.</param>
    /// <param name="updates">[..., m, ...]: the extents of <paramref name="x"/> but for the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ShapeException">The shapes or element types do not fit.</exception>
    public static Tensor ScatterSet(Tensor x, Tensor indices, Tensor updates, Axis axis) => ScatterSetAt(x, Spread(indices, updates, axis.In(x.Shape)), updates, axis);

    /// <summary>A tensor with updates added to elements along an axis; see <see cref="ScatterSet"/>.</summary>
    public static Tensor ScatterAdd(Tensor x, Tensor indices, Tensor updates, Axis axis) => ScatterAddAt(x, Spread(indices, updates, axis.In(x.Shape)), updates, axis);

    /// <summary>A tensor with the larger of elements along an axis and updates; see <see cref="ScatterSet"/>. NaN wins.</summary>
    public static Tensor ScatterMax(Tensor x, Tensor indices, Tensor updates, Axis axis) => ScatterMaxAt(x, Spread(indices, updates, axis.In(x.Shape)), updates, axis);

    /// <summary>A tensor with the smaller of elements along an axis and updates; see <see cref="ScatterSet"/>. NaN wins.</summary>
    public static Tensor ScatterMin(Tensor x, Tensor indices, Tensor updates, Axis axis) => ScatterMinAt(x, Spread(indices, updates, axis.In(x.Shape)), updates, axis);

    /// <summary><see cref="ScatterSet"/> with indices of the updates' shape.</summary>
    [Primitive("scatter_set")]
    public static Tensor ScatterSetAt(Tensor x, Tensor indices, Tensor updates, Axis axis) => Scatter("scatter_set", x, indices, updates, axis, (_, update) => update, (_, update) => update);

    /// <summary><see cref="ScatterAdd"/> with indices of the updates' shape.</summary>
    [Primitive("scatter_add")]
    public static Tensor ScatterAddAt(Tensor x, Tensor indices, Tensor updates, Axis axis) =>
        Scatter("scatter_add", x, indices, updates, axis, (old, update) => old + update, (old, update) => unchecked(old + update));

    /// <summary><see cref="ScatterMax"/> with indices of the updates' shape.</summary>
    [Primitive("scatter_max")]
    public static Tensor ScatterMaxAt(Tensor x, Tensor indices, Tensor updates, Axis axis) => Scatter("scatter_max", x, indices, updates, axis, Math.Max, Math.Max);

    /// <summary><see cref="ScatterMin"/> with indices of the updates' shape.</summary>
    [Primitive("scatter_min")]
    public static Tensor ScatterMinAt(Tensor x, Tensor indices, Tensor updates, Axis axis) => Scatter("scatter_min", x, indices, updates, axis, Math.Min, Math.Min);

    // One index for each row stands for the row's every element.
    static Tensor Spread(Tensor indices, Tensor updates, int axis) {
        if (indices.Shape.Rank != 1 || updates.Shape.Rank == 1) {
            return indices;
        }
        int[] column = new int[updates.Shape.Rank];
        for (int i = 0; i < column.Length; i++) {
            column[i] = i == axis ? indices.Shape[0] : 1;
        }
        return Broadcast(Reshape(indices, column), updates.Shape.ToArray());
    }

    static Tensor Scatter(string operation, Tensor x, Tensor indices, Tensor updates, Axis axis, Func<double, double, double> real, Func<long, long, long> integer) {
        int along = axis.In(x.Shape);
        if (indices.ElementType != ElementType.I32) {
            throw new ShapeException(operation, $"indices must be i32, found {indices.Describe()}");
        }
        if (updates.ElementType != x.ElementType || (x.ElementType == ElementType.Bool && operation != "scatter_set")) {
            throw new ShapeException(operation, $"updates {updates.Describe()} do not fit the elements of {x.Describe()}");
        }
        if (!indices.Shape.Equals(updates.Shape)) {
            throw new ShapeException(operation, $"indices {indices.Describe()} and updates {updates.Describe()} must have one shape");
        }
        RequireAlike(operation, "updates", x, updates, along);
        int stride = x.Shape.Strides()[along];
        int[] strides = x.Shape.Strides();
        strides[along] = 0;
        double[] reals = x.ElementType.IsReal() ? x.Reals.ToArray() : [];
        long[] integers = x.ElementType.IsReal() ? [] : x.Integers.ToArray();
        // Row-major order visits the places of each row in order.
        for (var walk = new Walk(updates.Shape.Extents, strides, updates.Shape.Strides()); walk.Live; walk.Advance()) {
            long index = indices.Integers[walk[1]];
            if (index < 0 || index >= x.Shape[along]) {
                continue;
            }
            int place = walk[0] + stride * (int)index;
            if (x.ElementType.IsReal()) {
                reals[place] = real(reals[place], updates.Reals[walk[1]]);
            } else {
                integers[place] = integer(integers[place], updates.Integers[walk[1]]);
            }
        }
        return x.ElementType.IsReal() ? new Tensor(x.ElementType, x.Shape, reals) : new Tensor(x.ElementType, x.Shape, integers);
    }
}
