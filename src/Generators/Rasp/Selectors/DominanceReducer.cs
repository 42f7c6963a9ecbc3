using Sinter.Compiler.Graph;

namespace Sinter.Generators.Rasp;

/// <summary>
/// The hits of a query lie in an interval of one order of the keys and in an interval of another, such as lesser values among earlier
/// positions. A wavelet matrix counts and sums them (Claude, Navarro and Ordonez, "The wavelet matrix", 2015): the keys' places in the second
/// order, written in the first, are parted by one binary digit after the other, and the interval of each query is followed through all
/// partitions.
/// </summary>
/// <param name="tensors">The graph.</param>
/// <param name="first">The position of the key at each place of the first order; null for the keys' own.</param>
/// <param name="from">The first place of each query in the first order, from 0 to the length.</param>
/// <param name="to">The place behind its last, no less than the first.</param>
/// <param name="second">The place of each key in the second order.</param>
/// <param name="low">The first place of each query in the second order, from 0 to the length.</param>
/// <param name="high">The place behind its last.</param>
/// <param name="keyMask">Which keys count; null for all.</param>
/// <param name="queryMask">Which queries hit anything; null for all.</param>
internal sealed class DominanceReducer(Tensors tensors, int? first, int from, int to, int second, int low, int high, int? keyMask, int? queryMask) : HitReducer(tensors) {
    // Places have so many binary digits at most.
    private const int Digits = 20;

    public override int? Count(int? mask) => Both(Tensors, keyMask, mask) is { } keys
        ? Tensors.Cast(Total(Tensors.Cast(Tensors.Spread(keys), ElementType.I64)), ElementType.I32)
        : Tensors.Cast(Total(Tensors.Spread(Tensors.Integer(1, ElementType.I64))), ElementType.I32);

    public override int? Sum(int values) => Total(Chosen(keyMask, Tensors.Spread(values), Tensors.Integer(0, ElementType.I64)));

    // The sum over all before the end of the second interval, without those before its beginning.
    private int Total(int values) {
        int none = Tensors.Integer(0, ElementType.I64);
        int beginning = Tensors.Spread(Tensors.Minimum(low, high)), end = Tensors.Spread(high);
        int zeros = Tensors.Spread(none);
        int[] last = Tensors.While(
            Digits,
            [Highest(), Placed(second), Placed(values), Tensors.Spread(from), Tensors.Spread(to), Tensors.Spread(from), Tensors.Spread(to), zeros],
            state => Tensors.LessEqual(Zero, state[0]),
            state => Parted(state, Followable(beginning), Followable(end)));
        int all = Tensors.Cumulative("sum", Placed(values));
        int whole = Tensors.Subtract(Tensors.Before(all, to, none), Tensors.Before(all, from, none));
        int before = Tensors.Select(Tensors.Less(beginning, Tensors.Length), none, whole);
        int until = Tensors.Select(Tensors.Less(end, Tensors.Length), none, whole);
        int total = Tensors.Add(last[7], Tensors.Subtract(until, before));
        return queryMask is { } queries ? Tensors.Select(queries, total, none) : total;
    }

    // What ends at the length takes all, and is no number of so many digits.
    private int Followable(int bound) => Tensors.Select(Tensors.Less(bound, Tensors.Length), bound, Zero);

    // One digit: the keys without it go before those with it, in order.
    private int[] Parted(int[] state, int beginning, int end) {
        (int digit, int places, int values) = (state[0], state[1], state[2]);
        int none = Tensors.Integer(0, ElementType.I64);
        int hasDigit = Digit(places, digit);
        int isBefore = Tensors.Cast(Tensors.Not(hasDigit), ElementType.I32);
        int without = Tensors.Cumulative("sum", isBefore);
        int count = Tensors.Gather(without, Tensors.Subtract(Tensors.Length, Tensors.Integer(1)));
        int at = Tensors.Select(hasDigit, Tensors.Add(count, Tensors.Subtract(Tensors.Indices, without)), Tensors.Subtract(without, Tensors.Integer(1)));
        int nextPlaces = Tensors.Scatter("set", Tensors.Spread(Zero), at, places);
        int nextValues = Tensors.Scatter("set", Tensors.Spread(none), at, values);
        int sums = Tensors.Cumulative("sum", nextValues);
        (int fromOfEnd, int toOfEnd, int ofEnd) = Followed(state[3], state[4], end);
        (int fromOfBeginning, int toOfBeginning, int ofBeginning) = Followed(state[5], state[6], beginning);
        return [
            Tensors.Subtract(digit, Tensors.Integer(1)), nextPlaces, nextValues, fromOfEnd, toOfEnd, fromOfBeginning, toOfBeginning,
            Tensors.Add(state[7], Tensors.Subtract(ofEnd, ofBeginning)),
        ];

        // Where a bound has the digit, all that lack it lie before the bound.
        (int From, int To, int Sum) Followed(int start, int stop, int bound) {
            int startWithout = Tensors.Before(without, start, Zero), stopWithout = Tensors.Before(without, stop, Zero);
            int takes = Digit(bound, digit);
            int sum = Tensors.Subtract(Tensors.Before(sums, stopWithout, none), Tensors.Before(sums, startWithout, none));
            return (
                Tensors.Select(takes, Tensors.Add(count, Tensors.Subtract(start, startWithout)), startWithout),
                Tensors.Select(takes, Tensors.Add(count, Tensors.Subtract(stop, stopWithout)), stopWithout),
                Tensors.Select(takes, sum, none));
        }
    }

    private int Digit(int number, int digit) => Tensors.Apply("not_equal", Tensors.Apply("and", Tensors.Apply("shift_right", number, digit), Tensors.Integer(1)), Zero);

    // The highest digit that a place has.
    private int Highest() {
        int highest = Zero;
        for (int digit = 1; digit < Digits; digit++) {
            highest = Tensors.Add(highest, Tensors.Cast(Tensors.Less(Tensors.Integer(1 << digit), Tensors.Length), ElementType.I32));
        }
        return highest;
    }

    private int Placed(int values) => first is { } order ? Tensors.Gather(values, order) : values;
}
