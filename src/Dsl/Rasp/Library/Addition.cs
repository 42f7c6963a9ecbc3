using System.Collections.Generic;
using System.Linq;
using static Sinter.Rasp.Language;

namespace Sinter.Rasp;

public static partial class Library {
    static readonly KeyValuePair<char, int>[] Digits =
        [.. Enumerable.Range(0, 10).Select(digit => KeyValuePair.Create((char)('0' + digit), digit)), KeyValuePair.Create('+', 0)];

    /// <summary>
    /// The digits of the sum of two decimal numbers, "95+7" -> 0 1 0 2: as many as there are tokens, the last at the end.
    /// Null everywhere unless there is exactly one +. Without a loop over the carries: a carry comes into a place from the
    /// nearest lower place whose digits do not sum to 9, and is whether they sum to more.
    /// </summary>
    /// <exception cref="RaspException">At run, a token is neither a digit nor +.</exception>
    public static SOp<int> LongAddition(SOp<char> tokens) {
        SOp<int> digit = Lookup(tokens, Digits).Named("digit");
        SOp<int> plus = First(Select(tokens, '+', Equal), Indices, Empty.Default(-1)).Named("plus");

        // The place of a digit within its number, from 0 at the end; of a position of the result, likewise.
        SOp<int> place = (Length - 1 - Indices).Named("place");
        SOp<int> placeInFirst = If(Indices < plus, plus - 1 - Indices, -1).Named("place in first");
        SOp<int> placeInSecond = If(Indices > plus, place, -1).Named("place in second");
        SOp<int> first = Aggregate(Select(placeInFirst, place, Equal), digit, Empty.Default(0));
        SOp<int> second = Aggregate(Select(placeInSecond, place, Equal), digit, Empty.Default(0));

        SOp<int> sum = (first + second).Named("sum");
        Selector decides = Select(place, place, Less) & Select(sum, 9, NotEqual);
        SOp<bool> carry = First(decides, sum > 9, Empty.Default(false)).Named("carry");
        return If(Count(tokens, '+') == 1, (sum + Indicator(carry)) % 10, Null<int>());
    }
}
