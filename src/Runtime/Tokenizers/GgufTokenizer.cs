using System;
using System.Linq;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Tokenizers;

/// <summary>Reads the tokenizer in the metadata of a GGUF file, of the kind <c>llama</c>: SentencePiece's byte-pair encoding.</summary>
static class GgufTokenizer {
    const string Prefix = "tokenizer.ggml.";

    public static Tokenizer Read(WeightFile file, int? vocabularySize) {
        string model = file.TryGetMetadata(Prefix + "model", out MetadataValue? kind) && kind.TryGetString(out string? text)
            ? text
            : throw new TokenizerException(file.Path, $"expected a tokenizer in the metadata '{Prefix}model', found none");
        if (model != "llama") {
            throw new TokenizerException(file.Path, $"tokenizers of kind {Quoting.Quote(model)} are not supported; expected 'llama'");
        }
        string[] tokens = Required(file, "tokens", "an array of strings").TryGetStrings(out string[]? strings) ? strings : throw Wrong(file, "tokens", "an array of strings");
        float[] scores = Required(file, "scores", "an array of Single").TryGetSingles(out float[]? singles) ? singles : throw Wrong(file, "scores", "an array of Single");
        int[] kinds = Required(file, "token_type", "an array of Int32").TryGetInt32s(out int[]? integers) ? integers : throw Wrong(file, "token_type", "an array of Int32");
        if (scores.Length != tokens.Length || kinds.Length != tokens.Length) {
            throw new TokenizerException(file.Path, $"expected as many scores and token types as tokens, found {tokens.Length} tokens, {scores.Length} scores and {kinds.Length} types");
        }
        if (vocabularySize is int wanted && tokens.Length != wanted) {
            throw new TokenizerException(file.Path, $"expected {wanted} tokens, found {tokens.Length}");
        }
        var entries = new VocabularyEntry[tokens.Length];
        for (int i = 0; i < entries.Length; i++) {
            entries[i] = Entry(file, i, tokens[i], scores[i], kinds[i]);
        }
        return new SentencePieceTokenizer(file.Path, new Vocabulary(entries),
            Token(file, "bos_token_id", 1, tokens.Length), Token(file, "eos_token_id", 2, tokens.Length), Flag(file, "add_space_prefix", true));
    }

    static VocabularyEntry Entry(WeightFile file, int token, string text, float score, int kind) {
        if (!float.IsFinite(score)) {
            throw new TokenizerException(file.Path, $"expected a finite score, found {score}", token);
        }
        if (kind is < (int)TokenKind.Normal or > (int)TokenKind.Byte) {
            throw new TokenizerException(file.Path, $"expected a type from 1 to 6, found {kind}", token);
        }
        if (kind == (int)TokenKind.Byte && Vocabulary.ParseByte(text) is null) {
            throw new TokenizerException(file.Path, $"expected the text of a byte token, such as <0x0A>, found {Quoting.Quote(text)}", token);
        }
        // SentencePiece writes a space as U+2581, a lower one eighth block.
        return new VocabularyEntry(text.Replace('\u2581', ' '), score, (TokenKind)kind);
    }

    static MetadataValue Required(WeightFile file, string key, string expected) =>
        file.TryGetMetadata(Prefix + key, out MetadataValue? value) ? value : throw new TokenizerException(file.Path, $"expected {expected} in the metadata '{Prefix}{key}', found none");

    static TokenizerException Wrong(WeightFile file, string key, string expected) =>
        new(file.Path, $"metadata '{Prefix}{key}': expected {expected}, found {file.Metadata[Prefix + key]}");

    static int Token(WeightFile file, string key, int otherwise, int count) {
        long token = otherwise;
        if (file.TryGetMetadata(Prefix + key, out MetadataValue? value) && !value.TryGetInt64(out token)) {
            throw Wrong(file, key, "an integer");
        }
        return token >= 0 && token < count
            ? (int)token
            : throw new TokenizerException(file.Path, $"expected '{Prefix}{key}' to be a token from 0 to {count - 1}, found {token}");
    }

    static bool Flag(WeightFile file, string key, bool otherwise) {
        bool flag = otherwise;
        return !file.TryGetMetadata(Prefix + key, out MetadataValue? value) || value.TryGetBoolean(out flag) ? flag : throw Wrong(file, key, "a boolean");
    }
}
