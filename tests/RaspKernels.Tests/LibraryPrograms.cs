using static Sinter.Rasp.Language;

namespace Sinter.Rasp.Tests;

/// <summary>The library's programs, each with its types settled, so that it is compiled.</summary>
[RaspProgram]
public static partial class LibraryPrograms {
    public static SOp<int> LengthByWidth(SOp<char> tokens) => Library.LengthByWidth();

    public static SOp<int> Histogram(SOp<char> tokens) => Library.Histogram(tokens);

    public static SOp<int> DoubleHistogram(SOp<char> tokens) => Library.DoubleHistogram(tokens);

    public static SOp<int> Count(SOp<char> tokens) => Library.Count(tokens, 'a');

    public static SOp<bool> HasPrevious(SOp<char> tokens) => Library.HasPrevious(tokens);

    public static SOp<Rational> FractionOfPrevious(SOp<bool> values) => Library.FractionOfPrevious(values);

    public static SOp<int> CumulativeSum(SOp<int> values) => Library.CumulativeSum(values);

    public static SOp<int> CumulativeCount(SOp<bool> values) => Library.CumulativeCount(values);

    public static SOp<int> FirstOccurrence(SOp<char> tokens) => Library.FirstOccurrence(tokens);

    public static SOp<int> LastOccurrence(SOp<char> tokens) => Library.LastOccurrence(tokens);

    public static SOp<char> Reverse(SOp<char> tokens) => Library.Reverse(tokens);

    public static SOp<char> ShiftLater(SOp<char> tokens) => Library.Shift(tokens, 2);

    public static SOp<char> ShiftEarlier(SOp<char> tokens) => Library.Shift(tokens, -1);

    public static SOp<int> IndexSelect(SOp<int> positions) => Library.IndexSelect(Indices * 10, positions, Empty.Default(-7));

    public static SOp<char> Induction(SOp<char> tokens) => Library.Induction(tokens);

    public static SOp<char> Sort(SOp<char> tokens) => Library.Sort(tokens);

    public static SOp<int> SortOfNumbers(SOp<int> tokens) => Library.Sort(tokens);

    public static SOp<char> SortDescending(SOp<char> tokens) => Library.Sort(tokens, descending: true);

    public static SOp<int> SortByKey(SOp<int> keys) => Library.Sort(Indices, keys);

    public static SOp<int> SortByKeyDescending(SOp<int> keys) => Library.Sort(Indices, keys, descending: true);

    public static SOp<char> SortByFrequency(SOp<char> tokens) => Library.SortByFrequency(tokens);

    public static SOp<char> MostFrequent(SOp<char> tokens) => Library.MostFrequent(tokens);

    public static SOp<Rational> PairBalance(SOp<char> tokens) => Library.PairBalance(tokens, '(', ')');

    public static SOp<bool> ShuffleDyck1(SOp<char> tokens) => Library.ShuffleDyck1(tokens, '(', ')');

    public static SOp<bool> ShuffleDyck(SOp<char> tokens) => Library.ShuffleDyck(tokens, ('(', ')'), ('[', ']'));

    public static SOp<Balance> Dyck1(SOp<char> tokens) => Library.Dyck1(tokens, '(', ')');

    public static SOp<Balance> Dyck(SOp<char> tokens) => Library.Dyck(tokens, ('(', ')'), ('[', ']'));

    public static SOp<int> LongAddition(SOp<char> tokens) => Library.LongAddition(tokens);
}
