using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Rotary positions (Su et al., RoFormer, arXiv:2104.09864) in the half-split order: at position p, the pair
/// (x[k], x[k + D/2]) turns by the angle p * theta^(-2k/D).
/// </summary>
/// <param name="width">D, the size of a head; even.</param>
/// <param name="theta">The base of the frequencies.</param>
[Block]
public sealed class Rotary(int width, float theta = 10_000f) {
    readonly int half = width % 2 == 0 ? width / 2 : throw new ArgumentException($"rotary positions turn pairs; a head of {width} has an odd one");

    /// <summary>The heads turned by the positions of this step.</summary>
    /// <param name="x">[Time, heads, D]</param>
    /// <returns>[Time, heads, D]</returns>
    public Tensor this[Tensor x] {
        get {
            Tensor frequency = Power(theta, Cast(Iota(half), ElementType.F32) * (-2f / width));
            Tensor position = Reshape(Cast(Positions(), ElementType.F32), x.Shape[0], 1, 1);
            Tensor angle = position * frequency;
            Tensor cosine = Cos(angle);
            Tensor sine = Sin(angle);
            Tensor first = Slice(x, -1, 0, half);
            Tensor second = Slice(x, -1, half, half);
            return Concatenate(-1, first * cosine - second * sine, first * sine + second * cosine);
        }
    }
}
