using System;
using Sinter.Eager;

namespace Sinter;

public static partial class Operations {
    /// <summary>The sum along an axis; 0 where it is empty.</summary>
    /// <param name="x">Numbers.</param>
    /// <param name="axis">The axis to sum over.</param>
    /// <param name="keep">Whether the axis stays, with extent 1.</param>
    [Primitive("sum")]
    public static Tensor Sum(Tensor x, Axis axis, bool keep = false) => Reduce("sum", x, axis, keep, 0, 0, (a, b) => a + b, (a, b) => unchecked(a + b));

    /// <summary>The product along an axis; 1 where it is empty.</summary>
    /// <param name="x">Numbers.</param>
    /// <param name="axis">The axis to multiply over.</param>
    /// <param name="keep">Whether the axis stays, with extent 1.</param>
    [Primitive("product")]
    public static Tensor Product(Tensor x, Axis axis, bool keep = false) => Reduce("product", x, axis, keep, 1, 1, (a, b) => a * b, (a, b) => unchecked(a * b));

    /// <summary>The largest element along an axis; minus infinity (or the least integer) where it is empty, NaN where one is.</summary>
    /// <param name="x">Numbers.</param>
    /// <param name="axis">The axis to search.</param>
    /// <param name="keep">Whether the axis stays, with extent 1.</param>
    [Primitive("max")]
    public static Tensor Max(Tensor x, Axis axis, bool keep = false) =>
        Reduce("max", x, axis, keep, double.NegativeInfinity, x.ElementType == ElementType.I32 ? int.MinValue : long.MinValue, Math.Max, Math.Max);

    /// <summary>The smallest element along an axis; infinity (or the largest integer) where it is empty, NaN where one is.</summary>
    /// <param name="x">Numbers.</param>
    /// <param name="axis">The axis to search.</param>
    /// <param name="keep">Whether the axis stays, with extent 1.</param>
    [Primitive("min")]
    public static Tensor Min(Tensor x, Axis axis, bool keep = false) =>
        Reduce("min", x, axis, keep, double.PositiveInfinity, x.ElementType == ElementType.I32 ? int.MaxValue : long.MaxValue, Math.Min, Math.Min);

    static Tensor Reduce(
        string operation, Tensor x, Axis axis, bool keep, double realStart, long integerStart,
        Func<double, double, double> real, Func<long, long, long> integer) {
        Loops.RequireNumber(operation, x);
        int along = axis.In(x.Shape);
        int extent = x.Shape[along];
        int stride = x.Shape.Strides()[along];
        Shape kept = x.Shape.With(along, 1, null);
        Shape shape = keep ? kept : x.Shape.Without(along);
        // The index runs over the result with the axis kept; its offset in x is that of the first element along the axis.
        var walk = new Walk(kept.Extents, x.Shape.Strides());
        if (x.ElementType.IsReal()) {
            double[] reals = new double[shape.Count];
            for (int at = 0; walk.Live; walk.Advance(), at++) {
                reals[at] = realStart;
                for (int i = 0; i < extent; i++) {
                    reals[at] = real(reals[at], x.Reals[walk[0] + i * stride]);
                }
            }
            return new Tensor(x.ElementType, shape, reals);
        }
        long[] integers = new long[shape.Count];
        for (int at = 0; walk.Live; walk.Advance(), at++) {
            integers[at] = integerStart;
            for (int i = 0; i < extent; i++) {
                integers[at] = integer(integers[at], x.Integers[walk[0] + i * stride]);
            }
        }
        return new Tensor(x.ElementType, shape, integers);
    }
}
