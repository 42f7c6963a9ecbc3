using static Sinter.Rasp.Language;

namespace Sinter.Rasp;

public static partial class Library {
    /// <summary>The tokens in ascending order. See the other form.</summary>
    public static SOp<T> Sort<T>(SOp<T> tokens, bool descending = false) => Sort(tokens, tokens, descending);

    /// <summary>
    /// The values in the order of their keys, values of equal keys in the order they came. Each position counts the
    /// keys that go before its own, which is where its value belongs; there each query finds it.
    /// </summary>
    /// <exception cref="RaspException">The keys have no order.</exception>
    public static SOp<V> Sort<V, K>(SOp<V> values, SOp<K> keys, bool descending = false) {
        Selector before = Select(keys, keys, descending ? Greater : Less) | (Select(keys, keys, Equal) & BeforeHere);
        return Aggregate(Select(SelectorWidth(before), Indices, Equal), values);
    }

    /// <summary>All tokens, those that occur most often first, and those that occur as often as they came: a sort by the histogram.</summary>
    public static SOp<T> SortByFrequency<T>(SOp<T> tokens) => Sort(tokens, Histogram(tokens), descending: true);

    /// <summary>
    /// The distinct tokens, the most frequent first and the earlier first of two; null at the positions left over. A sort by
    /// the histogram in which repetitions have frequency 0 and are then hidden. RASP's most_freq.
    /// </summary>
    public static SOp<T> MostFrequent<T>(SOp<T> tokens) {
        SOp<int> frequency = If(HasPrevious(tokens), 0, Histogram(tokens));
        SOp<bool> repeated = Sort(frequency, frequency, descending: true) == 0;
        return If(repeated, Null<T>(), Sort(tokens, frequency, descending: true));
    }
}
