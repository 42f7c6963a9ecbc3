using System;
using System.Collections.Generic;
using System.Collections.Immutable;

namespace Sinter.Rasp;

/// <summary>
/// The texts of one call in the order of their characters' codes: a text is its rank among them, so that numbers compare as texts do.
/// </summary>
sealed class TextRanks {
    readonly Dictionary<string, int> ranks = new(StringComparer.Ordinal);
    string[] texts = [];

    /// <summary>Whether any text was seen.</summary>
    public bool IsEmpty => ranks.Count == 0;

    public int this[string text] => ranks[text];

    public string this[int rank] => texts[rank];

    public bool Holds(int rank) => (uint)rank < (uint)texts.Length;

    public void Add(string text) {
        ArgumentNullException.ThrowIfNull(text);
        ranks.TryAdd(text, 0);
    }

    public void Order() {
        texts = [.. ranks.Keys];
        Array.Sort(texts, StringComparer.Ordinal);
        for (int rank = 0; rank < texts.Length; rank++) {
            ranks[texts[rank]] = rank;
        }
    }

    /// <summary>The ranks of the program's own texts, as many as its input has places.</summary>
    public int[] Of(ImmutableArray<string> named, int places) {
        int[] result = new int[places];
        for (int i = 0; i < named.Length; i++) {
            result[i] = ranks[named[i]];
        }
        return result;
    }
}
