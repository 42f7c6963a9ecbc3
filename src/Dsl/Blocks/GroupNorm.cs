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
    readonly int members = channels % groups == 0 ? channels / groups : throw new ArgumentException($"{groups} groups do not divide {channels} channels");

    /// <summary>The normalised <paramref name="x"/>, of its shape.</summary>
    /// <param name="x">[examples, channels, places ...], of two to four axes.</param>
    public Tensor this[Tensor x] {
        get {
            int rank = x.Shape.Rank;
            if (rank is < 2 or > 4 || x.Shape[1] != channels) {
                throw new ShapeException("group norm", $"expected [examples, {channels}, places ...] of two to four axes, found {x.Shape}");
            }
            int places = rank == 2 ? 1 : rank == 3 ? x.Shape[2] : x.Shape[2] * x.Shape[3];
            Tensor normal = LayerNormalize(Reshape(x, x.Shape[0], groups, members * places), epsilon);
            Tensor scaled = Reshape(normal, x.Shape[0], channels, places) * Reshape(scale, channels, 1) + Reshape(bias, channels, 1);
            return rank switch {
                2 => Reshape(scaled, x.Shape[0], channels),
                3 => scaled,
                _ => Reshape(scaled, x.Shape[0], channels, x.Shape[2], x.Shape[3]),
            };
        }
    }
}
