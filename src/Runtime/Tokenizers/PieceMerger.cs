using System;
using System.Buffers;
using System.Collections.Generic;

namespace Sinter.Runtime.Tokenizers;

/// <summary>
/// Joins neighbouring symbols, best pair first. Symbols are a doubly linked list; possible joins wait in a priority
/// queue, and one whose symbols have changed since is dropped when it comes up. That takes n log n steps where looking
/// over all pairs for each join takes n squared, and joins in the same order.
/// </summary>
sealed class PieceMerger {
    /// <summary>Scores at or below this never join: run.c of llama2.c begins its search for the best pair with it.</summary>
    const float LowestScore = -1e10f;

    readonly Vocabulary vocabulary;
    readonly byte[] bytes;
    readonly Symbol[] symbols;
    readonly PriorityQueue<Join, Priority> joins = new();
    int count;

    PieceMerger(Vocabulary vocabulary, byte[] bytes, Symbol[] symbols) {
        this.vocabulary = vocabulary;
        this.bytes = bytes;
        this.symbols = symbols;
    }

    /// <summary>The first symbol, or -1.</summary>
    public int First => count == 0 ? -1 : 0;

    /// <summary>A merger for at most <paramref name="length"/> symbols over the given bytes.</summary>
    public static PieceMerger Rent(Vocabulary vocabulary, byte[] bytes, int length) => new(vocabulary, bytes, ArrayPool<Symbol>.Shared.Rent(length));

    public void Return() => ArrayPool<Symbol>.Shared.Return(symbols);

    public int Next(int symbol) => symbols[symbol].Next;

    public int Token(int symbol) => symbols[symbol].Token;

    /// <summary>Adds a symbol at the end. Those that do not merge stay as they are: bytes of a character.</summary>
    public void Add(int token, int start, int length, bool merges) {
        symbols[count] = new Symbol { Token = token, Start = start, Length = length, Merges = merges, Previous = count - 1, Next = -1 };
        if (count > 0) {
            symbols[count - 1].Next = count;
        }
        count++;
    }

    public void Merge() {
        for (int left = 0; left + 1 < count; left++) {
            Consider(left);
        }
        while (joins.TryDequeue(out Join join, out _)) {
            ref Symbol left = ref symbols[join.Left];
            // Lengths tell whether both are still the symbols that the join was found for: symbols only grow, and one
            // that was swallowed has length 0.
            if (left.Length != join.LeftLength || left.Next < 0 || left.Length + symbols[left.Next].Length != join.Length) {
                continue;
            }
            ref Symbol right = ref symbols[left.Next];
            left.Token = join.Token;
            left.Length = join.Length;
            left.Next = right.Next;
            right.Length = 0;
            if (left.Next >= 0) {
                symbols[left.Next].Previous = join.Left;
                Consider(join.Left);
            }
            if (left.Previous >= 0) {
                Consider(left.Previous);
            }
        }
    }

    void Consider(int index) {
        ref Symbol left = ref symbols[index];
        ref Symbol right = ref symbols[left.Next];
        if (!left.Merges || !right.Merges) {
            return;
        }
        int length = left.Length + right.Length;
        int token = vocabulary.Find(bytes.AsSpan(left.Start, length));
        if (token >= 0 && vocabulary.Score(token) > LowestScore) {
            joins.Enqueue(new Join(index, left.Length, length, token), new Priority(vocabulary.Score(token), index));
        }
    }

    struct Symbol {
        public int Token, Start, Length, Previous, Next;
        public bool Merges;
    }

    readonly record struct Join(int Left, int LeftLength, int Length, int Token);

    /// <summary>The higher score first, the leftmost of equals: symbols are numbered from left to right.</summary>
    readonly record struct Priority(float Score, int Left) : IComparable<Priority> {
        public int CompareTo(Priority other) => Score != other.Score ? other.Score.CompareTo(Score) : Left.CompareTo(other.Left);
    }
}
