using System;
using Sinter.Eager;

namespace Sinter;

public static partial class Operations {
    /// <summary>Along an axis, at each place the sum of the elements up to and including it.</summary>
    [Primitive("cumulative_sum")]
    public static Tensor CumulativeSum(Tensor x, Axis axis) => Cumulate("cumulative_sum", x, axis, (sum, next) => sum + next, (sum, next) => unchecked(sum + next));

    /// <summary>Along an axis, at each place the product of the elements up to and including it.</summary>
    [Primitive("cumulative_product")]
    public static Tensor CumulativeProduct(Tensor x, Axis axis) => Cumulate("cumulative_product", x, axis, (product, next) => product * next, (product, next) => unchecked(product * next));

    /// <summary>Along an axis, at each place the largest of the elements up to and including it; NaN from the first NaN on.</summary>
    [Primitive("cumulative_max")]
    public static Tensor CumulativeMax(Tensor x, Axis axis) => Cumulate("cumulative_max", x, axis, Math.Max, Math.Max);

    /// <summary>Along an axis, at each place the smallest of the elements up to and including it; NaN from the first NaN on.</summary>
    [Primitive("cumulative_min")]
    public static Tensor CumulativeMin(Tensor x, Axis axis) => Cumulate("cumulative_min", x, axis, Math.Min, Math.Min);

    // The first element stands for itself; each further one is combined with what has come before.
    static Tensor Cumulate(string operation, Tensor x, Axis axis, Func<double, double, double> real, Func<long, long, long> integer) {
        Loops.RequireNumber(operation, x);
        int along = axis.In(x.Shape);
        int extent = x.Shape[along];
        int stride = x.Shape.Strides()[along];
        var walk = new Walk(x.Shape.With(along, extent == 0 ? 0 : 1, null).Extents, x.Shape.Strides());
        if (x.ElementType.IsReal()) {
            double[] reals = new double[x.Shape.Count];
            for (; walk.Live; walk.Advance()) {
                double sofar = 0;
                for (int i = 0; i < extent; i++) {
                    double next = x.Reals[walk[0] + i * stride];
                    reals[walk[0] + i * stride] = sofar = i == 0 ? next : real(sofar, next);
                }
            }
            return new Tensor(x.ElementType, x.Shape, reals);
        }
        long[] integers = new long[x.Shape.Count];
        for (; walk.Live; walk.Advance()) {
            long sofar = 0;
            for (int i = 0; i < extent; i++) {
                long next = x.Integers[walk[0] + i * stride];
                integers[walk[0] + i * stride] = sofar = i == 0 ? next : integer(sofar, next);
            }
        }
        return new Tensor(x.ElementType, x.Shape, integers);
    }
}
