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
        return Alternatives.Of(formula, tensors) is { } alternatives && Of(alternatives) is { } special ? new Cascade(tensors, () => special, () => pairs) : pairs;
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
        Point(conjunction) ?? (conjunction.Rest.Count > 0 ? null : conjunction.Values.Count == 0 ? Positions(conjunction) : Values(conjunction));

    // A position that the query names: whatever else must hold is asked there alone.
    private HitReducer? Point(Conjunction conjunction) {
        if (conjunction.Positions.FirstOrDefault(position => position.Signs == Signs.Equal) is not { } point) {
            return null;
        }
        int at = tensors.Inside(point.Bound);
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

    private RangeReducer Positions(Conjunction conjunction) {
        (_, int? from, int? to) = OfPositions(conjunction.Positions);
        return new RangeReducer(tensors, null, from, to) { KeyMask = conjunction.KeyMask, QueryMask = conjunction.QueryMask, IsInOrder = true, Center = () => tensors.Indices };
    }

    // Equal values are groups; one more order among them, of values or of positions, is an interval; two more are intervals of two orders.
    private HitReducer? Values(Conjunction conjunction) {
        (int Key, int Query)[] equal = [.. conjunction.Values.Where(value => value.Signs == Signs.Equal).SelectMany(value => value.Leaves)];
        List<List<Bound>> orders = [.. conjunction.Values.Where(value => value.Signs != Signs.Equal)
            .GroupBy(value => string.Join(" ", value.Leaves.Select(leaf => leaf.Key)))
            .Select(same => same.Select(value => new Bound(value.Signs, value.Leaves)).ToList())];
        // A real that differs is a gap and no interval.
        if (orders.Any(bounds => bounds.Any(bound => bound.Signs == (Signs.Less | Signs.Greater)))) {
            return null;
        }
        (int? keyMask, int? queryMask) = WithoutNaN(conjunction, [.. conjunction.Values.SelectMany(value => value.Leaves)]);
        List<Bound> positions = [.. conjunction.Positions.Select(position => new Bound(position.Signs, [(tensors.Indices, position.Bound)]))];
        if (orders.Count == 0) {
            return Equals(equal, positions, keyMask, queryMask);
        }
        List<Bound> first = positions.Count > 0 ? positions : orders[0];
        if (orders.Count == 1 && positions.Count == 0) {
            (int order, int? from, int? to) = Interval(equal, first);
            return new RangeReducer(tensors, order, from, to) { KeyMask = keyMask, QueryMask = queryMask };
        }
        if (orders.Count + (positions.Count > 0 ? 1 : 0) > 2) {
            return null;
        }
        (int? placed, int? low, int? high) = equal.Length == 0 && positions.Count > 0 ? OfPositions(conjunction.Positions) : Interval(equal, first);
        List<Bound> second = orders[orders.Count - 1];
        KeyOrder other = RanksOf(second[0].Leaves).Keys;
        (_, int? least, int? most) = Interval([], second);
        int start = low is { } begins ? Clipped(begins) : tensors.Integer(0);
        int stop = tensors.Maximum(high is { } ends ? Clipped(ends) : tensors.Length, start);
        return new DominanceReducer(tensors, placed, start, stop, other.Place, least ?? tensors.Integer(0), most ?? tensors.Length, keyMask, queryMask);
    }

    private HitReducer Equals((int Key, int Query)[] equal, List<Bound> positions, int? keyMask, int? queryMask) {
        bool isOwn = equal.All(leaf => leaf.Key == leaf.Query);
        RangeReducer Sorted() {
            (int order, int? from, int? to) = isOwn && positions.All(position => position.Leaves[0].Query == tensors.Indices) ? OwnInterval(equal, positions) : Interval(equal, positions);
            return new RangeReducer(tensors, order, from, to) {
                KeyMask = keyMask, QueryMask = queryMask, IsInOrder = true,
                Center = () => isOwn ? RanksOf(equal).Keys.Place : RanksOf([.. equal, (tensors.Indices, tensors.Indices)]).Less,
            };
        }
        return positions.Count > 0 ? Sorted() : new Cascade(tensors, () => Groups(equal, keyMask, queryMask), Sorted);
    }

    private GroupReducer Groups((int Key, int Query)[] equal, int? keyMask, int? queryMask) {
        // Where the queries are the positions themselves, keys say at once to which they belong.
        if (equal is [var (key, query)] && query == tensors.Indices && tensors.Type(key).Element == ElementType.I32) {
            return new GroupReducer(tensors, key, tensors.Indices, keyMask, queryMask ?? tensors.True);
        }
        Ranks found = RanksOf(equal);
        int group = tensors.Gather(found.Keys.Start, found.Keys.Place);
        int isHit = equal.All(leaf => leaf.Key == leaf.Query) ? tensors.True : tensors.Less(found.Less, found.NotGreater);
        return new GroupReducer(tensors, group, tensors.Inside(found.Less), keyMask, queryMask is { } queries ? tensors.And(isHit, queries) : isHit);
    }

    // Equal keys up to the query itself lie between the beginning of its group and its own place.
    private (int Order, int? From, int? To) OwnInterval((int Key, int Query)[] equal, List<Bound> positions) {
        Ranks found = RanksOf(equal);
        Signs signs = positions.Aggregate(Signs.All, (all, position) => all & position.Signs);
        int place = found.Keys.Place;
        int behind = tensors.Add(place, tensors.Integer(1));
        int low = signs switch { Signs.Greater => behind, Signs.Greater | Signs.Equal => place, _ => found.Less };
        int high = signs switch { Signs.Less => place, Signs.Less | Signs.Equal => behind, _ => found.NotGreater };
        return (found.Keys.Order, low, high);
    }

    // The keys sorted by what must be equal and then by what is bounded: those equal and within the bounds lie side by side.
    private (int Order, int? From, int? To) Interval((int Key, int Query)[] equal, List<Bound> bounds) {
        (int? from, int? to) = Bounds(bounds.Select(bound => RanksOf([.. equal, .. bound.Leaves]) is var found ? (bound.Signs, found.Less, found.NotGreater) : default));
        if (equal.Length > 0) {
            Ranks group = RanksOf(equal);
            (from, to) = (from ?? group.Less, to ?? group.NotGreater);
        }
        return (RanksOf(bounds.Count > 0 ? [.. equal, .. bounds[0].Leaves] : equal).Keys.Order, from, to);
    }

    // The first place and the one behind the last, by bounds that are each given by its own place and the one behind it.
    private (int? From, int? To) Bounds(IEnumerable<(Signs Signs, int At, int Behind)> bounds) {
        (int? from, int? to) = ((int?)null, (int?)null);
        foreach ((Signs signs, int at, int behind) in bounds) {
            bool takesEqual = (signs & Signs.Equal) != 0;
            if ((signs & Signs.Less) != 0) {
                int high = takesEqual ? behind : at;
                to = to is { } before ? tensors.Minimum(before, high) : high;
            } else {
                int low = takesEqual ? at : behind;
                from = from is { } before ? tensors.Maximum(before, low) : low;
            }
        }
        return (from, to);
    }

    private (int? Order, int? From, int? To) OfPositions(IReadOnlyList<Comparison.OfPositions> positions) {
        (int? from, int? to) = Bounds(positions.Select(position => (position.Signs, position.Bound, tensors.Add(position.Bound, tensors.Integer(1)))));
        return (null, from, to);
    }

    private int Clipped(int place) => tensors.Minimum(tensors.Maximum(place, tensors.Integer(0)), tensors.Length);

    private Ranks RanksOf(IReadOnlyList<(int Key, int Query)> leaves) {
        string name = string.Join(" ", leaves);
        if (!ranks.TryGetValue(name, out Ranks? known)) {
            ranks.Add(name, known = Ranks.Of(tensors, leaves));
        }
        return known;
    }

    // A NaN is neither less than, nor equal to, nor greater than anything.
    private (int? Keys, int? Queries) WithoutNaN(Conjunction conjunction, (int Key, int Query)[] leaves) {
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

    /// <summary>How the values of keys and queries compare, scalar by scalar.</summary>
    private sealed record Bound(Signs Signs, IReadOnlyList<(int Key, int Query)> Leaves);
}
