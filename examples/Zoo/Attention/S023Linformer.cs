using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Linformer: Self-Attention with Linear Complexity" (Wang, Li, Khabsa, Fang and Ma, arXiv:2006.04768, 2020).
/// head = softmax(Q (E K)^T / sqrt(d)) (F V) with learned E, F of k rows and n columns: the cost is O(n k). The first layer has its own E and F, the second
/// shares one between keys and values. Layers are post-norm, as in RoBERTa: y = norm(x + heads(x)), z = norm(y + W2 gelu(W1 y)).
/// </summary>
[Model]
[Symbol("Time", 1, 50)]
public partial class Linformer {
    readonly LinformerLayer[] layers = [new(30, shared: false), new(30, shared: true)];

    [Entry]
    public Tensor Encode([Shape("Time", 30)] Tensor x) => layers[1][layers[0][x]];
}

/// <summary>A post-norm layer around attention over a projected sequence.</summary>
[Block]
public sealed class LinformerLayer(int width, bool shared) {
    readonly LowRankAttention attention = new(width, context: 50, heads: 5, rank: 7, shared, bias: true);
    readonly LayerNorm attentionNorm = new(width), feedForwardNorm = new(width);
    readonly Linear up = new(width, 41, withBias: true), down = new(41, width, withBias: true);

    public Tensor this[Tensor x] {
        get {
            Tensor y = attentionNorm[x + attention[x]];
            return feedForwardNorm[y + down[Gelu(up[y])]];
        }
    }
}
