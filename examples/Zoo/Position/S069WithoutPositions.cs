using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Transformer Language Models without Positional Encodings Still Learn Positional Information" (Haviv et al., arXiv:2203.16634, 2022).
/// A decoder-only language model from which positions are simply left out: a head can count the tokens that the causal mask shows, and so
/// tell where it is.
/// </summary>
[Model]
[Symbol("Time", 1, 60)]
public partial class WithoutPositions {
    readonly Embedding embedding = new(43, 18);
    readonly ILayer[] layers = [
        new PreNorm(new LayerNorm(18), new Attention(18, 60, heads: 3)),
        new PreNorm(new LayerNorm(18), new FeedForward(18, hidden: 31, Activation.Gelu)),
        new PreNorm(new LayerNorm(18), new Attention(18, 60, heads: 3)),
        new PreNorm(new LayerNorm(18), new FeedForward(18, hidden: 31, Activation.Gelu)),
    ];
    readonly LayerNorm norm = new(18);

    /// <summary>The logits of the token after each.</summary>
    [Entry]
    public Tensor Score([Shape("Time", Type = ElementType.I32)] Tensor tokens) {
        Tensor x = embedding[tokens];
        foreach (ILayer layer in layers) {
            x = layer[x];
        }
        return Contract("td,vd->tv", norm[x], embedding.Weight);
    }
}
