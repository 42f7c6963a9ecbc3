using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Sinter.Rasp.Weights;

/// <summary>Hits that depend on the categories of one key and one query.</summary>
sealed record PairTable(Categorical Keys, Categorical Queries, bool[,] Hits) {
    /// <summary>Whether a query hits several categories of keys.</summary>
    public bool HasSeveralKeys { get; } = Enumerable.Range(0, Hits.GetLength(1)).Any(query => CountOf(Hits, query, ofQuery: true) > 1);

    /// <summary>Whether a category of keys is hit by several of queries.</summary>
    public bool HasSeveralQueries { get; } = Enumerable.Range(0, Hits.GetLength(0)).Any(key => CountOf(Hits, key, ofQuery: false) > 1);

    /// <summary>Categories of keys that are hit alike, and of queries that hit alike; without those of no hit.</summary>
    public (ImmutableArray<int[]> Keys, ImmutableArray<int[]> Queries) Groups { get; } = (Alike(Hits, ofKeys: true), Alike(Hits, ofKeys: false));

    static int CountOf(bool[,] hits, int at, bool ofQuery) {
        int count = 0;
        for (int other = 0; other < hits.GetLength(ofQuery ? 0 : 1); other++) {
            count += (ofQuery ? hits[other, at] : hits[at, other]) ? 1 : 0;
        }
        return count;
    }

    static ImmutableArray<int[]> Alike(bool[,] hits, bool ofKeys) {
        char[] pattern = new char[hits.GetLength(ofKeys ? 1 : 0)];
        var groups = new List<List<int>>();
        var known = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (int category = 0; category < hits.GetLength(ofKeys ? 0 : 1); category++) {
            for (int other = 0; other < pattern.Length; other++) {
                pattern[other] = (ofKeys ? hits[category, other] : hits[other, category]) ? '1' : '0';
            }
            if (Array.IndexOf(pattern, '1') < 0) {
                continue;
            }
            string text = new(pattern);
            if (!known.TryGetValue(text, out List<int>? group)) {
                groups.Add(group = []);
                known.Add(text, group);
            }
            group.Add(category);
        }
        return [.. groups.Select(group => group.ToArray())];
    }
}

/// <summary>Which of the keys that a query hits it prefers: the one of the highest rank, whose ranks are whole numbers from 0.</summary>
sealed record Ranks(ImmutableArray<(Categorical Keys, double[] Ranks)> OfKeys, double[,]? OfPositions, double Top) {
    public static Ranks None { get; } = new([], null, 0);
}

/// <summary>A head for a conjunction of tables, steep enough for the maximum length and for the errors of what it reads.</summary>
sealed record HeadPlan(Head Head, int Ready, double LogitError, double Leak) {
    // What the rest position's own row may be off.
    const double OfRest = 1e-6;
    const double Largest = 2048;

    /// <summary>The weight of a count's rest position: near half the positions, where counts lie farthest apart.</summary>
    public static double RestWeight(int length) => Math.Max(1, length / 2.0);

    /// <param name="lowering">The program.</param>
    /// <param name="tables">All of them have to hit.</param>
    /// <param name="ranks">Which hit is preferred; all alike where there are no ranks.</param>
    /// <param name="counts">Whether the rest position takes part, with a weight of its own; else it gets all where nothing is hit.</param>
    /// <param name="positions">The positions, where ranks are of pairs of them.</param>
    /// <param name="isPrecise">Whether its errors may be; else one more MLP makes what it reads 0 or 1 again, before.</param>
    public static HeadPlan Of(Lowering lowering, IReadOnlyList<PairTable> tables, Ranks ranks, bool counts, Categorical? positions, Func<HeadPlan, bool> isPrecise) {
        // What the hits share evenly hangs on their logits too; what one hit has, on the others' only.
        HeadPlan plan = Best(lowering, tables, ranks, counts, positions, isPrecise);
        return isPrecise(plan) ? plan : Best(
            lowering,
            [.. tables.Select(table => table with { Keys = lowering.Restored(table.Keys), Queries = lowering.Restored(table.Queries) })],
            ranks with { OfKeys = [.. ranks.OfKeys.Select(ranked => (lowering.Restored(ranked.Keys), ranked.Ranks))] },
            counts,
            positions,
            isPrecise);
    }

    // The steepest that is precise enough, and else that of the least errors.
    static HeadPlan Best(Lowering lowering, IReadOnlyList<PairTable> tables, Ranks ranks, bool counts, Categorical? positions, Func<HeadPlan, bool> isPrecise) {
        bool isExact = !lowering.Precision.LayerNorm && tables.All(table => table.Keys.IsExact && table.Queries.IsExact) && ranks.OfKeys.All(ranked => ranked.Keys.IsExact);
        var plans = new List<HeadPlan>();
        for (double separation = lowering.Precision.Separation; separation >= 8; separation -= 2) {
            HeadPlan plan = With(lowering, tables, ranks, counts, positions, separation, isExact);
            if (isExact || isPrecise(plan)) {
                return plan;
            }
            plans.Add(plan);
        }
        return plans.MinBy(plan => plan.LogitError + plan.Leak)!;
    }

    static HeadPlan With(Lowering lowering, IReadOnlyList<PairTable> tables, Ranks ranks, bool counts, Categorical? positions, double separation, bool isExact) {
        double step = separation + 1;
        double hit = counts ? separation + Math.Ceiling(Math.Log(RestWeight(lowering.Options.MaximumLength))) + 1 : (step * ranks.Top) + (2 * separation);
        double token = -Math.Max(0, tables.Count - 1) * hit;
        List<PairLogits> pairs = [.. tables.Select(table => Grouped(lowering, table, hit))];
        if (tables.Count == 0) {
            // Asked by tokens only: the rest position attends to itself, or it would hold a value of the program.
            pairs.Add(new PairLogits([[lowering.Network.Token]], [[lowering.Network.Token]], new[,] { { hit } }));
        }
        if (ranks.OfPositions is { } ofPositions) {
            double[,] logits = (double[,])ofPositions.Clone();
            for (int key = 0; key < logits.GetLength(0); key++) {
                for (int query = 0; query < logits.GetLength(1); query++) {
                    logits[key, query] *= step;
                }
            }
            pairs.Add(new PairLogits(positions!.Slots, positions.Slots, logits));
        }
        var keys = new List<Term>();
        double rankError = 0;
        foreach ((Categorical reading, double[] of) in ranks.OfKeys) {
            keys.AddRange(reading.Slots.SelectMany((group, category) => group.Select(slot => new Term(slot, step * of[category]))));
            rankError += step * of.Max() * (reading.Hot + reading.ColdSum);
        }
        double largest = (Math.Max(1, tables.Count) * hit) + (step * ranks.Top) + Math.Abs(token);
        double rounding = isExact && largest < Largest ? 0 : (4 * Precision.Rounding * largest) + OfSums(lowering.Precision, pairs, keys, largest + hit + Math.Abs(token));
        // A norm scales a whole row alike, whatever a logit is the sum of: that of the key counts, that of the query all logits share.
        double ofHits = rounding + rankError + (2 * lowering.Precision.OfNorm * (hit + (step * ranks.Top) + 8)) + tables.Sum(table => hit * ErrorOfHits(table, 1.5 * lowering.Precision.OfNorm));
        double ofMisses = (4 * lowering.Precision.OfNorm * largest) + rounding + rankError + tables.Sum(table => hit * (table.Keys.Hot + table.Queries.Hot + table.Keys.ColdSum + table.Queries.ColdSum));
        double rest = counts ? Math.Log(RestWeight(lowering.Options.MaximumLength)) : -separation;
        double below = counts ? hit : separation;
        double leak = (lowering.Options.MaximumLength + 1) * Math.Exp(-below + (2 * ofMisses) + OfRest);
        var head = new Head {
            Pairs = [.. pairs],
            KeyLogits = [.. keys],
            TokenLogit = token,
            Hit = hit,
            Rest = rest,
            Padding = -largest - (2 * separation),
        };
        int ready = tables.SelectMany(table => new[] { table.Keys.Ready, table.Queries.Ready }).Concat(ranks.OfKeys.Select(ranked => ranked.Keys.Ready)).DefaultIfEmpty().Max();
        return new HeadPlan(head, ready, ofHits + OfRest, leak);
    }

    // Of a logit, by layer normalisation: the rounding of sums of what is not quite 0.
    static double OfSums(Precision precision, List<PairLogits> pairs, List<Term> keys, double largest) {
        if (!precision.LayerNorm) {
            return 0;
        }
        double noise = precision.Noise(keys.Count + 3, keys.Sum(term => Math.Abs(term.Factor)) + (3 * largest), largest);
        foreach (PairLogits pair in pairs) {
            bool byKeys = pair.Keys.Length <= pair.Queries.Length;
            ImmutableArray<ImmutableArray<Slot>> single = byKeys ? pair.Keys : pair.Queries, summed = byKeys ? pair.Queries : pair.Keys;
            double most = pair.Logits.Cast<double>().Max(Math.Abs), ofSums = 0;
            for (int row = 0; row < single.Length; row++) {
                double weights = Enumerable.Range(0, summed.Length).Sum(other => summed[other].Length * Math.Abs(byKeys ? pair.Logits[row, other] : pair.Logits[other, row]));
                ofSums = Math.Max(ofSums, precision.Noise(summed.Sum(group => group.Length), weights, most));
            }
            double ofSingles = single.Sum(group => precision.Noise(group.Length, group.Length, 0)) + precision.Noise(single.Max(group => group.Length), 0, 1);
            noise += (1.5 * ofSums) + (2 * most * ofSingles);
        }
        // Adding what is nearly 0 to a large sum is off by that at most.
        return (2 * noise) + ((8 + pairs.Count) * Precision.Rounding * largest);
    }

    // Of the logit of a hit, in units of the logit, without what a norm adds to a slot that is 1: errors of slots that are 0
    // count where the table has other hits.
    static double ErrorOfHits(PairTable table, double norm) {
        double keys = Math.Max(0, table.Keys.Hot - norm), queries = Math.Max(0, table.Queries.Hot - norm);
        return keys + queries + (keys * queries) + (table.Keys.ColdSum * table.Queries.ColdSum)
            + (table.HasSeveralKeys ? table.Keys.ColdSum : 0) + (table.HasSeveralQueries ? table.Queries.ColdSum : 0);
    }

    // Categories that hit alike share a dimension of the head.
    static PairLogits Grouped(Lowering lowering, PairTable table, double hit) {
        (ImmutableArray<int[]> rows, ImmutableArray<int[]> columns) = table.Groups;
        double[,] logits = new double[rows.Length, columns.Length];
        for (int row = 0; row < rows.Length; row++) {
            for (int column = 0; column < columns.Length; column++) {
                logits[row, column] = table.Hits[rows[row][0], columns[column][0]] ? hit : 0;
            }
        }
        return new PairLogits([.. rows.Select(group => Slots(lowering, table.Keys, group))], [.. columns.Select(group => Slots(lowering, table.Queries, group))], logits);
    }

    static ImmutableArray<Slot> Slots(Lowering lowering, Categorical reading, int[] categories) =>
        reading.IsConstant ? [lowering.Network.Token] : [.. categories.SelectMany(category => reading.Slots[category])];
}
