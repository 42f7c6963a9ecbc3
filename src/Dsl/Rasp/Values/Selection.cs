using System;
using System.Text;

namespace Sinter.Rasp;

/// <summary>The value of a <see cref="Selector"/>: which keys each query hits.</summary>
public sealed class Selection {
    // The table is one array, whose length is an int.
    const int Longest = 46_340;

    readonly bool[] hits;

    internal Selection(int length, Func<int, int, bool> hit) {
        if (length > Longest) {
            throw new RaspException($"evaluated, a selector is a table of all pairs of positions, of {Longest} positions at most, not {length}");
        }
        Length = length;
        hits = new bool[length * length];
        for (int query = 0; query < length; query++) {
            for (int key = 0; key < length; key++) {
                hits[(query * length) + key] = hit(query, key);
            }
        }
    }

    /// <summary>The number of queries, and of keys.</summary>
    public int Length { get; }

    /// <summary>Whether a query hits a key.</summary>
    public bool this[int query, int key] => hits[(query * Length) + key];

    /// <summary>The number of keys that a query hits.</summary>
    public int Width(int query) => hits.AsSpan(query * Length, Length).Count(true);

    /// <summary>A line for each query, with x at the keys it hits and . elsewhere.</summary>
    public override string ToString() {
        var text = new StringBuilder();
        for (int query = 0; query < Length; query++) {
            text.Append(query == 0 ? "" : "\n");
            for (int key = 0; key < Length; key++) {
                text.Append(this[query, key] ? 'x' : '.');
            }
        }
        return text.ToString();
    }
}
