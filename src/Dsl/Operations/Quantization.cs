namespace Sinter;

// Quantised values are i32 tensors of small integers; scales and zeros broadcast, so one of each serves a tensor and one for each channel
// a channel (Jacob et al., arXiv:1712.05877, equation 1: real = scale * (integer - zero)).
public static partial class Operations {
    /// <summary>round(x / scale) + zero, brought into least .. most; ties go to the even integer.</summary>
    /// <param name="x">Real elements.</param>
    /// <param name="scale">Positive; broadcasts to x.</param>
    /// <param name="zero">i32, the integer that stands for 0; broadcasts to x.</param>
    /// <param name="least">The least integer.</param>
    /// <param name="most">The largest integer.</param>
    /// <returns>i32, the shape of x.</returns>
    /// <exception cref="ShapeException">There is no integer in the range, or shapes do not broadcast.</exception>
    public static Tensor Quantize(Tensor x, Tensor scale, Tensor zero, int least = -128, int most = 127) {
        if (least >= most) {
            throw new ShapeException("quantize", $"the range {least} .. {most} for {x.Shape} holds no two integers");
        }
        // Clipped as a real number, and then exact as an integer, as long as these have at most 24 bits.
        Tensor rounded = Round(x / scale) + Cast(zero, x.ElementType);
        return Cast(Clip(rounded, (float)least, (float)most), ElementType.I32);
    }

    /// <summary>(q - zero) * scale: the real numbers that integers stand for.</summary>
    /// <param name="q">i32</param>
    /// <param name="scale">Real; broadcasts to q.</param>
    /// <param name="zero">i32; broadcasts to q.</param>
    /// <returns>Of the type of the scale.</returns>
    public static Tensor Dequantize(Tensor q, Tensor scale, Tensor zero) => Cast(q - zero, scale.ElementType) * scale;

    /// <summary>The nearest values to x that <see cref="Quantize"/> can tell apart: there and back.</summary>
    public static Tensor FakeQuantize(Tensor x, Tensor scale, Tensor zero, int least = -128, int most = 127) =>
        Dequantize(Quantize(x, scale, zero, least, most), scale, zero);

    /// <summary>The scale with which the largest |x| becomes the largest integer of that many bits, 0 staying 0.</summary>
    /// <param name="x">Real elements.</param>
    /// <param name="bits">Bits of an integer, its sign included.</param>
    /// <param name="channel">The axis that has a scale for each of its places; null for one scale for all.</param>
    /// <returns>Of the rank of x, extent 1 along all axes but the channel's.</returns>
    public static Tensor SymmetricScale(Tensor x, int bits = 8, Axis? channel = null) {
        Tensor most = Max(Abs(x), AllAxesBut(x, channel), keep: true);
        return Maximum(most, 1e-30f) / (float)((1 << bits - 1) - 1);
    }

    /// <summary>The scale and zero with which the least and the largest of x and 0 become 0 and the largest integer of that many bits.</summary>
    /// <param name="x">Real elements.</param>
    /// <param name="bits">Bits of an integer, which has no sign: quantise to 0 .. 2^bits - 1.</param>
    /// <param name="channel">The axis that has a scale for each of its places; null for one scale for all.</param>
    /// <returns>A real scale and an i32 zero of the rank of x, extent 1 along all axes but the channel's.</returns>
    public static (Tensor Scale, Tensor Zero) AsymmetricScale(Tensor x, int bits = 8, Axis? channel = null) {
        Axis[] axes = AllAxesBut(x, channel);
        Tensor least = Minimum(Min(x, axes, keep: true), 0f), most = Maximum(Max(x, axes, keep: true), 0f);
        Tensor scale = Maximum(most - least, 1e-30f) / (float)((1 << bits) - 1);
        return (scale, Cast(Round(-least / scale), ElementType.I32));
    }

    static Axis[] AllAxesBut(Tensor x, Axis? channel) {
        int kept = channel is { } axis ? axis.In(x.Shape) : -1;
        Axis[] axes = new Axis[x.Shape.Rank - (kept < 0 ? 0 : 1)];
        for (int i = 0; i < axes.Length; i++) {
            axes[i] = kept >= 0 && i >= kept ? i + 1 : i;
        }
        return axes;
    }
}
