using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Relative positions in keys and values (Shaw, Uszkoreit and Vaswani, arXiv:1803.02155): with c = clip(j - i, -reach, reach),
/// score_ij = q_i . (k_j + aK_c) / sqrt(D) and out_i = sum_j softmax_ij (v_j + aV_c). All heads share the two tables.
/// </summary>
/// <param name="width">D, the size of a head.</param>
/// <param name="reach">The largest distance that is told apart.</param>
[Block]
public sealed class ShawPositions(int width, int reach) {
    readonly Weight keys = new(2 * reach + 1, width);
    readonly Weight values = new(2 * reach + 1, width);

    /// <summary>Attention with these positions. Keys and values of pairs are made where they are needed, never stored.</summary>
    /// <param name="query">[Time, heads, D], at <see cref="Operations.Positions"/>.</param>
    /// <param name="key">[keys, groups, D] at positions 0, 1, ...; the groups divide the heads.</param>
    /// <param name="value">[keys, groups, D]</param>
    /// <param name="mask">Which keys a query sees; null shows all.</param>
    /// <returns>[Time, heads, D]</returns>
    public Tensor Attend(Tensor query, Tensor key, Tensor value, Func<Tensor, Tensor, Tensor>? mask = null) {
        (int time, int heads, int count, int groups) = (query.Shape[0], query.Shape[1], key.Shape[0], key.Shape[1]);
        Tensor i = Reshape(Positions(), time, 1);
        Tensor j = Reshape(Iota(count), 1, count);
        Tensor offset = Minimum(Maximum(j - i, -reach), reach) + reach;
        Tensor pairKeys = InsertAxis(key, 0) + InsertAxis(Gather(keys, offset, 0), 2);
        Tensor pairValues = InsertAxis(value, 0) + InsertAxis(Gather(values, offset, 0), 2);
        Tensor grouped = Reshape(query, time, groups, heads / groups, width);
        Tensor scores = Contract("tgrd,tsgd->grts", grouped, pairKeys) * (1f / MathF.Sqrt(width));
        if (mask != null) {
            scores = Select(mask(i, j), scores, float.NegativeInfinity);
        }
        return Reshape(Contract("grts,tsge->tgre", Softmax(scores, -1), pairValues), time, heads, width);
    }
}
