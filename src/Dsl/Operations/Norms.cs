namespace Sinter;

public static partial class Operations {
    /// <summary>The length of vectors along an axis: (sum(|x|^power))^(1/power), or the largest |x| for an infinite power.</summary>
    /// <param name="x">Real elements.</param>
    /// <param name="axis">The axis of the vectors' elements.</param>
    /// <param name="power">1 or more; 2 is Euclid's.</param>
    /// <param name="keep">Whether the axis stays, with extent 1.</param>
    public static Tensor Length(Tensor x, Axis axis, float power = 2, bool keep = false) =>
        power == 2 ? Sqrt(Sum(x * x, axis, keep))
        : power == 1 ? Sum(Abs(x), axis, keep)
        : float.IsPositiveInfinity(power) ? Max(Abs(x), axis, keep)
        : Power(Sum(Power(Abs(x), power), axis, keep), 1f / power);

    /// <summary>x / max(|x|, epsilon) along an axis: vectors of length 1.</summary>
    public static Tensor UnitNormalize(Tensor x, Axis axis, float epsilon = 1e-12f) => x / Maximum(Length(x, axis, keep: true), epsilon);

    /// <summary>
    /// RMSNorm of a vector whose last element is left out because all sum to 0: x / sqrt((sum(x^2) + sum(x)^2) / (n + 1) + epsilon)
    /// along the last axis of n elements (Jiang et al., Pre-RMSNorm and Pre-CRMSNorm, arXiv:2305.14858, equation 5).
    /// </summary>
    public static Tensor CompressedRmsNormalize(Tensor x, float epsilon) {
        Tensor sum = Sum(x, -1, keep: true);
        Tensor square = Sum(x * x, -1, keep: true) + sum * sum;
        return x * ReciprocalSqrt(square / (float)(x.Shape[-1] + 1) + epsilon);
    }

    /// <summary>
    /// Each group of channels with all its places normalised to mean 0 and variance 1 (Wu and He, arXiv:1803.08494). With one group it is a
    /// layer norm of images, with as many as there are channels <see cref="InstanceNormalize"/>.
    /// </summary>
    /// <param name="x">[batch, channels, extents], or [channels, extents] for one sample.</param>
    /// <param name="groups">Parts of the channels.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="batched">Whether the first axis counts samples.</param>
    /// <exception cref="ShapeException">The groups do not divide the channels.</exception>
    public static Tensor GroupNormalize(Tensor x, int groups, float epsilon = 1e-5f, bool batched = true) {
        int axis = batched ? 1 : 0;
        if (x.Shape.Rank <= axis || groups < 1 || x.Shape[axis] % groups != 0) {
            throw new ShapeException("group normalize", $"{groups} groups do not divide the channels at axis {axis} of {x.Shape}");
        }
        int[] shape = SplitAxis(x.Shape.ToArray(), axis, groups);
        Tensor grouped = Merge(Reshape(x, shape), axis + 1, -1);
        return Reshape(LayerNormalize(grouped, epsilon), x.Shape.ToArray());
    }

    /// <summary>Each channel of each sample normalised over its places (Ulyanov, Vedaldi and Lempitsky, arXiv:1607.08022).</summary>
    /// <param name="x">[batch, channels, extents], or [channels, extents] for one sample.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="batched">Whether the first axis counts samples.</param>
    public static Tensor InstanceNormalize(Tensor x, float epsilon = 1e-5f, bool batched = true) =>
        GroupNormalize(x, x.Shape[batched ? 1 : 0], epsilon, batched);

    /// <summary>(x - mean) / sqrt(variance + epsilon) with the statistics of the training (Ioffe and Szegedy, arXiv:1502.03167).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="mean">One element for each of the axis.</param>
    /// <param name="variance">One element for each of the axis.</param>
    /// <param name="axis">The axis of the channels.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ShapeException">Mean or variance have another extent than the axis.</exception>
    public static Tensor BatchNormalize(Tensor x, Tensor mean, Tensor variance, Axis axis, float epsilon = 1e-5f) {
        int along = axis.In(x.Shape);
        if (mean.Shape.Rank != 1 || variance.Shape.Rank != 1 || mean.Shape[0] != x.Shape[along] || variance.Shape[0] != x.Shape[along]) {
            throw new ShapeException("batch normalize", $"expected mean and variance [{x.Shape[along]}] for axis {along} of {x.Shape}, found {mean.Shape} and {variance.Shape}");
        }
        // Written as x * a + b with a and b known at load.
        Tensor factor = ReciprocalSqrt(variance + epsilon);
        return x * Align(factor, along, x.Shape.Rank) - Align(mean * factor, along, x.Shape.Rank);
    }

    /// <summary>
    /// Global response normalisation: x * n / (mean of n over the channels + epsilon), n being each channel's length over its places
    /// (Woo et al., ConvNeXt V2, arXiv:2301.00808); scale, bias and the residual are the caller's.
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="channels">The axis of the channels.</param>
    /// <param name="places">The axes of the places.</param>
    /// <param name="epsilon">Added to the mean.</param>
    public static Tensor ResponseNormalize(Tensor x, Axis channels, Axis[] places, float epsilon = 1e-6f) {
        Tensor response = Sqrt(Sum(x * x, places, keep: true));
        return x * (response / (Mean(response, channels, keep: true) + epsilon));
    }

    /// <summary>
    /// x / (bias + alpha / size * sum(x^2))^beta over the neighbouring channels, as many as <paramref name="size"/>
    /// (Krizhevsky, Sutskever and Hinton, AlexNet, 2012).
    /// </summary>
    public static Tensor LocalResponseNormalize(Tensor x, Axis channels, int size, float alpha = 1e-4f, float beta = 0.75f, float bias = 1f) {
        int along = channels.In(x.Shape);
        Tensor padded = Pad(x * x, along, size / 2, (size - 1) / 2);
        Tensor sum = Sum(Windows(padded, along, size), along + 1);
        return x / Power(bias + sum * (alpha / size), beta);
    }

    /// <summary>gain * v / |v| with one length for each element of the first axis (Salimans and Kingma, arXiv:1602.07868).</summary>
    /// <param name="direction">[outputs, ...]</param>
    /// <param name="gain">[outputs]</param>
    /// <exception cref="ShapeException">The outputs differ.</exception>
    public static Tensor WeightNormalize(Tensor direction, Tensor gain) {
        if (gain.Shape.Rank != 1 || direction.Shape.Rank < 2 || gain.Shape[0] != direction.Shape[0]) {
            throw new ShapeException("weight normalize", $"expected a gain for each of the first axis of {direction.Shape}, found {gain.Shape}");
        }
        Tensor flat = Merge(direction, 1, -1);
        Tensor scaled = flat * (InsertAxis(gain, 1) * ReciprocalSqrt(Sum(flat * flat, 1, keep: true)));
        return Reshape(scaled, direction.Shape.ToArray());
    }
}
