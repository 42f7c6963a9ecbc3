using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Rotary positions with a decay (Sun et al., A Length-Extrapolatable Transformer, arXiv:2212.10554): pair k of a query at n is also
/// multiplied by zeta_k^((n - centre) / reach) and that of a key at m by zeta_k^((centre - m) / reach), with
/// zeta_k = (2k/D + gamma) / (1 + gamma). The centre drops out of products; in the middle of the context it keeps powers small.
/// </summary>
/// <param name="width">D, the size of a head; even.</param>
/// <param name="theta">The base of the frequencies.</param>
/// <param name="gamma">How far the fastest decay is from 0.</param>
/// <param name="reach">The distance at which a pair has decayed by zeta_k.</param>
/// <param name="centre">The position with the power 0.</param>
/// <param name="order">Which channels are a pair.</param>
[Block]
public sealed class XPos(int width, float theta = 10_000f, float gamma = 0.4f, float reach = 512, int centre = 0, RotaryOrder order = RotaryOrder.Interleaved) {
    readonly int half = width % 2 == 0 ? width / 2 : throw new ArgumentException($"rotary positions turn pairs; a head of {width} has an odd one");

    /// <summary>Queries of this step, turned and scaled.</summary>
    /// <param name="x">[Time, heads, D]</param>
    /// <returns>[Time, heads, D]</returns>
    public Tensor Query(Tensor x) => Turn(x, 1f);

    /// <summary>Keys of this step, turned and scaled inversely.</summary>
    /// <param name="x">[Time, heads, D]</param>
    /// <returns>[Time, heads, D]</returns>
    public Tensor Key(Tensor x) => Turn(x, -1f);

    Tensor Turn(Tensor x, float direction) {
        Tensor pair = Cast(Iota(half), ElementType.F32) * (2f / width);
        Tensor position = Reshape(Cast(Positions(), ElementType.F32), x.Shape[0], 1, 1);
        Tensor angle = position * Power(theta, -pair);
        Tensor scale = Power((pair + gamma) / (1f + gamma), (position - (float)centre) * (direction / reach));
        return Rotary.Turn(x, Cos(angle) * scale, Sin(angle) * scale, order);
    }
}
