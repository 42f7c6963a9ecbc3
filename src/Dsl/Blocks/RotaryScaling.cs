using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Rules that make new frequencies of those of <see cref="Rotary"/>, so that a model reaches further than it was trained. Each
/// result maps frequencies theta_k [D/2] to frequencies [D/2]; what it computes is known at load.
/// </summary>
public static class RotaryScaling {
    /// <summary>Position interpolation (Chen et al., arXiv:2306.15595): theta / factor.</summary>
    /// <param name="factor">How many times longer sequences become.</param>
    public static Func<Tensor, Tensor> Linear(float factor) => frequency => frequency / factor;

    /// <summary>
    /// "NTK by parts" of YaRN (Peng et al., arXiv:2309.00071): with r = trained * theta / (2 pi) turns within the trained length and
    /// gamma = clamp((r - alpha) / (beta - alpha), 0, 1), the frequency is (1 - gamma) theta / factor + gamma theta.
    /// </summary>
    /// <param name="factor">How many times longer sequences become.</param>
    /// <param name="trained">The length of sequences in training.</param>
    /// <param name="alpha">Fewer turns than this: interpolated whole.</param>
    /// <param name="beta">More turns than this: left as it is.</param>
    public static Func<Tensor, Tensor> Yarn(float factor, int trained, float alpha = 1, float beta = 32) => frequency => {
        Tensor turns = frequency * (trained / (2 * MathF.PI));
        Tensor kept = Minimum(Maximum((turns - alpha) / (beta - alpha), 0f), 1f);
        return (1f - kept) * frequency / factor + kept * frequency;
    };

    /// <summary>What YaRN multiplies sine and cosine by, 0.1 ln(factor) + 1, so that queries and keys sharpen the softmax together.</summary>
    public static float YarnMagnitude(float factor) => 0.1f * MathF.Log(factor) + 1;

    /// <summary>The base that spreads interpolation over all frequencies ("NTK-aware"): theta * factor^(D / (D - 2)).</summary>
    /// <param name="theta">The base of training.</param>
    /// <param name="factor">How many times longer sequences become.</param>
    /// <param name="width">D, the size of a head.</param>
    public static float Base(float theta, float factor, int width) => theta * MathF.Pow(factor, width / (width - 2f));
}
