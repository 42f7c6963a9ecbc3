using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Your Transformer May Not be as Powerful as You Expect" (Luo et al., URPE, arXiv:2205.13401, 2022).
/// Relative positions that act inside the softmax cannot tell equal tokens apart, whatever the depth, because its rows sum to one. The
/// remedy multiplies after it by a learned function of the offset: out = (softmax(Q K^T / sqrt(d) + B) * C) V, with
/// B_ij = b_(j-i) and C_ij = c_(j-i).
/// </summary>
[Model]
[Symbol("Time", 1, 60)]
public partial class UniversalRelativePositions {
    readonly UniversalLayer[] layers = [new(width: 21, heads: 3, context: 60, hidden: 32), new(width: 21, heads: 3, context: 60, hidden: 32)];

    /// <summary>Tokens' vectors through two layers with the multiplier C.</summary>
    [Entry]
    public Tensor Universal([Shape("Time", 21)] Tensor x) => layers[1].Forward(layers[0].Forward(x, true), true);

    /// <summary>Tokens' vectors through the same layers without it.</summary>
    [Entry]
    public Tensor Limited([Shape("Time", 21)] Tensor x) => layers[1].Forward(layers[0].Forward(x, false), false);
}

/// <summary>A pre-norm layer with two tables of the offset -(context - 1) ... context - 1 for each head.</summary>
[Block]
public sealed class UniversalLayer(int width, int heads, int context, int hidden) {
    readonly Linear query = new(width, width), key = new(width, width), value = new(width, width), output = new(width, width);
    readonly Weight bias = new(heads, 2 * context - 1), multiplier = new(heads, 2 * context - 1);
    readonly LayerNorm attentionNorm = new(width), feedForwardNorm = new(width);
    readonly FeedForward feedForward = new(width, hidden, Activation.Gelu);

    /// <summary>The layer's output, with the multiplier or without.</summary>
    public Tensor Forward(Tensor x, bool multiplies) {
        int time = x.Shape[0], head = width / heads;
        Tensor normal = attentionNorm[x];
        Tensor q = Reshape(query[normal], time, heads, head), k = Reshape(key[normal], time, heads, head), v = Reshape(value[normal], time, heads, head);
        Tensor offset = Reshape(Iota(time), 1, time) - Reshape(Iota(time), time, 1) + (context - 1);
        Tensor weights = Softmax(Contract("thd,shd->hts", q, k) / Sqrt((float)head) + Gather(bias, offset, 1), -1);
        // The multiplier goes to the values of each pair, so that the weights are never stored.
        Tensor mixed = multiplies
            ? Contract("hts,htse->the", weights, InsertAxis(Gather(multiplier, offset, 1), 3) * InsertAxis(Transpose(v, 1, 0, 2), 1))
            : Contract("hts,she->the", weights, v);
        Tensor h = x + output[Reshape(mixed, time, width)];
        return h + feedForward[feedForwardNorm[h]];
    }
}
