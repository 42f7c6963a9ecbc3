using System;
using System.Collections.Generic;

namespace Sinter.Runtime.Naming;

/// <summary>Finds the most similar name, for messages.</summary>
public static class NearestName {
    /// <summary>Comparisons after which no further name is looked for: a message must not take minutes.</summary>
    public const int MostComparisons = 500_000;

    /// <summary>The candidate of the smallest edit distance, if less than half of the name differs.</summary>
    public static string? Find(string name, IReadOnlyCollection<string> candidates, ref int comparisons) {
        if (comparisons + candidates.Count > MostComparisons) {
            return null;
        }
        comparisons += candidates.Count;
        string? nearest = null;
        int best = name.Length / 2 + 1;
        foreach (string candidate in candidates) {
            int distance = Distance(name, candidate, best);
            if (distance < best) {
                (nearest, best) = (candidate, distance);
            }
        }
        return nearest;
    }

    /// <summary>Levenshtein's distance, or any number of at least <paramref name="limit"/> when it is that far.</summary>
    public static int Distance(string a, string b, int limit) {
        // Names come out of files: very long ones are compared by what they begin with.
        ReadOnlySpan<char> first = a.AsSpan(0, Math.Min(a.Length, 200)), second = b.AsSpan(0, Math.Min(b.Length, 200));
        if (Math.Abs(first.Length - second.Length) >= limit) {
            return limit;
        }
        Span<int> row = stackalloc int[second.Length + 1];
        for (int j = 0; j <= second.Length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= first.Length; i++) {
            int diagonal = row[0], smallest = row[0] = i;
            for (int j = 1; j <= second.Length; j++) {
                int replaced = diagonal + (first[i - 1] == second[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
                smallest = Math.Min(smallest, row[j]);
            }
            if (smallest >= limit) {
                return limit;
            }
        }
        return row[second.Length];
    }
}
