using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Adds to each token the waves of its position p (Vaswani et al., arXiv:1706.03762): channel 2k gets sin(p * theta^(-2k/width)),
/// channel 2k + 1 the cosine.
/// </summary>
/// <param name="width">The size of a vector; even.</param>
/// <param name="theta">The base of the frequencies.</param>
[Block]
public sealed class SinusoidalPositions(int width, float theta = 10_000f) : ILayer {
    readonly int half = width % 2 == 0 ? width / 2 : throw new ArgumentException($"sinusoidal positions come in pairs; a width of {width} has an odd one");

    /// <summary>x plus the waves at the positions of this step.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x] => x + At(Positions());

    /// <summary>The waves at these positions.</summary>
    /// <param name="positions">i32 or f32 [n]</param>
    /// <returns>[n, width]</returns>
    public Tensor At(Tensor positions) {
        int count = positions.Shape[0];
        Tensor frequency = Power(theta, Cast(Iota(half), ElementType.F32) * (-2f / width));
        Tensor angle = Reshape(Cast(positions, ElementType.F32), count, 1) * frequency;
        return Reshape(Stack(2, Sin(angle), Cos(angle)), count, width);
    }
}
