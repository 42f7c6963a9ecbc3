using System;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Learnable Fourier Features for Multi-Dimensional Spatial Positional Encoding" (Li et al., arXiv:2106.02795, 2021).
/// Coordinates x come in groups of M; each group's r = [cos(x W_r^T), sin(x W_r^T)] / sqrt(D) with a learned W_r goes through
/// W_2 gelu(W_1 r + b_1) + b_2, and what the groups give, side by side, is added to the tokens.
/// </summary>
[Model]
[Symbol("Time", 1, 60)]
public partial class LearnableFourier {
    const int Width = 18, Groups = 2, Coordinates = 2, Features = 14;
    readonly Weight frequencies = new(Features / 2, Coordinates);
    readonly Linear first = new(Features, 23, withBias: true), second = new(23, Width / Groups, withBias: true);
    readonly LayerNorm attentionNorm = new(Width), feedForwardNorm = new(Width);
    readonly CrossAttention attention = new(Width, heads: 3);
    readonly FeedForward feedForward = new(Width, hidden: 29, Activation.Gelu);

    /// <summary>Tokens' vectors through one layer.</summary>
    /// <param name="x">The tokens.</param>
    /// <param name="boxes">Each token's place: the corners of its box.</param>
    [Entry]
    public Tensor Encode([Shape("Time", Width)] Tensor x, [Shape("Time", Groups, Coordinates)] Tensor boxes) {
        Tensor angle = Contract("tgm,fm->tgf", boxes, frequencies);
        Tensor waves = Concatenate(-1, Cos(angle), Sin(angle)) * (1f / MathF.Sqrt(Features));
        Tensor placed = x + Reshape(second[Gelu(first[waves])], x.Shape[0], Width);
        Tensor normal = attentionNorm[placed];
        Tensor h = placed + attention.Forward(normal, normal);
        return h + feedForward[feedForwardNorm[h]];
    }
}
