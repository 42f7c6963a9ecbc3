using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Unicode;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Tokenizers;

/// <summary>
/// Reads the <c>tokenizer.bin</c> of llama2.c: the length of the longest token, then of each token its score, its length
/// and its bytes. The first three tokens are those for the unknown, the begin and the end of a sequence.
/// </summary>
static class Llama2CTokenizer {
    const int Unknown = 0, BeginOfSequence = 1, EndOfSequence = 2;
    const int SmallestToken = sizeof(float) + sizeof(int);

    public static Tokenizer Read(MappedFile file, int? vocabularySize) {
        long position = 0;
        int longest = ReadInt32(file, ref position, "the longest token's length", null);
        if (longest <= 0) {
            throw new TokenizerException(file.Path, $"expected a llama2.c tokenizer, whose longest token has a positive length, found {longest}");
        }
        var entries = new List<VocabularyEntry>();
        while (position < file.Length && entries.Count != vocabularySize) {
            entries.Add(ReadEntry(file, ref position, entries.Count, longest));
        }
        if (vocabularySize is int wanted && entries.Count != wanted) {
            throw new TokenizerException(file.Path, $"expected {wanted} tokens, found {entries.Count}");
        }
        if (position != file.Length) {
            throw new TokenizerException(file.Path, $"expected the file to end after {vocabularySize} tokens at byte {position}, found {file.Length} bytes");
        }
        if (entries.Count <= EndOfSequence) {
            throw new TokenizerException(file.Path, $"expected at least {EndOfSequence + 1} tokens, found {entries.Count}");
        }
        return new SentencePieceTokenizer(file.Path, new Vocabulary(entries), BeginOfSequence, EndOfSequence, addsLeadingSpace: true);
    }

    static unsafe VocabularyEntry ReadEntry(MappedFile file, ref long position, int token, int longest) {
        if (file.Length - position < SmallestToken) {
            throw new TokenizerException(file.Path, $"the file is truncated: expected {SmallestToken} bytes of score and length at byte {position}, found {file.Length - position}", token);
        }
        float score = BitConverter.Int32BitsToSingle(ReadInt32(file, ref position, "score", token));
        if (!float.IsFinite(score)) {
            throw new TokenizerException(file.Path, $"expected a finite score, found {score}", token);
        }
        int length = ReadInt32(file, ref position, "length", token);
        if (length < 0 || length > longest) {
            throw new TokenizerException(file.Path, $"expected a length from 0 to the {longest} of the longest token, found {length} at byte {position - sizeof(int)}", token);
        }
        if (length > file.Length - position) {
            throw new TokenizerException(file.Path, $"the file is truncated: expected {length} bytes of text at byte {position}, found {file.Length - position}", token);
        }
        var bytes = new ReadOnlySpan<byte>(file.Start + position, length);
        if (!Utf8.IsValid(bytes)) {
            throw new TokenizerException(file.Path, $"expected UTF-8 at byte {position}, found other bytes", token);
        }
        position += length;
        string text = Encoding.UTF8.GetString(bytes);
        TokenKind kind = token switch {
            Unknown => TokenKind.Unknown,
            BeginOfSequence or EndOfSequence => TokenKind.Control,
            _ => Vocabulary.ParseByte(text) is null ? TokenKind.Normal : TokenKind.Byte,
        };
        return new VocabularyEntry(text, score, kind);
    }

    static unsafe int ReadInt32(MappedFile file, ref long position, string field, int? token) {
        if (file.Length - position < sizeof(int)) {
            throw new TokenizerException(file.Path, $"the file is truncated: expected {sizeof(int)} bytes of {field} at byte {position}, found {file.Length - position}", token);
        }
        int value = System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(new ReadOnlySpan<byte>(file.Start + position, sizeof(int)));
        position += sizeof(int);
        return value;
    }
}
