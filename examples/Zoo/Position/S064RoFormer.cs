using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "RoFormer: Enhanced Transformer with Rotary Position Embedding" (Su et al., arXiv:2104.09864, 2021).
/// Pair k of queries and keys at position m is turned by m theta_k, theta_k = 10000^(-2k/d), written R_m, so that (R_m q).(R_n k) depends
/// on m - n alone. In linear attention only the numerator turns:
/// o_m = sum_n (R_m phi(q_m)).(R_n phi(k_n)) v_n / sum_n phi(q_m).phi(k_n), phi(x) = elu(x) + 1.
/// </summary>
[Model]
[Symbol("Time", 1, 90)]
public partial class RoFormer {
    const int Width = 30, Heads = 3, Head = Width / Heads, Context = 90;
    readonly Linear query = new(Width, Width), key = new(Width, Width), value = new(Width, Width), projection = new(Width, Width);
    readonly Rotary rotary = new(Head, order: RotaryOrder.Interleaved);
    readonly LayerNorm attentionNorm = new(Width), feedForwardNorm = new(Width);
    readonly FeedForward feedForward = new(Width, hidden: 41, Activation.Gelu);
    readonly Cache keys = new(Context), values = new(Context);

    /// <summary>Tokens' vectors through one layer of causal softmax attention.</summary>
    [Entry]
    public Tensor Decode([Shape("Time", Width)] Tensor x) =>
        Layer(x, Attend(rotary[Split(query[x])], keys.Append(rotary[Split(key[x])]), values.Append(Split(value[x])), mask: Masks.Causal));

    /// <summary>Tokens' vectors through one layer of linear attention, every token seeing all.</summary>
    [Entry]
    public Tensor Encode([Shape("Time", Width)] Tensor x) {
        Tensor q = Positive(Split(query[x])), k = Positive(Split(key[x]));
        Tensor memory = Contract("nhd,nhe->hde", rotary[k], Split(value[x]));
        Tensor weight = Contract("nhd,hd->nh", q, Sum(k, 0));
        return Layer(x, Contract("nhd,hde->nhe", rotary[q], memory) / InsertAxis(weight, 2));
    }

    // Normalised after each part, as in BERT.
    Tensor Layer(Tensor x, Tensor mixed) {
        Tensor h = attentionNorm[x + projection[Reshape(mixed, x.Shape[0], Width)]];
        return feedForwardNorm[h + feedForward[h]];
    }

    static Tensor Split(Tensor x) => Reshape(x, x.Shape[0], Heads, Head);

    static Tensor Positive(Tensor x) => Select(x > 0f, x + 1f, Exp(Minimum(x, 0f)));
}
