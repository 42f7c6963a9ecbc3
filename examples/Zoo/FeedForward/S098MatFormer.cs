using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "MatFormer: Nested Transformer for Elastic Inference" (Devvrit et al., 2023). The first m_i hidden units of each feed-forward
/// network are a network of their own: y = W2[:, :m_i] gelu(W1[:m_i] x), m_1 &lt; ... &lt; m_g; each layer may take its own m_i
/// (Mix'n'Match). Attention is shared, and so are its keys and values.
/// </summary>
[Model, Symbol("Time", 1, 32)]
public partial class MatFormer {
    readonly MatFormerStack stack = new(23, 23);

    [Entry] public Tensor Full([Shape("Time", Type = ElementType.I32)] Tensor tokens) => stack.Logits(tokens, 23, 23);
    [Entry] public Tensor Small([Shape("Time", Type = ElementType.I32)] Tensor tokens) => stack.Logits(tokens, 5, 5);
    [Entry] public Tensor Mixed([Shape("Time", Type = ElementType.I32)] Tensor tokens) => stack.Logits(tokens, 11, 5);
}

/// <summary>A submodel of <see cref="MatFormer"/> on its own: its checkpoint holds the slices and nothing else.</summary>
[Model, Symbol("Time", 1, 32)]
public partial class MatFormerExtracted {
    readonly MatFormerStack stack = new(11, 5);

    [Entry] public Tensor Mixed([Shape("Time", Type = ElementType.I32)] Tensor tokens) => stack.Logits(tokens, 11, 5);
}

[Block]
public sealed class MatFormerStack(int firstHidden, int secondHidden) {
    readonly Embedding embedding = new(29, 18);
    readonly NestedLayer[] layers = [new(18, 3, firstHidden), new(18, 3, secondHidden)];
    readonly RmsNorm norm = new(18);
    readonly Linear output = new(18, 29);

    public Tensor Logits(Tensor tokens, int first, int second) =>
        output[norm[layers[1].Forward(layers[0].Forward(embedding[tokens], first), second)]];
}

[Block]
public sealed class NestedLayer(int width, int heads, int hidden) {
    readonly RmsNorm attentionNorm = new(width), norm = new(width);
    readonly Attention attention = new(width, context: 32, heads, theta: 10_000);
    readonly Linear up = new(width, hidden), down = new(hidden, width);

    public Tensor Forward(Tensor x, int units) {
        Tensor h = x + attention[attentionNorm[x]];
        Tensor inner = Gelu(Contract("ti,ui->tu", norm[h], Slice(up.Matrix, 0, 0, units)));
        return h + Contract("tu,ou->to", inner, Slice(down.Matrix, 1, 0, units));
    }
}
