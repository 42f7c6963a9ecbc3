using Sinter;
using Sinter.Blocks;

namespace Zoo;

/// <summary>
/// "Differential Transformer" (Ye, Dong, Xia, Sun, Zhu, Huang and Wei, arXiv:2410.05258, 2024).
/// Each head subtracts two softmax maps, (softmax(q1 k1^T / sqrt(d)) - lambda softmax(q2 k2^T / sqrt(d))) v, with
/// lambda = exp(lq1 . lk1) - exp(lq2 . lk2) + lambda0 and lambda0 = 0.8 - 0.6 exp(-0.3 (l - 1)) in layer l, and is then normalised by itself and
/// multiplied by 1 - lambda0. A layer is y = x + heads(norm(x)), z = y + swiglu(norm(y)).
/// </summary>
[Model]
[Symbol("Time", 1, 70)]
public partial class DifferentialTransformer {
    const int Width = 36, Heads = 3, Context = 70, Layers = 2;
    readonly DifferentialLayer[] layers = new DifferentialLayer[Layers];

    public DifferentialTransformer() {
        for (int depth = 0; depth < Layers; depth++) {
            layers[depth] = new(Width, new DifferentialAttention(Width, Context, Heads, depth, theta: 10_000f));
        }
    }

    [Entry]
    public Tensor Decode([Shape("Time", Width)] Tensor x) {
        foreach (DifferentialLayer layer in layers) {
            x = layer[x];
        }
        return x;
    }
}

/// <summary>A pre-norm layer around differential attention.</summary>
[Block]
public sealed class DifferentialLayer(int width, DifferentialAttention attention) {
    readonly RmsNorm attentionNorm = new(width), feedForwardNorm = new(width);
    readonly DifferentialAttention attention = attention;
    readonly FeedForward feedForward = new(width, 45, Activation.Silu, gated: true);

    public Tensor this[Tensor x] {
        get {
            Tensor y = x + attention[attentionNorm[x]];
            return y + feedForward[feedForwardNorm[y]];
        }
    }
}
