using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Contextual positions, CoPE (Golovneva et al., arXiv:2405.18719): a query counts only the keys that its gates let through. With the
/// gates g_ij = sigmoid(s_ij) of the scaled scores, the position of j as i sees it is p_ij = sum of g_il over l = j ... i, at most
/// count - 1, and the score gets q_i . e[p_ij], interpolated between whole positions. For causal attention.
/// </summary>
/// <param name="width">D, the size of a head.</param>
/// <param name="count">The number of positions.</param>
[Block]
public sealed class ContextualPositions(int width, int count) {
    readonly Weight weight = new(count, width);

    /// <summary>For <c>Operations.Attend</c> of these queries, as <c>(s, i, j) => positions.Score(query, s, i, j)</c>.</summary>
    /// <param name="query">[Time, heads, D]</param>
    /// <param name="score">[heads, Time, keys]</param>
    /// <param name="i">The positions of queries, i32 [Time, 1].</param>
    /// <param name="j">The positions of keys, i32 [1, keys].</param>
    /// <returns>[heads, Time, keys]</returns>
    public Tensor Score(Tensor query, Tensor score, Tensor i, Tensor j) {
        (int heads, int time, int keys) = (score.Shape[0], score.Shape[1], score.Shape[2]);
        Tensor gates = Select(j <= i, Sigmoid(score), 0f);
        // The sum from j on is the whole less what came before j.
        Tensor upTo = CumulativeSum(gates, 2);
        Tensor position = Minimum(Sum(gates, 2, keep: true) - upTo + gates, count - 1f);
        Tensor whole = Contract("thd,pd->htp", query, weight);
        // Interpolation between neighbours weighs position n by max(0, 1 - |p - n|).
        Tensor bias = Broadcast(0f, heads, time, keys);
        for (int n = 0; n < count; n++) {
            bias += Slice(whole, 2, n, 1) * Maximum(1f - Abs(position - (float)n), 0f);
        }
        return score + bias;
    }
}
