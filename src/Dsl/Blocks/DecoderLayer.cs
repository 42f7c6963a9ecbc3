namespace Sinter.Blocks;

/// <summary>
/// A layer of a decoder, normalised before each part (Xiong et al., arXiv:2002.04745):
/// h = x + attention(norm(x)); y = h + feedForward(norm(h)).
/// </summary>
/// <param name="attention">The attention.</param>
/// <param name="feedForward">The feed-forward network.</param>
/// <param name="attentionNorm">The normalisation before the attention.</param>
/// <param name="feedForwardNorm">The normalisation before the feed-forward network.</param>
[Block]
public sealed class DecoderLayer(Attention attention, FeedForward feedForward, Normalization attentionNorm, Normalization feedForwardNorm) : ILayer {
    readonly Normalization attentionNorm = attentionNorm;
    readonly Attention attention = attention;
    readonly Normalization feedForwardNorm = feedForwardNorm;
    readonly FeedForward feedForward = feedForward;

    /// <summary>The layer's output.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x] {
        get {
            Tensor h = x + attention[attentionNorm[x]];
            return h + feedForward[feedForwardNorm[h]];
        }
    }
}
