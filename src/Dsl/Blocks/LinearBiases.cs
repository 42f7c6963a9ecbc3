using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// ALiBi (Press, Smith and Lewis, arXiv:2108.12409): head h's score of query i and key j gets -m_h (i - j). For a power of two heads
/// m_h = 2^(-8h/heads), h = 1 ... heads; other numbers take the slopes of the power of two below, then every other one of twice that,
/// as the authors' code does.
/// </summary>
/// <param name="heads">The number of heads.</param>
[Block]
public sealed class LinearBiases(int heads) {
    readonly float[] slopes = Slopes(heads);

    /// <summary>For <c>Operations.Attend</c>.</summary>
    /// <param name="score">[heads, Time, keys]</param>
    /// <param name="i">The positions of queries, i32 [Time, 1].</param>
    /// <param name="j">The positions of keys, i32 [1, keys].</param>
    /// <returns>[heads, Time, keys]</returns>
    public Tensor Score(Tensor score, Tensor i, Tensor j) => score + Tensor.From(slopes, heads, 1, 1) * Cast(j - i, ElementType.F32);

    /// <summary>m of each head.</summary>
    public static float[] Slopes(int heads) {
        if (heads < 1) {
            throw new ArgumentException($"linear biases need at least one head, not {heads}");
        }
        int power = 1;
        while (power * 2 <= heads) {
            power *= 2;
        }
        float[] slopes = new float[heads];
        for (int h = 0; h < heads; h++) {
            // Beyond the power of two: the 1st, 3rd, 5th ... slope of twice as many heads.
            slopes[h] = h < power ? MathF.Pow(2, -8f * (h + 1) / power) : MathF.Pow(2, -4f * (2 * (h - power) + 1) / power);
        }
        return slopes;
    }
}
