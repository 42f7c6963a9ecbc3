using Sinter.Compiler.Graph;

namespace Sinter.Generators.Rasp;

/// <summary>
/// The hits of a query are an interval of the keys in some order: their own (bounds on positions), that of their values (less, greater),
/// or that of their values and then positions (equal values up to a position). Prefix sums and running extremes answer it.
/// </summary>
/// <param name="tensors">The graph.</param>
/// <param name="order">The position of the key at each place; null for the keys' own order.</param>
/// <param name="from">The first place of each query; null for 0.</param>
/// <param name="to">The place behind the last; null for the length.</param>
internal sealed class RangeReducer(Tensors tensors, int? order, int? from, int? to) : HitReducer(tensors) {
    // Runs of so many sizes are as long as the longest input.
    private const int LongestBits = 21;

    /// <summary>Which keys count; null for all.</summary>
    public int? KeyMask { get; init; }

    /// <summary>Which queries hit anything; null for all.</summary>
    public int? QueryMask { get; init; }

    /// <summary>Whether positions rise within every interval.</summary>
    public bool IsInOrder { get; init; }

    /// <summary>The first place whose key is at the query's own position or later, where positions rise.</summary>
    public System.Func<int>? Center { get; init; }

    private int From => from is { } low ? Tensors.Minimum(Tensors.Maximum(low, Zero), Tensors.Length) : Zero;

    // Never before the beginning, so that what is empty counts nothing.
    private int To => to is { } high ? Tensors.Maximum(Tensors.Minimum(high, Tensors.Length), From) : Tensors.Maximum(Tensors.Length, From);

    public override int? Count(int? mask) => Both(Tensors, KeyMask, mask) is { } keys
        ? Total(Tensors.Cast(Placed(Tensors.Spread(keys)), ElementType.I32), Zero)
        : Masked(Tensors.Subtract(To, From), Zero);

    public override int? Sum(int values) => Total(Chosen(PlacedMask, Placed(Tensors.Spread(values)), NoSum(ElementType.I64)), NoSum(ElementType.I64));

    // A difference of two prefixes would be rounded otherwise.
    public override int? OrderedSum(int values) {
        if (order is not null || from is not null) {
            return null;
        }
        int none = NoSum(Tensors.Type(values).Element);
        return Masked(Tensors.Before(Tensors.Cumulative("sum", Chosen(KeyMask, Tensors.Spread(values), none)), To, none), none);
    }

    public override int? First(int? mask) {
        int? keys = Both(Tensors, KeyMask, mask);
        if (!IsInOrder) {
            return Extreme(Tensors.Indices, greatest: false, keys, None);
        }
        int place = Next(keys, From);
        int found = Tensors.Less(place, To);
        return Masked(Tensors.Select(found, PositionAt(place), None), None);
    }

    public override int? Last() {
        if (!IsInOrder) {
            return Extreme(Tensors.Indices, greatest: true, KeyMask, Tensors.Integer(-1));
        }
        int place = Previous(KeyMask, Tensors.Subtract(To, Tensors.Integer(1)));
        int found = Tensors.And(Tensors.LessEqual(From, place), Tensors.Less(From, To));
        return Masked(Tensors.Select(found, PositionAt(place), Tensors.Integer(-1)), Tensors.Integer(-1));
    }

    public override int? Closest() {
        if (!IsInOrder || Center is null) {
            return null;
        }
        int center = Center();
        int after = Next(KeyMask, Tensors.Maximum(center, From));
        int before = Previous(KeyMask, Tensors.Subtract(Tensors.Minimum(center, To), Tensors.Integer(1)));
        int hasAfter = Tensors.Less(after, To);
        int hasBefore = Tensors.And(Tensors.LessEqual(From, before), Tensors.Less(From, To));
        int earlier = PositionAt(before), later = PositionAt(after);
        int isEarlier = Tensors.And(hasBefore, Tensors.Or(Tensors.Not(hasAfter), Tensors.LessEqual(Tensors.Subtract(Tensors.Indices, earlier), Tensors.Subtract(later, Tensors.Indices))));
        int none = Tensors.Integer(-1);
        return Masked(Tensors.Select(isEarlier, earlier, Tensors.Select(hasAfter, later, none)), none);
    }

    public override int? Extreme(int values, bool greatest) => Extreme(values, greatest, KeyMask, Identity(Tensors.Type(values).Element, greatest));

    public override int? Best(int scores) {
        // Of all keys there is one best, whoever asks.
        if (from is not null || to is not null || order is not null) {
            return base.Best(scores);
        }
        int all = Chosen(KeyMask, Tensors.Spread(scores), Identity(Tensors.Type(scores).Element, greatest: true));
        int isBest = Tensors.Equal(Tensors.Spread(scores), Tensors.Reduce("max", all, 0));
        return Masked(Tensors.Reduce("min", Tensors.Select(Both(Tensors, KeyMask, isBest)!.Value, Tensors.Indices, None), 0), None);
    }

    private int? PlacedMask => KeyMask is { } keys ? Placed(Tensors.Spread(keys)) : null;

    private int? Extreme(int values, bool greatest, int? keys, int none) {
        string combine = greatest ? "max" : "min";
        int placed = Chosen(keys is { } mask ? Placed(Tensors.Spread(mask)) : null, Placed(Tensors.Spread(values)), none);
        if (from is null) {
            return Masked(Tensors.Before(Tensors.Cumulative(combine, placed), To, none), none);
        }
        if (to is null) {
            int behind = Tensors.Reverse(Tensors.Cumulative(combine, Tensors.Reverse(placed)));
            return Masked(Tensors.Select(Tensors.Less(From, Tensors.Length), Tensors.Gather(behind, Tensors.Inside(From)), none), none);
        }
        return Masked(OfIntervals(placed, combine, none), none);
    }

    // Of intervals whose ends both differ: the extremes of all runs of 1, 2, 4 ... places, and each query takes the longest two that fit.
    private int OfIntervals(int placed, string combine, int none) {
        int Joined(int a, int b) => combine == "max" ? Tensors.Maximum(a, b) : Tensors.Minimum(a, b);
        int one = Tensors.Integer(1);
        int count = Tensors.Subtract(To, From);
        int[] last = Tensors.While(LongestBits, [one, placed, Tensors.Spread(none)], state => Tensors.LessEqual(state[0], Tensors.Length), state => {
            (int run, int runs, int found) = (state[0], state[1], state[2]);
            int both = Joined(Tensors.Gather(runs, Tensors.Inside(From)), Tensors.Gather(runs, Tensors.Inside(Tensors.Subtract(To, run))));
            int isLongest = Tensors.And(Tensors.LessEqual(run, count), Tensors.Less(count, Tensors.Add(run, run)));
            int longer = Joined(runs, Tensors.Gather(runs, Tensors.Inside(Tensors.Add(Tensors.Indices, run))));
            return [Tensors.Add(run, run), longer, Tensors.Select(isLongest, both, found)];
        });
        return last[2];
    }

    private int Total(int placed, int none) {
        int sums = Tensors.Cumulative("sum", placed);
        int upTo = Tensors.Before(sums, To, none);
        return Masked(from is null ? upTo : Tensors.Subtract(upTo, Tensors.Before(sums, From, none)), none);
    }

    // The first place of the mask at or after another; the length where there is none.
    private int Next(int? keys, int place) {
        if (keys is not { } mask) {
            return place;
        }
        int marked = Tensors.Select(Placed(Tensors.Spread(mask)), Tensors.Indices, None);
        int next = Tensors.Reverse(Tensors.Cumulative("min", Tensors.Reverse(marked)));
        return Tensors.Select(Tensors.Less(place, Tensors.Length), Tensors.Gather(next, Tensors.Inside(place)), None);
    }

    // The last place of the mask at or before another; -1 where there is none.
    private int Previous(int? keys, int place) {
        if (keys is not { } mask) {
            return place;
        }
        int last = Tensors.Cumulative("max", Tensors.Select(Placed(Tensors.Spread(mask)), Tensors.Indices, Tensors.Integer(-1)));
        return Tensors.Select(Tensors.LessEqual(Zero, place), Tensors.Gather(last, Tensors.Inside(place)), Tensors.Integer(-1));
    }

    private int Placed(int values) => order is { } places ? Tensors.Gather(values, places) : values;

    private int PositionAt(int place) => order is { } places ? Tensors.Gather(places, Tensors.Inside(place)) : place;

    private int Masked(int value, int none) => QueryMask is { } queries ? Tensors.Select(queries, value, none) : value;
}
