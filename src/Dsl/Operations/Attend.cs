using System;

namespace Sinter;

public static partial class Operations {
    /// <summary>
    /// Attention (Vaswani et al., arXiv:1706.03762) with grouped heads (Ainslie et al., arXiv:2305.13245):
    /// softmax over the keys of scale * query . key, times the values. Consecutive query heads share a key head.
    /// </summary>
    /// <param name="query">[Time, heads, D], at <see cref="Positions"/>.</param>
    /// <param name="key">[keys, groups, D] at positions 0, 1, ...; the groups divide the heads.</param>
    /// <param name="value">[keys, groups, E]</param>
    /// <param name="score">
    /// Maps the scaled scores [groups, heads / groups, Time, keys] and the positions i [Time, 1] of queries and
    /// j [1, keys] of keys to the scores that softmax takes.
    /// </param>
    /// <param name="mask">Maps the positions i and j to whether the query at i sees the key at j; at least one for each query.</param>
    /// <param name="scale">1 / sqrt(D) when null.</param>
    /// <returns>[Time, heads, E]</returns>
    /// <exception cref="ShapeException">The heads, widths or numbers of keys do not fit.</exception>
    public static Tensor Attend(
        Tensor query,
        Tensor key,
        Tensor value,
        Func<Tensor, Tensor, Tensor, Tensor>? score = null,
        Func<Tensor, Tensor, Tensor>? mask = null,
        float? scale = null) {
        if (query.Shape.Rank != 3 || key.Shape.Rank != 3 || value.Shape.Rank != 3) {
            throw new ShapeException("attend", $"expected [Time, heads, width] three times, found {query.Shape}, {key.Shape} and {value.Shape}");
        }
        int time = query.Shape[0];
        int heads = query.Shape[1];
        int width = query.Shape[2];
        int keys = key.Shape[0];
        int groups = key.Shape[1];
        if (heads % groups != 0) {
            throw new ShapeException("attend", $"the {groups} heads of the keys {key.Shape} do not divide the {heads} heads of the queries {query.Shape}");
        }
        Tensor grouped = Reshape(query, time, groups, heads / groups, width);
        Tensor scores = Contract("tgrd,sgd->grts", grouped, key) * (scale ?? 1f / MathF.Sqrt(width));
        Tensor i = Reshape(Positions(), time, 1);
        Tensor j = Reshape(Iota(keys), 1, keys);
        if (score != null) {
            scores = score(scores, i, j);
        }
        if (mask != null) {
            scores = Select(mask(i, j), scores, float.NegativeInfinity);
        }
        Tensor mixed = Contract("grts,sge->tgre", Softmax(scores, -1), value);
        return Reshape(mixed, time, heads, value.Shape[2]);
    }
}
