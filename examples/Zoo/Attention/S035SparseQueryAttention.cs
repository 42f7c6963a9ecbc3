using Sinter;
using Sinter.Blocks;

namespace Zoo;

/// <summary>
/// "Sparse Query Attention (SQA): A Computationally Efficient Attention Mechanism with Query Heads Reduction" (Filipek, arXiv:2510.01817, 2025).
/// A width of H heads keeps only H_q of them for queries and H_kv for keys and values: o_h = softmax(q_h k_g(h)^T / sqrt(d)) v_g(h) for
/// h = 1 .. H_q, and the output matrix maps H_q d back to the width. Scores and mixing cost H_q / H of multi-head attention.
/// </summary>
[Model]
[Symbol("Time", 1, 80)]
public partial class SparseQueryAttention {
    // Seven heads of four would fill the width of 28.
    readonly DecoderLayer layer = new(
        new Attention(width: 28, context: 80, heads: 4, keyValueHeads: 2, headWidth: 4, theta: 10_000f),
        new FeedForward(28, hidden: 45, gated: true),
        new Normalization(Norm.Rms, 28),
        new Normalization(Norm.Rms, 28));

    /// <summary>Tokens' vectors through one layer.</summary>
    [Entry]
    public Tensor Decode([Shape("Time", 28)] Tensor x) => layer[x];
}
