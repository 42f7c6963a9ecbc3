using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Rotary positions (Su et al., RoFormer, arXiv:2104.09864): at position p, pair k of a head's channels turns by the angle
/// p * theta_k with theta_k = theta^(-2k/D), so that the product of a query and a key depends on their distance alone.
/// </summary>
[Block]
public sealed class Rotary {
    readonly int width;
    readonly int half;
    readonly float theta;
    readonly RotaryOrder order;
    readonly Func<Tensor, Tensor>? scaling;
    readonly float magnitude;
    readonly bool wholePeriods;

    /// <summary>Rotary positions for heads of <paramref name="width"/> channels.</summary>
    /// <param name="width">D, the size of a head; even.</param>
    /// <param name="theta">The base of the frequencies.</param>
    /// <param name="order">Which channels are a pair.</param>
    /// <param name="scaling">Makes new frequencies of theta_k, one of <see cref="RotaryScaling"/> for instance; null leaves them.</param>
    /// <param name="magnitude">What sine and cosine are multiplied by; see <see cref="RotaryScaling.YarnMagnitude"/>.</param>
    /// <param name="wholePeriods">
    /// Whether the period 2 pi / theta_k is rounded to a whole number of positions (Resonance RoPE, Wang et al., arXiv:2403.00071):
    /// angles then repeat exactly, and those of pairs whose period fits in training have all been seen.
    /// </param>
    public Rotary(
        int width,
        float theta = 10_000f,
        RotaryOrder order = RotaryOrder.HalfSplit,
        Func<Tensor, Tensor>? scaling = null,
        float magnitude = 1,
        bool wholePeriods = false) {
        half = width % 2 == 0 ? width / 2 : throw new ArgumentException($"rotary positions turn pairs; a head of {width} has an odd one");
        this.width = width;
        this.theta = theta;
        this.order = order;
        this.scaling = scaling;
        this.magnitude = magnitude;
        this.wholePeriods = wholePeriods;
    }

    /// <summary>The heads turned by the positions of this step.</summary>
    /// <param name="x">[Time, heads, D]</param>
    /// <returns>[Time, heads, D]</returns>
    public Tensor this[Tensor x] => At(x, Positions());

    /// <summary>The heads turned by these positions.</summary>
    /// <param name="x">[n, heads, D]</param>
    /// <param name="positions">i32 or f32 [n]</param>
    /// <returns>[n, heads, D]</returns>
    public Tensor At(Tensor x, Tensor positions) {
        Tensor angle = Angles(positions);
        Tensor cosine = Cos(angle);
        Tensor sine = Sin(angle);
        return magnitude == 1 ? Turn(x, cosine, sine, order) : Turn(x, cosine * magnitude, sine * magnitude, order);
    }

    /// <summary>The angle of each pair at these positions, in radians.</summary>
    /// <param name="positions">i32 or f32 [n]</param>
    /// <returns>[n, 1, D/2]</returns>
    public Tensor Angles(Tensor positions) {
        Tensor frequency = Power(theta, Cast(Iota(half), ElementType.F32) * (-2f / width));
        if (scaling != null) {
            frequency = scaling(frequency);
        }
        Tensor position = Reshape(Cast(positions, ElementType.F32), positions.Shape[0], 1, 1);
        if (!wholePeriods) {
            return position * frequency;
        }
        // Below one period before it is multiplied, so that far positions are as exact as near ones.
        Tensor period = Round(2 * MathF.PI / frequency);
        return position % period * (2 * MathF.PI / period);
    }

    /// <summary>Pairs (a, b) as (a cos - b sin, a sin + b cos).</summary>
    /// <param name="x">[n, heads, D]</param>
    /// <param name="cosine">[n, 1 or heads, D/2]</param>
    /// <param name="sine">[n, 1 or heads, D/2]</param>
    /// <param name="order">Which channels are a pair.</param>
    /// <returns>[n, heads, D]</returns>
    public static Tensor Turn(Tensor x, Tensor cosine, Tensor sine, RotaryOrder order) {
        int pairs = x.Shape[-1] / 2;
        if (order == RotaryOrder.HalfSplit) {
            Tensor first = Slice(x, -1, 0, pairs);
            Tensor second = Slice(x, -1, pairs, pairs);
            return Concatenate(-1, first * cosine - second * sine, first * sine + second * cosine);
        }
        Tensor even = Slice(x, -1, 0, pairs, step: 2);
        Tensor odd = Slice(x, -1, 1, pairs, step: 2);
        return Reshape(Stack(3, even * cosine - odd * sine, even * sine + odd * cosine), x.Shape[0], x.Shape[1], 2 * pairs);
    }
}
