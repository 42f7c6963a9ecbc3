namespace Sinter;

public static partial class Operations {
    /// <summary>The logarithm of <see cref="Softmax"/>: x - log(sum(e^x)).</summary>
    public static Tensor LogSoftmax(Tensor x, Axis axis) => x - LogSumExp(x, axis, keep: true);

    /// <summary>
    /// e^x / (1 + sum(e^x)) along an axis: elements may all be near 0 (Miller, Attention Is Off By One, 2023). The one more is an element 0
    /// that gets its share but is left out.
    /// </summary>
    public static Tensor SoftmaxOffByOne(Tensor x, Axis axis) {
        Tensor most = Maximum(Max(x, axis, keep: true), 0f);
        Tensor e = Exp(x - most);
        return e / (Sum(e, axis, keep: true) + Exp(-most));
    }

    /// <summary>
    /// e^x / (sum(e^x) + sum(e^sink)) along an axis: sinks take part in the sum and are left out of the result
    /// (Xiao et al., arXiv:2309.17453; with learned sinks, OpenAI, gpt-oss, arXiv:2508.10925).
    /// </summary>
    /// <param name="x">Real elements.</param>
    /// <param name="axis">The axis to normalise along.</param>
    /// <param name="sinks">Of the rank of x; along the axis it counts the sinks, elsewhere it broadcasts to x.</param>
    /// <exception cref="ShapeException">The ranks differ.</exception>
    public static Tensor SoftmaxWithSinks(Tensor x, Axis axis, Tensor sinks) {
        int along = axis.In(x.Shape);
        if (sinks.Shape.Rank != x.Shape.Rank) {
            throw new ShapeException("softmax with sinks", $"expected sinks with {x.Shape.Rank} axes for {x.Shape}, found {sinks.Shape}");
        }
        Tensor most = Maximum(Max(x, along, keep: true), Max(sinks, along, keep: true));
        Tensor e = Exp(x - most);
        return e / (Sum(e, along, keep: true) + Sum(Exp(sinks - most), along, keep: true));
    }

    /// <summary>
    /// clip((upper - lower) * softmax(x) + lower, 0, 1): with lower &lt; 0 exact zeros, with upper &gt; 1 exact ones
    /// (Bondarenko, Nagel and Blankevoort, arXiv:2306.12929).
    /// </summary>
    public static Tensor ClippedSoftmax(Tensor x, Axis axis, float lower, float upper) =>
        Clip((upper - lower) * Softmax(x, axis) + lower, 0f, 1f);

    /// <summary>
    /// The point of the probability simplex that is nearest to x along an axis: max(x - tau, 0) with tau such that it sums to 1
    /// (Martins and Astudillo, arXiv:1602.02068). Elements are compared pairwise, without sorting.
    /// </summary>
    public static Tensor Sparsemax(Tensor x, Axis axis) {
        Tensor z = MoveAxis(x, axis, -1);
        Tensor own = InsertAxis(z, z.Shape.Rank);
        Tensor other = InsertAxis(z, z.Shape.Rank - 1);
        // In the support is z where 1 + k z > the sum of the k elements that are not less.
        Tensor isNotLess = other >= own;
        Tensor count = Sum(Select(isNotLess, 1f, 0f), -1);
        Tensor sum = Sum(Select(isNotLess, other, 0f), -1);
        Tensor supports = 1f + count * z > sum;
        Tensor tau = (Sum(Select(supports, z, 0f), -1, keep: true) - 1f) / Sum(Select(supports, 1f, 0f), -1, keep: true);
        return MoveAxis(Maximum(z - tau, 0f), -1, axis);
    }

    /// <summary>
    /// Entmax with alpha = 1.5, between softmax and <see cref="Sparsemax"/>: max(x / 2 - tau, 0)^2 with tau such that it sums to 1
    /// (Peters, Niculae and Martins, arXiv:1905.05702, algorithm 2). Elements are compared pairwise, without sorting.
    /// </summary>
    public static Tensor Entmax(Tensor x, Axis axis) {
        Tensor moved = MoveAxis(x, axis, -1);
        Tensor z = (moved - Max(moved, -1, keep: true)) * 0.5f;
        Tensor own = InsertAxis(z, z.Shape.Rank);
        Tensor other = InsertAxis(z, z.Shape.Rank - 1);
        Tensor isNotLess = other >= own;
        Tensor count = Sum(Select(isNotLess, 1f, 0f), -1);
        Tensor mean = Sum(Select(isNotLess, other, 0f), -1) / count;
        Tensor square = Sum(Select(isNotLess, other * other, 0f), -1) / count;
        Tensor tau = mean - Sqrt(Maximum(1f / count - (square - mean * mean), 0f));
        // The support is the largest number of elements whose tau is not above the least of them.
        Tensor size = Max(Select(tau <= z, count, 0f), -1, keep: true);
        Tensor threshold = Max(Select(Equal(count, size), tau, float.NegativeInfinity), -1, keep: true);
        Tensor root = Maximum(z - threshold, 0f);
        return MoveAxis(root * root, -1, axis);
    }

    /// <summary>cap * tanh(x / cap): nearly x where that is small, and never beyond the cap (Gemma 2, arXiv:2408.00118).</summary>
    public static Tensor SoftCap(Tensor x, float cap) => Tanh(x / cap) * cap;

    /// <summary>The elements brought into least .. most; NaN stays.</summary>
    public static Tensor Clip(Tensor x, Tensor least, Tensor most) => Minimum(Maximum(x, least), most);
}
