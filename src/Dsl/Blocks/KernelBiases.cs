using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// KERPLE (Chi et al., arXiv:2205.09921): biases that are conditionally positive definite kernels of the distance. Head h's score of
/// query i and key j gets -r1_h log(1 + r2_h |i - j|), or in the power form -r1_h |i - j|^r2_h; r1, r2 > 0, and r2 at most 2 there.
/// </summary>
/// <param name="heads">The number of heads.</param>
/// <param name="power">Whether the kernel is the power form.</param>
[Block]
public sealed class KernelBiases(int heads, bool power = false) {
    readonly Weight r1 = new(heads);
    readonly Weight r2 = new(heads);

    /// <summary>For <c>Operations.Attend</c>.</summary>
    /// <param name="score">[heads, Time, keys]</param>
    /// <param name="i">The positions of queries, i32 [Time, 1].</param>
    /// <param name="j">The positions of keys, i32 [1, keys].</param>
    /// <returns>[heads, Time, keys]</returns>
    public Tensor Score(Tensor score, Tensor i, Tensor j) {
        Tensor distance = Cast(Abs(i - j), ElementType.F32);
        Tensor strength = Reshape(r1, heads, 1, 1);
        Tensor shape = Reshape(r2, heads, 1, 1);
        return score - strength * (power ? Power(distance, shape) : Log(1f + shape * distance));
    }
}
