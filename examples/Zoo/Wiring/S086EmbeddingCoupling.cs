using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Rethinking embedding coupling in pre-trained language models" (Chung et al., RemBERT, arXiv:2010.12821, 2020).
/// The embedding of the input and that of the output are two: a narrow one at the input, projected up to the width of the layers, and a
/// wide one at the output, which is dropped when the model is fine-tuned. What is saved goes into layers.
/// </summary>
[Model]
[Symbol("Time", 1, 50)]
public partial class EmbeddingCoupling {
    const int Vocabulary = 45, Narrow = 7, Width = 20, Wide = 29;
    readonly Embedding embedding = new(Vocabulary, Narrow);
    readonly LearnedPositions positions = new(50, Narrow);
    readonly LayerNorm embeddingNorm = new(Narrow), outputNorm = new(Wide);
    readonly Linear up = new(Narrow, Width, withBias: true), widen = new(Width, Wide, withBias: true), decoder = new(Wide, Vocabulary, withBias: true);
    readonly CoupledLayer[] layers = [new(Width, heads: 4, hidden: 33), new(Width, heads: 4, hidden: 33)];

    /// <summary>Tokens' vectors, for a fine-tuned head.</summary>
    [Entry]
    public Tensor Encode([Shape("Time", Type = ElementType.I32)] Tensor tokens) {
        Tensor x = up[embeddingNorm[positions[embedding[tokens]]]];
        foreach (CoupledLayer layer in layers) {
            x = layer.Forward(x);
        }
        return x;
    }

    /// <summary>The logits of masked tokens.</summary>
    [Entry]
    public Tensor Fill([Shape("Time", Type = ElementType.I32)] Tensor tokens) => decoder[outputNorm[Gelu(widen[Encode(tokens)])]];
}

/// <summary>A layer of an encoder, normalised after each part.</summary>
[Block]
public sealed class CoupledLayer(int width, int heads, int hidden) {
    readonly CrossAttention attention = new(width, heads, bias: true);
    readonly LayerNorm attentionNorm = new(width), feedForwardNorm = new(width);
    readonly Linear up = new(width, hidden, withBias: true), down = new(hidden, width, withBias: true);

    /// <summary>The layer's output.</summary>
    public Tensor Forward(Tensor x) {
        Tensor h = attentionNorm[x + attention.Forward(x, x)];
        return feedForwardNorm[h + down[Gelu(up[h])]];
    }
}
