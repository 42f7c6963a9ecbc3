using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>
/// Chooses how a selector is computed: a gather, a histogram, prefix sums in some order, several of these joined, or all pairs. Every
/// choice gives the same hits.
/// </summary>
internal sealed class SelectorPlanning(Tensors tensors) {
    // With more conjunctions their overlaps are more than they save.
    private const int MostAlternatives = 4;

    private readonly Dictionary<string, Ranks> ranks = [];

    /// <summary>The reducer of a selector; it falls back to all pairs where its form has no answer.</summary>
    public HitReducer Of(Formula formula) {
        PairsReducer pairs = new(tensors, (key, query) => Hits(formula, key, query));
        return Alternatives.Of(formula, tensors) is { } alternatives && Of(alternatives) is { } special ? new WithFallback(tensors, special, pairs) : pairs;
    }

    /// <summary>Whether each query hits every key, whatever the input.</summary>
    public bool IsEverything(Formula formula) => Alternatives.Of(formula, tensors) is [{ IsEverything: true }];

    private HitReducer? Of(List<Conjunction> alternatives) {
        if (alternatives.Count == 0) {
            return new PointReducer(tensors, tensors.Integer(0), tensors.False);
        }
        if (alternatives.Count == 1) {
            return Of(alternatives[0]);
        }
        if (alternatives.Count > MostAlternatives) {
            return null;
        }
        HitReducer?[] parts = [.. alternatives.Select(Of)];
        List<(int, HitReducer)> overlaps = [];
        for (int set = 1; set < 1 << alternatives.Count; set++) {
            Conjunction? all = Conjunction.Everything;
            int count = 0;
            for (int i = 0; i < alternatives.Count; i++) {
                if ((set & 1 << i) != 0) {
                    all = all?.And(tensors, alternatives[i]);
                    count++;
                }
            }
            if (all is null) {
                continue;
            }
            if (Of(all) is not { } part) {
                return null;
            }
            overlaps.Add((count % 2 == 1 ? 1 : -1, part));
        }
        return parts.Any(part => part is null) ? null : new AlternativesReducer(tensors, [.. parts.OfType<HitReducer>()], overlaps);
    }

    private HitReducer? Of(Conjunction conjunction) =>
        Point(conjunction) ?? (conjunction.Rest.Count > 0 ? null : Positions(conjunction) ?? Equals(conjunction) ?? Orders(conjunction));

    // A position that the query names: whatever else must hold is asked there alone.
    private HitReducer? Point(Conjunction conjunction) {
        if (conjunction.Positions.FirstOrDefault(position => position.Signs == Signs.Equal) is not { } point) {
            return null;
        }
        int at = tensors.Minimum(tensors.Maximum(point.Bound, tensors.Integer(0)), tensors.Subtract(tensors.Length, tensors.Integer(1)));
        int isHit = tensors.And(tensors.LessEqual(tensors.Integer(0), point.Bound), tensors.Less(point.Bound, tensors.Length));
        Value There(Value value) => Leaves.Map(value, leaf => tensors.Gather(leaf, at));
        foreach (Comparison other in conjunction.Positions.Where(position => position != point).Concat<Comparison>(conjunction.Values).Concat(conjunction.Rest)) {
            isHit = tensors.And(isHit, other.Hits(There, query => query));
        }
        if (conjunction.KeyMask is { } keys) {
            isHit = tensors.And(isHit, tensors.Gather(keys, at));
        }
        return new PointReducer(tensors, at, conjunction.QueryMask is { } queries ? tensors.And(isHit, queries) : isHit);
    }

    private HitReducer? Positions(Conjunction conjunction) {
        if (conjunction.Values.Count > 0) {
            return null;
        }
        (int? from, int? to) = Interval(conjunction.Positions);
        return new RangeReducer(tensors, null, from, to) { KeyMask = conjunction.KeyMask, QueryMask = conjunction.QueryMask, IsInOrder = true, Center = tensors.Indices };
    }

    private HitReducer? Equals(Conjunction conjunction) {
        if (conjunction.Values.Any(value => value.Signs != Signs.Equal)) {
            return null;
        }
        (int Key, int Query)[] leaves = [.. conjunction.Values.SelectMany(value => value.Leaves)];
        // Where the queries are the positions themselves, keys say at once to which they belong.
        if (leaves is [var (key, query)] && query == tensors.Indices && conjunction.Positions.Count == 0 && tensors.Type(key).Element == ElementType.I32) {
            return new GroupReducer(tensors, key, tensors.Indices, conjunction.KeyMask, conjunction.QueryMask ?? tensors.True);
        }
        if (RanksOf(leaves) is not { } found) {
            return null;
        }
        (int? keyMask, int? queryMask) = WithoutNaN(conjunction, leaves);
        if (conjunction.Positions.Count == 0) {
            int group = tensors.Gather(found.Keys.Start, found.Keys.Place);
            int isHit = leaves.All(leaf => leaf.Key == leaf.Query) ? tensors.True : tensors.Less(found.Less, found.NotGreater);
            int inside = tensors.Minimum(found.Less, tensors.Subtract(tensors.Length, tensors.Integer(1)));
            return new GroupReducer(tensors, group, inside, keyMask, queryMask is { } queries ? tensors.And(isHit, queries) : isHit);
        }
        // Equal keys up to the query itself lie between the beginning of its group and its own place.
        if (!leaves.All(leaf => leaf.Key == leaf.Query) || conjunction.Positions.Any(position => position.Bound != tensors.Indices)) {
            return null;
        }
        Signs signs = conjunction.Positions.Aggregate(Signs.All, (all, position) => all & position.Signs);
        int place = found.Keys.Place;
        int behind = tensors.Add(place, tensors.Integer(1));
        int low = signs switch { Signs.Greater => behind, Signs.Greater | Signs.Equal => place, _ => found.Less };
        int high = signs switch { Signs.Less => place, Signs.Less | Signs.Equal => behind, _ => found.NotGreater };
        return new RangeReducer(tensors, found.Keys.Order, low, high) { KeyMask = keyMask, QueryMask = queryMask, IsInOrder = true, Center = place };
    }

    private HitReducer? Orders(Conjunction conjunction) {
        if (conjunction.Positions.Count > 0 || conjunction.Values is not [var value] || value.Signs is Signs.Equal or (Signs.Less | Signs.Greater) || RanksOf(value.Leaves) is not { } found) {
            return null;
        }
        (int? keyMask, int? queryMask) = WithoutNaN(conjunction, value.Leaves);
        (int? from, int? to) = value.Signs switch {
            Signs.Less => ((int?)null, (int?)found.Less),
            Signs.Less | Signs.Equal => (null, found.NotGreater),
            Signs.Greater => (found.NotGreater, null),
            _ => (found.Less, null),
        };
        return new RangeReducer(tensors, found.Keys.Order, from, to) { KeyMask = keyMask, QueryMask = queryMask };
    }

    private (int? From, int? To) Interval(IReadOnlyList<Comparison.OfPositions> positions) {
        (int? from, int? to) = ((int?)null, (int?)null);
        foreach (Comparison.OfPositions position in positions) {
            int behind = tensors.Add(position.Bound, tensors.Integer(1));
            if ((position.Signs & Signs.Less) != 0) {
                int high = (position.Signs & Signs.Equal) != 0 ? behind : position.Bound;
                to = to is { } before ? tensors.Minimum(before, high) : high;
            } else {
                int low = (position.Signs & Signs.Equal) != 0 ? position.Bound : behind;
                from = from is { } before ? tensors.Maximum(before, low) : low;
            }
        }
        return (from, to);
    }

    private Ranks? RanksOf(IReadOnlyList<(int Key, int Query)> leaves) {
        if (!KeyOrder.CanSort(tensors, leaves.SelectMany(leaf => new[] { leaf.Key, leaf.Query }))) {
            return null;
        }
        string name = string.Join(" ", leaves);
        if (!ranks.TryGetValue(name, out Ranks? known)) {
            ranks.Add(name, known = Ranks.Of(tensors, leaves));
        }
        return known;
    }

    // A NaN is neither less than, nor equal to, nor greater than anything.
    private (int? Keys, int? Queries) WithoutNaN(Conjunction conjunction, IReadOnlyList<(int Key, int Query)> leaves) {
        (int? keys, int? queries) = (conjunction.KeyMask, conjunction.QueryMask);
        foreach ((int key, int query) in leaves.Where(leaf => tensors.Type(leaf.Key).Element.IsFloat())) {
            int isNumber = tensors.Equal(key, key);
            int isAsked = tensors.Equal(query, query);
            keys = keys is { } mask ? tensors.And(mask, isNumber) : isNumber;
            queries = queries is { } wanted ? tensors.And(wanted, isAsked) : isAsked;
        }
        return (keys, queries);
    }

    private int Hits(Formula formula, Func<Value, Value> key, Func<Value, Value> query) => formula switch {
        Formula.Everything => tensors.True,
        Formula.Nothing => tensors.False,
        Formula.One one => one.Comparison.Hits(key, query),
        Formula.Both both => tensors.And(Hits(both.Left, key, query), Hits(both.Right, key, query)),
        Formula.Either either => tensors.Or(Hits(either.Left, key, query), Hits(either.Right, key, query)),
        Formula.Opposite opposite => tensors.Not(Hits(opposite.Operand, key, query)),
        _ => throw new InvalidOperationException($"no hits of {formula}"),
    };

    /// <summary>A form where it answers, else all pairs.</summary>
    private sealed class WithFallback(Tensors tensors, HitReducer special, HitReducer pairs) : HitReducer(tensors) {
        public override int? Count(int? mask) => special.Count(mask) ?? pairs.Count(mask);

        public override int? Sum(int values) => special.Sum(values) ?? pairs.Sum(values);

        public override int? OrderedSum(int values) => special.OrderedSum(values) ?? pairs.OrderedSum(values);

        public override int? First(int? mask) => special.First(mask) ?? pairs.First(mask);

        public override int? Last() => special.Last() ?? pairs.Last();

        public override int? Closest() => special.Closest() ?? pairs.Closest();

        public override int? Extreme(int values, bool greatest) => special.Extreme(values, greatest) ?? pairs.Extreme(values, greatest);

        public override int? Best(int scores) => special.Best(scores) ?? pairs.Best(scores);
    }
}
