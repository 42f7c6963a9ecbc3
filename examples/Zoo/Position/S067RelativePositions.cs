using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Self-Attention with Relative Position Representations" (Shaw, Uszkoreit and Vaswani, arXiv:1803.02155, 2018).
/// With c = clip(j - i, -k, k): score_ij = q_i . (k_j + aK_c) / sqrt(d), out_i = sum_j softmax_ij (v_j + aV_c); the tables aK and aV are
/// shared by all heads.
/// </summary>
[Model]
[Symbol("Time", 1, 90)]
public partial class RelativePositions {
    const int Width = 27, Heads = 3, Head = Width / Heads, Context = 90;
    readonly Linear query = new(Width, Width), key = new(Width, Width), value = new(Width, Width), projection = new(Width, Width);
    readonly ShawPositions positions = new(Head, reach: 4);
    readonly LayerNorm attentionNorm = new(Width), feedForwardNorm = new(Width);
    readonly FeedForward feedForward = new(Width, hidden: 40, Activation.Relu);
    readonly Cache keys = new(Context), values = new(Context);

    /// <summary>Tokens' vectors through one layer of the encoder.</summary>
    [Entry]
    public Tensor Encode([Shape("Time", Width)] Tensor x) => Layer(x, positions.Attend(Split(query[x]), Split(key[x]), Split(value[x])));

    /// <summary>Tokens' vectors through the same layer, seeing only what came before.</summary>
    [Entry]
    public Tensor Decode([Shape("Time", Width)] Tensor x) =>
        Layer(x, positions.Attend(Split(query[x]), keys.Append(Split(key[x])), values.Append(Split(value[x])), Masks.Causal));

    Tensor Layer(Tensor x, Tensor mixed) {
        Tensor h = attentionNorm[x + projection[Reshape(mixed, x.Shape[0], Width)]];
        return feedForwardNorm[h + feedForward[h]];
    }

    static Tensor Split(Tensor x) => Reshape(x, x.Shape[0], Heads, Head);
}
