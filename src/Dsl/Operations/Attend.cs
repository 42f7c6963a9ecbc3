using System;

namespace Sinter;

public static partial class Operations {
    /// <summary>
    /// Attention (Vaswani et al., arXiv:1706.03762) with grouped heads (Ainslie et al., arXiv:2305.13245):
    /// softmax over the keys of scale * query . key, times the values. Consecutive query heads share a key head.
    /// </summary>
    /// <param name="query">[Time, heads, D], at <see cref="Positions"/>; or [batch, Time, heads, D].</param>
    /// <param name="key">[keys, groups, D] at positions 0, 1, ...; the groups divide the heads. With a batch if the queries have one.</param>
    /// <param name="value">[keys, groups, E], with a batch if the queries have one.</param>
    /// <param name="score">
    /// Maps the scaled scores [heads, Time, keys], with the batch before, and the positions i [Time, 1] of queries and j [1, keys] of keys to
    /// the scores that softmax takes.
    /// </param>
    /// <param name="mask">
    /// Maps the positions i and j to whether the query at i sees the key at j, broadcast to the scores; at least one for each query.
    /// </param>
    /// <param name="scale">1 / sqrt(D) when null.</param>
    /// <param name="sinks">
    /// [heads]: the score of a further key that every query sees and whose value is zero, so that a head may attend to nothing (Xiao et
    /// al., arXiv:2309.17453); zeros give the softmax whose denominator is off by one. The functions are not asked about it.
    /// </param>
    /// <param name="weigh">
    /// Maps the probabilities [heads, Time, keys], with the batch before, and the positions i and j to what the values are multiplied with, each
    /// by itself. What changes a query's row as a whole is cheaper done to the result: with this the scores are computed twice, as a
    /// probability is known only after all scores of its row; they are never stored.
    /// </param>
    /// <param name="pairKeys">
    /// Maps the positions i and j to what is added to the key at j for the query at i, [Time, keys, groups, D] or with 1 in place of the
    /// groups: relative positions in keys. It is made where it is needed, never stored.
    /// </param>
    /// <param name="positions">
    /// [Time]: the positions of the queries, which the functions get as i; <see cref="Positions"/> when null. With them the first axis need not be Time.
    /// </param>
    /// <returns>[Time, heads, E], with the batch before.</returns>
    /// <exception cref="ShapeException">The heads, widths, batches or numbers of keys do not fit.</exception>
    public static Tensor Attend(
        Tensor query,
        Tensor key,
        Tensor value,
        Func<Tensor, Tensor, Tensor, Tensor>? score = null,
        Func<Tensor, Tensor, Tensor>? mask = null,
        float? scale = null,
        Tensor? sinks = null,
        Func<Tensor, Tensor, Tensor, Tensor>? weigh = null,
        Func<Tensor, Tensor, Tensor>? pairKeys = null,
        Tensor? positions = null) {
        int rank = query.Shape.Rank;
        if (rank is < 3 or > 4 || key.Shape.Rank != rank || value.Shape.Rank != rank) {
            throw new ShapeException("attend", $"expected [Time, heads, width] three times, with a batch before or without, found {query.Shape}, {key.Shape} and {value.Shape}");
        }
        int[] batch = rank == 4 ? [query.Shape[0]] : [];
        int time = query.Shape[-3];
        int heads = query.Shape[-2];
        int width = query.Shape[-1];
        int keys = key.Shape[-3];
        int groups = key.Shape[-2];
        if (heads % groups != 0) {
            throw new ShapeException("attend", $"the {groups} heads of the keys {key.Shape} do not divide the {heads} heads of the queries {query.Shape}");
        }
        if (sinks is not null && (sinks.Shape.Rank != 1 || sinks.Shape[0] != heads)) {
            throw new ShapeException("attend", $"expected a sink for each of the {heads} heads of the queries {query.Shape}, found {sinks.Shape}");
        }
        int[] grouped = [.. batch, groups, heads / groups, time, keys];
        int[] flat = [.. batch, heads, time, keys];
        Tensor rows = Reshape(query, [.. batch, time, groups, heads / groups, width]);
        float factor = scale ?? 1f / MathF.Sqrt(width);
        Tensor? plain = pairKeys == null ? Contract(rank == 4 ? "btgrd,bsgd->bgrts" : "tgrd,sgd->grts", rows, key) * factor : null;
        // Where nobody asks for positions there need be none, and the rows may be those of any axis.
        Tensor i = Reshape(positions ?? (score == null && mask == null && weigh == null && pairKeys == null ? Iota(time) : Positions()), time, 1);
        Tensor j = Reshape(Iota(keys), 1, keys);
        Tensor scores = plain ?? Contract(rank == 4 ? "btgrd,btsgd->bgrts" : "tgrd,tsgd->grts", rows, InsertAxis(key, rank - 3) + pairKeys!(i, j)) * factor;
        if (score != null) {
            scores = Reshape(score(Reshape(scores, flat), i, j), grouped);
        }
        if (mask != null) {
            Tensor sees = mask(i, j);
            // A mask that differs from head to head or in the batch speaks of the heads side by side.
            scores = sees.Shape.Rank > 2
                ? Reshape(Select(sees, Reshape(scores, flat), float.NegativeInfinity), grouped)
                : Select(sees, scores, float.NegativeInfinity);
        }
        Tensor probabilities = sinks is null ? Softmax(scores, -1) : SoftmaxWithSinks(scores, -1, InBatch(Reshape(sinks, groups, heads / groups, 1, 1), rank));
        if (weigh != null) {
            probabilities = Reshape(weigh(Reshape(probabilities, flat), i, j), grouped);
        }
        Tensor mixed = Contract(rank == 4 ? "bgrts,bsge->btgre" : "grts,sge->tgre", probabilities, value);
        return Reshape(mixed, [.. batch, time, heads, value.Shape[-1]]);
    }

    static Tensor InBatch(Tensor sinks, int rank) => rank == 4 ? InsertAxis(sinks, 0) : sinks;

    /// <summary>Attention on vectors that hold their heads side by side; see the other form for the equation and the functions.</summary>
    /// <param name="query">[Time, heads * D]</param>
    /// <param name="key">[keys, groups * D]</param>
    /// <param name="value">[keys, groups * E]</param>
    /// <param name="heads">The number of heads of the queries.</param>
    /// <param name="score">Changes the scores; null leaves them.</param>
    /// <param name="mask">Says which keys a query sees; null shows all.</param>
    /// <param name="scale">1 / sqrt(D) when null.</param>
    /// <param name="sinks">[heads]: the scores of keys without a value; null for none.</param>
    /// <param name="weigh">Changes the probabilities; null leaves them.</param>
    /// <param name="pairKeys">What is added to the keys of a pair, [Time, keys, groups, D]; null for nothing.</param>
    /// <param name="positions">The positions of the queries, [Time]; <see cref="Positions"/> when null.</param>
    /// <returns>[Time, heads * E]</returns>
    /// <exception cref="ShapeException">The heads or widths do not fit.</exception>
    public static Tensor Attend(
        Tensor query,
        Tensor key,
        Tensor value,
        int heads,
        Func<Tensor, Tensor, Tensor, Tensor>? score = null,
        Func<Tensor, Tensor, Tensor>? mask = null,
        float? scale = null,
        Tensor? sinks = null,
        Func<Tensor, Tensor, Tensor, Tensor>? weigh = null,
        Func<Tensor, Tensor, Tensor>? pairKeys = null,
        Tensor? positions = null) {
        if (query.Shape.Rank != 2 || key.Shape.Rank != 2 || value.Shape.Rank != 2) {
            throw new ShapeException("attend", $"expected [Time, heads * width] three times, found {query.Shape}, {key.Shape} and {value.Shape}");
        }
        if (heads < 1 || query.Shape[1] % heads != 0) {
            throw new ShapeException("attend", $"{heads} heads do not divide the queries {query.Shape}");
        }
        int width = query.Shape[1] / heads;
        if (key.Shape[1] % width != 0) {
            throw new ShapeException("attend", $"the keys {key.Shape} do not hold whole heads of {width}");
        }
        int groups = key.Shape[1] / width;
        if (groups == 0 || value.Shape[1] % groups != 0) {
            throw new ShapeException("attend", $"the {groups} heads of the keys {key.Shape} do not divide the values {value.Shape}");
        }
        int valueWidth = value.Shape[1] / groups;
        Tensor mixed = Attend(
            Reshape(query, query.Shape[0], heads, width),
            Reshape(key, key.Shape[0], groups, width),
            Reshape(value, value.Shape[0], groups, valueWidth),
            score,
            mask,
            scale,
            sinks,
            weigh,
            pairKeys,
            positions);
        return Reshape(mixed, query.Shape[0], heads * valueWidth);
    }
}
