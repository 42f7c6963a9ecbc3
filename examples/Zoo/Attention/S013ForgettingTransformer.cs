using Sinter;
using Sinter.Blocks;

namespace Zoo;

/// <summary>
/// "Forgetting Transformer: Softmax Attention with a Forget Gate" (Lin, Nikishin, He and Courville, arXiv:2503.02130, 2025).
/// o_i = sum_j softmax_j(q_i . k_j / sqrt(d) + d_ij) v_j with d_ij = sum of log f_l over l = j+1 .. i and f_l = sigmoid(w . x_l + b), for each head.
/// One layer of FoX (LLaMA), with the plain block, and one of FoX (Pro), with token shift of keys and values, QK-norm, output norm and gate.
/// </summary>
[Model]
[Symbol("Time", 1, 90)]
public partial class ForgettingTransformer {
    readonly ForgettingLayer plain = new(33, new ForgettingAttention(33, context: 90, heads: 3));
    readonly ForgettingLayer pro = new(33, new ForgettingAttention(33, context: 90, heads: 3, pro: true));

    [Entry]
    public Tensor Decode([Shape("Time", 33)] Tensor x) => pro[plain[x]];
}

/// <summary>A pre-norm layer around forgetting attention.</summary>
[Block]
public sealed class ForgettingLayer(int width, ForgettingAttention attention) {
    readonly RmsNorm attentionNorm = new(width), feedForwardNorm = new(width);
    readonly ForgettingAttention attention = attention;
    readonly FeedForward feedForward = new(width, 47, Activation.Silu, gated: true);

    public Tensor this[Tensor x] {
        get {
            Tensor y = x + attention[attentionNorm[x]];
            return y + feedForward[feedForwardNorm[y]];
        }
    }
}
