using static Sinter.Rasp.Language;

namespace Sinter.Rasp;

/// <summary>
/// The programs that RASP (Weiss et al., arXiv:2106.06981), tracr (Lindner et al., arXiv:2301.05062) and RASP-L (Zhou et
/// al., arXiv:2310.16028) ship, under their names. Each is a program of this language and no more; read them as examples.
/// </summary>
public static partial class Library {
    /// <summary>The number of positions, by a width: every query selects every key, and of a causal program those so far.</summary>
    public static SOp<int> LengthByWidth() => SelectorWidth(All);

    /// <summary>How often the token at each position occurs: the width of the selector of equal tokens. RASP's hist.</summary>
    public static SOp<int> Histogram<T>(SOp<T> tokens) => SelectorWidth(Select(tokens, tokens, Equal));

    /// <summary>
    /// How many distinct tokens occur as often as the one at each position: of the equal histograms those count that are at
    /// the first occurrence of their token. RASP's hist2.
    /// </summary>
    public static SOp<int> DoubleHistogram<T>(SOp<T> tokens) {
        SOp<int> histogram = Histogram(tokens);
        return SelectorWidth(Select(histogram, histogram, Equal) & Select(HasPrevious(tokens), false, Equal));
    }

    /// <summary>How often one token occurs, at every position: the width of the selector of keys equal to it. tracr's count.</summary>
    public static SOp<int> Count<T>(SOp<T> tokens, T token) => SelectorWidth(Select(tokens, Constant(token), Equal));

    /// <summary>Whether the token occurs earlier: equal tokens, cut to those before the query. RASP's has_prev.</summary>
    public static SOp<bool> HasPrevious<T>(SOp<T> tokens) => SelectorWidth(Select(tokens, tokens, Equal) & BeforeHere) > 0;

    /// <summary>The fraction of the positions up to each that is true, exactly: the mean over the causal selector. tracr's frac_prevs.</summary>
    public static SOp<Rational> FractionOfPrevious(SOp<bool> values) => Mean(UpToHere, values);

    /// <summary>The sum of the values up to each position. RASP-L's cumsum.</summary>
    public static SOp<int> CumulativeSum(SOp<int> values) => Sum(UpToHere, values);

    /// <summary>How many of the values up to each position are true: the same selector, cut to the true keys.</summary>
    public static SOp<int> CumulativeCount(SOp<bool> values) => SelectorWidth(UpToHere & Select(values, true, Equal));

    /// <summary>The position of the first token equal to each; a token is equal to itself, so there is one.</summary>
    public static SOp<int> FirstOccurrence<T>(SOp<T> tokens) => First(Select(tokens, tokens, Equal), Indices);

    /// <summary>The position of the first token equal to each query; null where none is. RASP-L's firsts.</summary>
    public static SOp<int> FirstOccurrence<T>(SOp<T> tokens, SOp<T> queries) => First(Select(tokens, queries, Equal), Indices);

    /// <summary>The position of the last token equal to each; a token is equal to itself, so there is one.</summary>
    public static SOp<int> LastOccurrence<T>(SOp<T> tokens) => Last(Select(tokens, tokens, Equal), Indices);

    /// <summary>The position of the last token equal to each query; null where none is. RASP-L's lasts.</summary>
    public static SOp<int> LastOccurrence<T>(SOp<T> tokens, SOp<T> queries) => Last(Select(tokens, queries, Equal), Indices);
}
