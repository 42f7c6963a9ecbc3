using Sinter.Rasp;
using static Sinter.Rasp.Language;

namespace RaspExamples;

/// <summary>The tokens from the last to the first. Needs the length, which is an attention head of its own.</summary>
public static class Reverse {
    // Attention moves values: each query selects one key, and the aggregate fetches what stands there. Which key is arithmetic on
    // positions, done by the elementwise part of a layer before the head.
    public static SOp<char> Run(SOp<char> tokens) {
        SOp<int> opposite = (Length - Indices - 1).Named("opposite");
        return Aggregate(Select(Indices, opposite, Equal), tokens);
    }
}
