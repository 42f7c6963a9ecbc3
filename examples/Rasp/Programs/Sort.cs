using Sinter.Rasp;
using static Sinter.Rasp.Language;

namespace RaspExamples;

/// <summary>The tokens in order, equal ones in the order in which they came: two heads, in two layers.</summary>
public static class Sort {
    // First head: a token's place is the number of tokens that go before it, those that are less and, of equals, the earlier.
    // Selectors combine with | and &, as masks do. Second head: each place fetches the token that belongs there. The second
    // compares what the first computed, so it lies a layer above it: no program with one layer sorts.
    public static SOp<char> Run(SOp<char> tokens) {
        Selector before = Select(tokens, tokens, Less) | (Select(tokens, tokens, Equal) & Select(Indices, Indices, Less));
        SOp<int> place = SelectorWidth(before).Named("place");
        return Aggregate(Select(place, Indices, Equal), tokens);
    }
}
