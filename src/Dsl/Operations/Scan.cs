using Sinter.Eager;

namespace Sinter;

public static partial class Operations {
    /// <summary>Along an axis, at each place the sum of the elements up to and including it.</summary>
    [Primitive("cumulative_sum")]
    public static Tensor CumulativeSum(Tensor x, Axis axis) {
        Loops.RequireNumber("cumulative_sum", x);
        int along = axis.In(x.Shape);
        int extent = x.Shape[along];
        int stride = x.Shape.Strides()[along];
        var walk = new Walk(x.Shape.With(along, extent == 0 ? 0 : 1, null).Extents, x.Shape.Strides());
        if (x.ElementType.IsReal()) {
            double[] reals = new double[x.Shape.Count];
            for (; walk.Live; walk.Advance()) {
                double sum = 0;
                for (int i = 0; i < extent; i++) {
                    sum += x.Reals[walk[0] + i * stride];
                    reals[walk[0] + i * stride] = sum;
                }
            }
            return new Tensor(x.ElementType, x.Shape, reals);
        }
        long[] integers = new long[x.Shape.Count];
        for (; walk.Live; walk.Advance()) {
            long sum = 0;
            for (int i = 0; i < extent; i++) {
                sum = unchecked(sum + x.Integers[walk[0] + i * stride]);
                integers[walk[0] + i * stride] = sum;
            }
        }
        return new Tensor(x.ElementType, x.Shape, integers);
    }
}
