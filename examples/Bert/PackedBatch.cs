using System.Collections.Generic;

namespace Bert;

/// <summary>Sequences of any lengths, one after the other: what <c>EncodePacked</c> takes.</summary>
public sealed class PackedBatch {
    /// <summary>Lays the sequences one after the other.</summary>
    /// <param name="sequences">The tokens of each; none may be empty.</param>
    public PackedBatch(IReadOnlyList<int[]> sequences) {
        List<int> tokens = [], places = [], numbers = [], offsets = [0];
        for (int number = 0; number < sequences.Count; number++) {
            for (int place = 0; place < sequences[number].Length; place++) {
                tokens.Add(sequences[number][place]);
                places.Add(place);
                numbers.Add(number);
            }
            offsets.Add(tokens.Count);
        }
        (Tokens, Places, Sequences, Offsets) = ([.. tokens], [.. places], [.. numbers], [.. offsets]);
        Kinds = new int[Tokens.Length];
    }

    /// <summary>All tokens.</summary>
    public int[] Tokens { get; }

    /// <summary>Which of two joined texts a token is in: 0 everywhere, to be changed where there are two.</summary>
    public int[] Kinds { get; }

    /// <summary>Each token's place in its sequence.</summary>
    public int[] Places { get; }

    /// <summary>The number of each token's sequence.</summary>
    public int[] Sequences { get; }

    /// <summary>Where each sequence begins, and the end of the last.</summary>
    public int[] Offsets { get; }
}
