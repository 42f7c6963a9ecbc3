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
    /// Maps the scaled scores [heads, Time, keys] and the positions i [Time, 1] of queries and j [1, keys] of keys to the
    /// scores that softmax takes.
    /// </param>
    /// <param name="mask">Maps the positions i and j to whether the query at i sees the key at j; at least one for each query.</param>
    /// <param name="scale">1 / sqrt(D) when null.</param>
    /// <param name="sinks">
    /// [heads]: the score of a further key that every query sees and whose value is zero, so that a head may attend to nothing (Xiao et
    /// al., arXiv:2309.17453); zeros give the softmax whose denominator is off by one. The key is not counted in j.
    /// </param>
    /// <param name="weigh">
    /// Maps the probabilities [heads, Time, keys] and the positions i and j to what the values are multiplied with; a sink is at j = -1. What changes a
    /// query's row as a whole is cheaper done to the result: with this the probabilities are stored.
    /// </param>
    /// <returns>[Time, heads, E]</returns>
    /// <exception cref="ShapeException">The heads, widths or numbers of keys do not fit.</exception>
    public static Tensor Attend(
        Tensor query,
        Tensor key,
        Tensor value,
        Func<Tensor, Tensor, Tensor, Tensor>? score = null,
        Func<Tensor, Tensor, Tensor>? mask = null,
        float? scale = null,
        Tensor? sinks = null,
        Func<Tensor, Tensor, Tensor, Tensor>? weigh = null) {
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
        // The sink is a key of its own before all others, so that one softmax takes it in.
        int sunk = sinks is null ? 0 : 1;
        if (sinks is not null) {
            if (sinks.Shape.Rank != 1 || sinks.Shape[0] != heads) {
                throw new ShapeException("attend", $"expected a sink for each of the {heads} heads of the queries {query.Shape}, found {sinks.Shape}");
            }
            key = Pad(key, 0, 1, 0);
            value = Pad(value, 0, 1, 0);
        }
        int columns = keys + sunk;
        Tensor grouped = Reshape(query, time, groups, heads / groups, width);
        Tensor scores = Contract("tgrd,sgd->grts", grouped, key) * (scale ?? 1f / MathF.Sqrt(width));
        // Where nobody asks for positions there need be none, and the rows may be those of any axis.
        Tensor i = Reshape(score == null && mask == null && weigh == null ? Iota(time) : Positions(), time, 1);
        Tensor j = Reshape(Iota(columns), 1, columns);
        if (sunk > 0) {
            j = j - sunk;
        }
        if (score != null) {
            Tensor scored = score(Reshape(scores, heads, time, columns), i, j);
            scores = Reshape(scored, groups, heads / groups, time, columns);
        }
        if (mask != null) {
            scores = Select(sunk == 0 ? mask(i, j) : mask(i, j) | j < 0, scores, float.NegativeInfinity);
        }
        if (sinks is not null) {
            scores = Select(j < 0, Reshape(sinks, groups, heads / groups, 1, 1), scores);
        }
        Tensor probabilities = Softmax(scores, -1);
        if (weigh != null) {
            Tensor weighed = weigh(Reshape(probabilities, heads, time, columns), i, j);
            probabilities = Reshape(weighed, groups, heads / groups, time, columns);
        }
        Tensor mixed = Contract("grts,sge->tgre", probabilities, value);
        return Reshape(mixed, time, heads, value.Shape[2]);
    }

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
        Func<Tensor, Tensor, Tensor, Tensor>? weigh = null) {
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
            weigh);
        return Reshape(mixed, query.Shape[0], heads * valueWidth);
    }
}
