namespace Sinter;

public static partial class Operations {
    /// <summary>The mean along an axis.</summary>
    /// <param name="x">Real elements.</param>
    /// <param name="axis">The axis to average over.</param>
    /// <param name="keep">Whether the axis stays, with extent 1.</param>
    public static Tensor Mean(Tensor x, Axis axis, bool keep = false) => Sum(x, axis, keep) / (float)x.Shape[axis];

    /// <summary>The mean squared distance from the mean along an axis (divided by n, not n - 1).</summary>
    /// <param name="x">Real elements.</param>
    /// <param name="axis">The axis to look along.</param>
    /// <param name="keep">Whether the axis stays, with extent 1.</param>
    public static Tensor Variance(Tensor x, Axis axis, bool keep = false) {
        Tensor centred = x - Mean(x, axis, keep: true);
        return Mean(centred * centred, axis, keep);
    }

    /// <summary>e^x / sum(e^x) along an axis. The largest element is taken off first, so that no exponential overflows.</summary>
    public static Tensor Softmax(Tensor x, Axis axis) {
        Tensor e = Exp(x - Max(x, axis, keep: true));
        return e / Sum(e, axis, keep: true);
    }

    /// <summary>log(sum(e^x)) along an axis, as m + log(sum(e^(x - m))) with the maximum m, or 0 where that is infinite.</summary>
    /// <param name="x">Real elements.</param>
    /// <param name="axis">The axis to sum over.</param>
    /// <param name="keep">Whether the axis stays, with extent 1.</param>
    public static Tensor LogSumExp(Tensor x, Axis axis, bool keep = false) {
        int along = axis.In(x.Shape);
        Tensor most = Max(x, along, keep: true);
        Tensor finite = Select(Equal(Abs(most), float.PositiveInfinity), 0f, most);
        Tensor sum = finite + Log(Sum(Exp(x - finite), along, keep: true));
        return keep ? sum : RemoveAxis(sum, along);
    }

    /// <summary>The root of the variance along an axis.</summary>
    /// <param name="x">Real elements.</param>
    /// <param name="axis">The axis to look along.</param>
    /// <param name="keep">Whether the axis stays, with extent 1.</param>
    public static Tensor StandardDeviation(Tensor x, Axis axis, bool keep = false) => Sqrt(Variance(x, axis, keep));

    /// <summary>x / sqrt(mean(x^2) + epsilon) along the last axis (Zhang and Sennrich, arXiv:1910.07467).</summary>
    public static Tensor RmsNormalize(Tensor x, float epsilon) => x * ReciprocalSqrt(Mean(x * x, -1, keep: true) + epsilon);

    /// <summary>(x - mean(x)) / sqrt(variance(x) + epsilon) along the last axis (Ba, Kiros and Hinton, arXiv:1607.06450).</summary>
    public static Tensor LayerNormalize(Tensor x, float epsilon) {
        Tensor centred = x - Mean(x, -1, keep: true);
        return centred * ReciprocalSqrt(Mean(centred * centred, -1, keep: true) + epsilon);
    }
}
