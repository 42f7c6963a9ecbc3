using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Parallelizing Linear Transformers with the Delta Rule over Sequence Length" (Yang, Wang, Zhang, Shen and Kim, 2024).
/// S_t = S_(t-1) (I - b_t k_t k_t^T) + b_t v_t k_t^T, o_t = S_t q_t; a chunk is a few products by the WY form with
/// T = (I + tril(diag(b) K K^T, -1))^-1 diag(b). Between two such layers one attends to a sliding window, as in the paper's hybrids.
/// </summary>
[Model, Symbol("Time", 1, 44)]
public partial class DeltaNet {
    readonly RmsNorm[] norms = [new(14), new(14), new(14), new(14)];
    readonly DeltaRule first = new(14, 2), second = new(14, 2);
    readonly Attention window = new(14, context: 44, heads: 2, window: 5);
    readonly FeedForward feedForward = new(14, 23, gated: true);

    /// <summary>Any number of rows, one after the other.</summary>
    [Entry] public Tensor Forward([Shape("Time", 14)] Tensor x) {
        Tensor h = x + first[norms[0][x]];
        h += window[norms[1][h]];
        h += second[norms[2][h]];
        return h + feedForward[norms[3][h]];
    }

    /// <summary>The layers of the delta rule alone: row by row, and a chunk of 11 rows at once, from and to the same states.</summary>
    [Entry] public Tensor Steps([Shape("Time", 14)] Tensor x) => second[norms[2][first[norms[0][x]]]];
    [Entry] public Tensor Chunk([Shape(11, 14)] Tensor x) => second.Chunk(norms[2][first.Chunk(norms[0][x])]);
}
