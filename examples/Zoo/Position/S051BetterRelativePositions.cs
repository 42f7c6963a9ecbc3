using System;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Improve Transformer Models with Better Relative Position Embeddings" (Huang et al., arXiv:2009.13658, 2020).
/// Four ways to score, with c = clip(j - i, -k, k): (q_i . k_j) a_|c|; (q_i . k_j) a_c; sum of q_i * k_j * a_c with a vector a_c; and
/// q_i . k_j + q_i . a_c + k_j . a_c; all divided by sqrt(d).
/// </summary>
[Model]
[Symbol("Time", 1, 60)]
public partial class BetterRelativePositions {
    const int Width = 20, Heads = 4, Head = Width / Heads, Reach = 6;
    readonly Linear query = new(Width, Width), key = new(Width, Width), value = new(Width, Width), projection = new(Width, Width);
    readonly Weight distance = new(Reach + 1), offset = new(2 * Reach + 1), factors = new(2 * Reach + 1, Head), terms = new(2 * Reach + 1, Head);
    readonly LayerNorm attentionNorm = new(Width), feedForwardNorm = new(Width);
    readonly FeedForward feedForward = new(Width, hidden: 33, Activation.Relu);

    /// <summary>Tokens' vectors through one layer, with a factor for each distance.</summary>
    [Entry]
    public Tensor First([Shape("Time", Width)] Tensor x) => Layer(x, (q, k, c) => Contract("thd,shd->hts", q, k) * Gather(distance, Abs(c), 0));

    /// <summary>With a factor for each offset.</summary>
    [Entry]
    public Tensor Second([Shape("Time", Width)] Tensor x) => Layer(x, (q, k, c) => Contract("thd,shd->hts", q, k) * Gather(offset, c + Reach, 0));

    /// <summary>With a product of three vectors.</summary>
    [Entry]
    public Tensor Third([Shape("Time", Width)] Tensor x) =>
        Layer(x, (q, k, c) => Contract("thd,tshd->hts", q, InsertAxis(k, 0) * InsertAxis(Gather(factors, c + Reach, 0), 2)));

    /// <summary>With the products of all pairs of query, key and offset.</summary>
    [Entry]
    public Tensor Fourth([Shape("Time", Width)] Tensor x) => Layer(x, (q, k, c) => {
        Tensor pair = Gather(terms, c + Reach, 0);
        return Contract("thd,tshd->hts", q, InsertAxis(k, 0) + InsertAxis(pair, 2)) + Contract("shd,tsd->hts", k, pair);
    });

    // Normalised after each part.
    Tensor Layer(Tensor x, Func<Tensor, Tensor, Tensor, Tensor> score) {
        int time = x.Shape[0];
        Tensor clipped = Minimum(Maximum(Reshape(Iota(time), 1, time) - Reshape(Iota(time), time, 1), -Reach), Reach);
        Tensor scores = score(Split(query[x]), Split(key[x]), clipped) * (1f / MathF.Sqrt(Head));
        Tensor mixed = Contract("hts,shd->thd", Softmax(scores, -1), Split(value[x]));
        Tensor h = attentionNorm[x + projection[Reshape(mixed, time, Width)]];
        return feedForwardNorm[h + feedForward[h]];
    }

    static Tensor Split(Tensor x) => Reshape(x, x.Shape[0], Heads, Head);
}
