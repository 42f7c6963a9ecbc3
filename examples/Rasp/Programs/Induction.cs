using Sinter.Rasp;
using static Sinter.Rasp.Language;

namespace RaspExamples;

/// <summary>
/// What followed the last time that this token occurred: the induction head, which language models grow by themselves and repeat a
/// text with (Olsson et al., arXiv:2209.11895).
/// </summary>
public static class Induction {
    // A causal program: no query sees a key behind it, as in a decoder. The first head tells each position what stands before it;
    // the second looks for the last position that stands behind a token like this one.
    [RaspProgram(Causal = true)]
    public static SOp<char> Run(SOp<char> tokens) {
        SOp<char> previous = Aggregate(Select(Indices, Indices - 1, Equal), tokens, Empty.Default(' ')).Named("previous");
        return Last(Select(previous, tokens, Equal), tokens);
    }
}
