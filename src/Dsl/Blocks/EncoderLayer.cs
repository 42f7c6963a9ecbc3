using System;

namespace Sinter.Blocks;

/// <summary>
/// A layer of an encoder, normalised after each part (Vaswani et al., arXiv:1706.03762): h = norm(x + attention(x)),
/// y = norm(h + feedForward(h)); or before each part: h = x + attention(norm(x)), y = h + feedForward(norm(h)). Every row sees every row,
/// unless a mask hides some.
/// </summary>
/// <param name="width">The size of a row.</param>
/// <param name="heads">The number of heads.</param>
/// <param name="hidden">The size inside the feed-forward network.</param>
/// <param name="activation">The function inside the feed-forward network.</param>
/// <param name="normBefore">Whether norms come before their parts.</param>
/// <param name="attentionBias">Whether the attention's projections have biases; the feed-forward network has them.</param>
/// <param name="epsilon">Added to the variances of the norms.</param>
[Block]
public sealed class EncoderLayer(
    int width, int heads, int hidden, Activation activation = Activation.Relu, bool normBefore = false, bool attentionBias = false, float epsilon = 1e-5f) : ILayer {
    readonly LayerNorm attentionNorm = new(width, epsilon), feedForwardNorm = new(width, epsilon);
    readonly CrossAttention attention = new(width, heads, bias: attentionBias);
    readonly FeedForward feedForward = new(width, hidden, activation, bias: true);

    /// <summary>The layer's output.</summary>
    /// <param name="x">[n, width]</param>
    /// <returns>[n, width]</returns>
    public Tensor this[Tensor x] => Forward(x, null);

    /// <summary>The layer's output where rows do not see all others.</summary>
    /// <param name="x">[n, width]</param>
    /// <param name="mask">Maps the numbers of two rows, from 0, to whether the first sees the second, as for <c>Operations.Attend</c>; null shows all.</param>
    /// <returns>[n, width]</returns>
    public Tensor Forward(Tensor x, Func<Tensor, Tensor, Tensor>? mask) {
        Tensor? rows = mask == null ? null : Operations.Iota(x.Shape[0]);
        if (normBefore) {
            Tensor normal = attentionNorm[x];
            Tensor sum = x + attention.Forward(normal, normal, mask: mask, positions: rows);
            return sum + feedForward[feedForwardNorm[sum]];
        }
        Tensor h = attentionNorm[x + attention.Forward(x, x, mask: mask, positions: rows)];
        return feedForwardNorm[h + feedForward[h]];
    }
}
