using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Sinter.Runtime.Tokenizers;

/// <summary>One token of a vocabulary.</summary>
/// <param name="Text">Its text, with plain spaces.</param>
/// <param name="Score">Pieces of a higher score are merged first.</param>
/// <param name="Kind">What it is.</param>
readonly record struct VocabularyEntry(string Text, float Score, TokenKind Kind);

/// <summary>
/// The tokens of a model: their bytes side by side in one array, and a hash table from the bytes of a piece to its
/// token. A piece that occurs twice means the token of the lower number. Immutable.
/// </summary>
sealed class Vocabulary {
    readonly byte[] bytes;
    readonly int[] starts;
    readonly float[] scores;
    readonly TokenKind[] kinds;
    readonly int[] slots;
    readonly int[] byteTokens = new int[256];

    public Vocabulary(IReadOnlyList<VocabularyEntry> entries) {
        Count = entries.Count;
        starts = new int[Count + 1];
        scores = new float[Count];
        kinds = new TokenKind[Count];
        slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, Count * 2))];
        slots.AsSpan().Fill(-1);
        byteTokens.AsSpan().Fill(-1);
        var text = new List<byte>();
        for (int i = 0; i < Count; i++) {
            (string piece, scores[i], kinds[i]) = entries[i];
            if (kinds[i] == TokenKind.Byte) {
                byte value = ParseByte(piece) ?? throw new ArgumentException($"token {i} is no byte");
                byteTokens[value] = byteTokens[value] < 0 ? i : byteTokens[value];
                text.Add(value);
            } else {
                text.AddRange(Encoding.UTF8.GetBytes(piece));
            }
            starts[i + 1] = text.Count;
            LongestPiece = Math.Max(LongestPiece, starts[i + 1] - starts[i]);
        }
        bytes = [.. text];
        for (int i = 0; i < Count; i++) {
            if (IsPiece(i)) {
                Insert(i);
            }
        }
    }

    /// <summary>The number of tokens.</summary>
    public int Count { get; }

    /// <summary>The bytes of the longest piece.</summary>
    public int LongestPiece { get; }

    public float Score(int token) => scores[token];

    public TokenKind Kind(int token) => kinds[token];

    /// <summary>The bytes of a token's text; of a byte token, the byte.</summary>
    public ReadOnlySpan<byte> Bytes(int token) => bytes.AsSpan(starts[token], starts[token + 1] - starts[token]);

    /// <summary>The token for one byte, or -1.</summary>
    public int ByteToken(byte value) => byteTokens[value];

    /// <summary>The token of a piece of text, or -1. Tokens without text, and those of bytes, are no pieces.</summary>
    public int Find(ReadOnlySpan<byte> piece) {
        if (piece.Length > LongestPiece) {
            return -1;
        }
        for (int slot = Slot(piece); slots[slot] >= 0; slot = slot + 1 & slots.Length - 1) {
            if (Bytes(slots[slot]).SequenceEqual(piece)) {
                return slots[slot];
            }
        }
        return -1;
    }

    /// <summary>The value of a byte token's name, such as 10 for <c>&lt;0x0A&gt;</c>, or null for any other text.</summary>
    public static byte? ParseByte(string piece) =>
        piece.Length == 6 && piece.StartsWith("<0x", StringComparison.Ordinal) && piece[5] == '>'
        && byte.TryParse(piece.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value) ? value : null;

    bool IsPiece(int token) =>
        kinds[token] is TokenKind.Normal or TokenKind.UserDefined or TokenKind.Unused && starts[token + 1] > starts[token];

    void Insert(int token) {
        ReadOnlySpan<byte> piece = Bytes(token);
        int slot = Slot(piece);
        for (; slots[slot] >= 0; slot = slot + 1 & slots.Length - 1) {
            if (Bytes(slots[slot]).SequenceEqual(piece)) {
                return;
            }
        }
        slots[slot] = token;
    }

    /// <summary>FNV-1a, folded: pieces are short, and the table is half empty.</summary>
    int Slot(ReadOnlySpan<byte> piece) {
        uint hash = 2166136261;
        foreach (byte value in piece) {
            hash = (hash ^ value) * 16777619;
        }
        return (int)((hash ^ hash >> 15) & (uint)(slots.Length - 1));
    }
}
