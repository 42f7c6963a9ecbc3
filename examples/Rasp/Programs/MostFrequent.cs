using Sinter.Rasp;
using static Sinter.Rasp.Language;

namespace RaspExamples;

/// <summary>The tokens from the most frequent to the least, each once, and null behind them: programs are built of programs.</summary>
public static class MostFrequent {
    // The histogram is called like any method; its head becomes part of this program. Later occurrences go behind all first ones by
    // a key that no count reaches. Where there is no further token, nothing is selected, and the aggregate is null: say
    // Empty.Default('-') in it to have another value there.
    public static SOp<char> Run(SOp<char> tokens) {
        SOp<bool> isFirst = (SelectorWidth(Select(tokens, tokens, Equal) & BeforeHere) == 0).Named("is_first");
        SOp<int> count = If(isFirst, Histogram.Run(tokens), 0).Named("count");
        Selector before = Select(count, count, Greater) | (Select(count, count, Equal) & BeforeHere);
        SOp<int> place = If(isFirst, SelectorWidth(before), -1).Named("place");
        return Aggregate(Select(place, Indices, Equal), tokens);
    }
}
