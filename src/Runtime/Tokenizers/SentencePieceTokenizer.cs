using System;
using System.Buffers;
using System.Text;

namespace Sinter.Runtime.Tokenizers;

/// <summary>
/// Byte-pair encoding as SentencePiece does it for Llama: the text, after a space, is cut into characters; characters
/// that are no piece become byte tokens; then the two neighbours whose joined piece has the highest score, the leftmost
/// of equals, are joined until no neighbours make a piece.
/// </summary>
sealed class SentencePieceTokenizer : Tokenizer {
    readonly string path;
    readonly Vocabulary vocabulary;

    public SentencePieceTokenizer(string path, Vocabulary vocabulary, int beginOfSequence, int endOfSequence, bool addsLeadingSpace) {
        this.path = path;
        this.vocabulary = vocabulary;
        BeginOfSequence = beginOfSequence;
        EndOfSequence = endOfSequence;
        AddsLeadingSpace = addsLeadingSpace;
    }

    public override int VocabularySize => vocabulary.Count;

    public override int BeginOfSequence { get; }

    public override int EndOfSequence { get; }

    protected internal override bool AddsLeadingSpace { get; }

    protected internal override int LongestTokenBytes => vocabulary.LongestPiece;

    public override int MaximumTokens(ReadOnlySpan<char> text) => checked(2 + 3 * text.Length);

    protected internal override ReadOnlySpan<byte> TextBytes(int token) {
        if ((uint)token >= (uint)vocabulary.Count) {
            throw new ArgumentOutOfRangeException(nameof(token), token, $"the vocabulary has tokens from 0 to {vocabulary.Count - 1}");
        }
        return vocabulary.Kind(token) == TokenKind.Control ? [] : vocabulary.Bytes(token);
    }

    public override int Encode(ReadOnlySpan<char> text, bool addBeginOfSequence, Span<int> tokens) {
        int count = 0;
        if (addBeginOfSequence) {
            Put(tokens, ref count, BeginOfSequence);
        }
        if (text.IsEmpty) {
            return count;
        }
        byte[] bytes = ArrayPool<byte>.Shared.Rent(checked(1 + 3 * text.Length));
        PieceMerger? merger = null;
        try {
            int length = ToUtf8(text, bytes);
            merger = PieceMerger.Rent(vocabulary, bytes, length);
            Cut(bytes.AsSpan(0, length), merger);
            merger.Merge();
            for (int symbol = merger.First; symbol >= 0; symbol = merger.Next(symbol)) {
                Put(tokens, ref count, merger.Token(symbol));
            }
        } finally {
            merger?.Return();
            ArrayPool<byte>.Shared.Return(bytes);
        }
        return count;
    }

    int ToUtf8(ReadOnlySpan<char> text, byte[] bytes) {
        int length = 0;
        if (AddsLeadingSpace) {
            bytes[length++] = (byte)' ';
        }
        OperationStatus status = System.Text.Unicode.Utf8.FromUtf16(text, bytes.AsSpan(length), out int read, out int written, replaceInvalidSequences: false);
        return status == OperationStatus.Done
            ? length + written
            : throw new ArgumentException($"the text holds half of a surrogate pair, U+{(int)text[read]:X4}, at {read}", nameof(text));
    }

    /// <summary>The symbols that merging begins with: characters, and bytes of characters that are no piece.</summary>
    void Cut(ReadOnlySpan<byte> bytes, PieceMerger merger) {
        for (int at = 0; at < bytes.Length;) {
            Rune.DecodeFromUtf8(bytes[at..], out Rune character, out int size);
            int token = vocabulary.Find(bytes.Slice(at, size));
            if (token >= 0) {
                merger.Add(token, at, size, merges: true);
            } else {
                for (int i = 0; i < size; i++) {
                    int single = vocabulary.ByteToken(bytes[at + i]);
                    merger.Add(single >= 0 ? single : throw Inexpressible(character, bytes[at + i]), at + i, 1, merges: false);
                }
            }
            at += size;
        }
    }

    TokenizerException Inexpressible(Rune character, byte value) => new(path,
        $"the vocabulary cannot express U+{character.Value:X4}: it has neither the character nor a token <0x{value:X2}>");

    static void Put(Span<int> tokens, ref int count, int token) {
        if (count == tokens.Length) {
            throw new ArgumentException($"the text has more tokens than the room for {tokens.Length}", nameof(tokens));
        }
        tokens[count++] = token;
    }
}
