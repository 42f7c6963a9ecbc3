using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Group normalisation (Wu and He, arXiv:1803.08494): the channels of an example are split into groups, each normalised over its
/// channels and all places to mean 0 and variance 1; then a scale and a bias for each channel. One group of all channels is layer
/// normalisation over the example, a group for each channel is instance normalisation.
/// </summary>
/// <param name="groups">The number of groups, a divisor of the channels.</param>
/// <param name="channels">The number of channels.</param>
/// <param name="epsilon">Added to the variance.</param>
[Block]
public sealed class GroupNorm(int groups, int channels, float epsilon = 1e-5f) {
    readonly Weight scale = new(channels);
    readonly Weight bias = new(channels);
    readonly int groups = channels % groups == 0 ? groups : throw new ArgumentException($"{groups} groups do not divide {channels} channels");

    /// <summary>The normalised <paramref name="x"/>, of its shape.</summary>
    /// <param name="x">[examples, channels, places ...], of two to four axes.</param>
    public Tensor this[Tensor x] {
        get {
            int rank = x.Shape.Rank;
            if (rank is < 2 or > 4 || x.Shape[1] != channels) {
                throw new ShapeException("group norm", $"expected [examples, {channels}, places ...] of two to four axes, found {x.Shape}");
            }
            int[] aligned = new int[rank - 1];
            Array.Fill(aligned, 1);
            aligned[0] = channels;
            return GroupNormalize(x, groups, epsilon) * Reshape(scale, aligned) + Reshape(bias, aligned);
        }
    }
}
