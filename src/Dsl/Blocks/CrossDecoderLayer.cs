namespace Sinter.Blocks;

/// <summary>
/// A layer of the decoder of an encoder-decoder (Vaswani et al., arXiv:1706.03762): causal attention over the tokens so far, whose keys
/// and values are cached, then attention over the encoder's rows, then a feed-forward network; each with a residual and a norm after it,
/// or before it.
/// </summary>
/// <param name="width">The size of a row.</param>
/// <param name="context">The most tokens of a sequence.</param>
/// <param name="heads">The number of heads.</param>
/// <param name="hidden">The size inside the feed-forward network.</param>
/// <param name="activation">The function inside the feed-forward network.</param>
/// <param name="normBefore">Whether norms come before their parts.</param>
[Block]
public sealed class CrossDecoderLayer(int width, int context, int heads, int hidden, Activation activation = Activation.Relu, bool normBefore = false) {
    readonly LayerNorm attentionNorm = new(width), crossNorm = new(width), feedForwardNorm = new(width);
    readonly Attention attention = new(width, context, heads);
    readonly CrossAttention cross = new(width, heads);
    readonly FeedForward feedForward = new(width, hidden, activation, bias: true);

    /// <summary>The attention over the encoder's rows: its keys and values are made once a source.</summary>
    public CrossAttention Cross => cross;

    /// <summary>The layer's output.</summary>
    /// <param name="x">[Time, width]</param>
    /// <param name="keys">The keys of <see cref="Cross"/>, [source, width].</param>
    /// <param name="values">The values of <see cref="Cross"/>, [source, width].</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x, Tensor keys, Tensor values] {
        get {
            if (normBefore) {
                Tensor sum = x + attention[attentionNorm[x]];
                Tensor both = sum + cross.Over(crossNorm[sum], keys, values);
                return both + feedForward[feedForwardNorm[both]];
            }
            Tensor h = attentionNorm[x + attention[x]];
            Tensor g = crossNorm[h + cross.Over(h, keys, values)];
            return feedForwardNorm[g + feedForward[g]];
        }
    }
}
