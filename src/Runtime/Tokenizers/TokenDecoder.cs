using System;
using System.Text;
using System.Text.Unicode;

namespace Sinter.Runtime.Tokenizers;

/// <summary>
/// Turns tokens into text as they come. A character whose bytes are spread over tokens appears with its last byte;
/// bytes that are no UTF-8 become U+FFFD. Allocates only when made. Not safe for several threads.
/// </summary>
public sealed class TokenDecoder {
    /// <summary>The bytes of a character that may wait for its last one.</summary>
    const int MostPending = 3;

    readonly Tokenizer tokenizer;
    readonly byte[] bytes;
    readonly char[] characters;
    int pending;
    bool atBegin;

    internal TokenDecoder(Tokenizer tokenizer, bool continues) {
        this.tokenizer = tokenizer;
        bytes = new byte[tokenizer.LongestTokenBytes + MostPending];
        characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        atBegin = !continues;
    }

    /// <summary>The text that a token adds, maybe none. It is valid until the next call.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The token is not of the vocabulary.</exception>
    public ReadOnlySpan<char> Append(int token) {
        ReadOnlySpan<byte> added = tokenizer.TextBytes(token);
        if (token == tokenizer.BeginOfSequence) {
            atBegin = true;
        } else if (!added.IsEmpty) {
            // Encoding put a space before the text; the text itself has none there.
            if (atBegin && tokenizer.AddsLeadingSpace && added[0] == (byte)' ') {
                added = added[1..];
            }
            atBegin = false;
        }
        added.CopyTo(bytes.AsSpan(pending));
        return Convert(pending + added.Length, isEnd: false);
    }

    /// <summary>What is left at the end: U+FFFD for an unfinished character. The decoder may then begin anew.</summary>
    public ReadOnlySpan<char> Finish() {
        atBegin = true;
        return Convert(pending, isEnd: true);
    }

    // Encoding.UTF8.GetDecoder would keep the unfinished bytes too, but it allocates for each wrong one.
    ReadOnlySpan<char> Convert(int length, bool isEnd) {
        Utf8.ToUtf16(bytes.AsSpan(0, length), characters, out int read, out int written, replaceInvalidSequences: true, isFinalBlock: isEnd);
        bytes.AsSpan(read, length - read).CopyTo(bytes);
        pending = length - read;
        return characters.AsSpan(0, written);
    }
}
