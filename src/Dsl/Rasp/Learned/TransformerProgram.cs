using System;
using System.Collections.Generic;
using System.Linq;
using static Sinter.Rasp.Language;

namespace Sinter.Rasp;

/// <summary>
/// The steps of learned Transformer Programs (Friedman et al., arXiv:2306.01128) in this language: what the C# is written with that
/// the build makes of an exported program.
/// </summary>
public static class TransformerProgram {
    /// <summary>
    /// The export's <c>select_closest</c>: the place of the one key that a query attends to. Of the keys that match it is the one of
    /// least cost, the earlier of equals, and the first of all keys where none matches. A key costs its distance, but the
    /// query's own position costs as much as there are matches.
    /// </summary>
    public static SOp<int> SelectClosest(Selector matches) {
        Selector itself = Select(Indices, Indices, Equal);
        SOp<int> other = Closest(matches & !itself, Indices, Empty.Default(-1));
        return Zip(Indices, SelectorWidth(matches), SelectorWidth(matches & itself), other, PlaceOf);
    }

    /// <summary>The value at the place that each query attends to; the export's <c>aggregate</c>.</summary>
    public static SOp<T> AggregateAt<T>(SOp<int> places, SOp<T> values) => Aggregate(Select(Indices, places, Equal), values);

    /// <summary>The sum of the numbers at the keys that match; the export's <c>aggregate_sum</c>.</summary>
    public static SOp<int> AggregateSum(Selector matches, SOp<int> numbers) => Sum(matches, numbers, Empty.Default(0));

    /// <summary>A table from words to values, of the words of each value.</summary>
    public static Dictionary<string, T> Words<T>(params (T Value, string[] Words)[] values) =>
        values.SelectMany(entry => entry.Words.Select(word => KeyValuePair.Create(word, entry.Value))).ToDictionary(StringComparer.Ordinal);

    static int PlaceOf(int here, int matches, int ownMatches, int other) {
        if (ownMatches == 0) {
            return Math.Max(other, 0);
        }
        if (other < 0) {
            return here;
        }
        int distance = Math.Abs(here - other);
        return matches < distance || (matches == distance && here < other) ? here : other;
    }
}
