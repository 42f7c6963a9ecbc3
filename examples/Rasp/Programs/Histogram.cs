using Sinter.Rasp;
using static Sinter.Rasp.Language;

namespace RaspExamples;

/// <summary>How often each token occurs in the whole input: one attention head, and the simplest program there is.</summary>
public static class Histogram {
    // A selector is what attention weights are to a transformer: for each query (a row), the keys (columns) that it sees. Here a
    // token sees the tokens that equal it. How many it sees is the answer; a transformer learns it from the weight that each gets,
    // which is one part in as many.
    public static SOp<int> Run(SOp<char> tokens) {
        Selector same = Select(tokens, tokens, Equal);
        return SelectorWidth(same).Named("count");
    }
}
