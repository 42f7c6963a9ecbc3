using static Sinter.Rasp.Language;

namespace Sinter.Rasp;

public static partial class Library {
    /// <summary>The tokens from last to first: each query selects the position as far from the other end.</summary>
    public static SOp<T> Reverse<T>(SOp<T> tokens) => Aggregate(Select(Indices, Length - Indices - 1, Equal), tokens);

    /// <summary>
    /// The tokens some positions later, earlier when negative: a query selects the key that far before it; null where there
    /// is none. tracr's shift_by.
    /// </summary>
    public static SOp<T> Shift<T>(SOp<T> tokens, int by) => Aggregate(Select(Indices, Indices - by, Equal), tokens);

    /// <summary>The token at each of the positions asked for; this value, or null, where there is none. RASP-L's index_select.</summary>
    public static SOp<T> IndexSelect<T>(SOp<T> tokens, SOp<int> positions, Empty<T> whenEmpty = default) =>
        Aggregate(Select(Indices, positions, Equal), tokens, whenEmpty);

    /// <summary>
    /// The token after the last earlier occurrence of each token, null where it did not occur: an induction head (Olsson et
    /// al., arXiv:2209.11895). One head finds the occurrence, a second moves one position on. RASP-L's induct.
    /// </summary>
    public static SOp<T> Induction<T>(SOp<T> tokens) {
        // Without an occurrence the position after it is -1, which selects nothing.
        SOp<int> occurrence = Last(Select(tokens, tokens, Equal) & BeforeHere, Indices, Empty.Default(-2));
        return IndexSelect(tokens, occurrence + 1);
    }
}
