using System;
using System.Collections.Generic;
using System.Text;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Tokenizers;

/// <summary>Turns text into the tokens of a model and back. Immutable: any number of threads may use one.</summary>
public abstract class Tokenizer {
    /// <summary>The number of tokens.</summary>
    public abstract int VocabularySize { get; }

    /// <summary>The token that begins a sequence.</summary>
    public abstract int BeginOfSequence { get; }

    /// <summary>The token that ends a sequence.</summary>
    public abstract int EndOfSequence { get; }

    /// <summary>Reads a tokenizer from a llama2.c <c>tokenizer.bin</c> or from the metadata of a GGUF file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="vocabularySize">The number of tokens the model has, checked against the file's; null for the file's own.</param>
    /// <exception cref="TokenizerException">The file is malformed, of an unsupported kind or of another size.</exception>
    /// <exception cref="WeightFileException">The file cannot be opened, or is malformed GGUF.</exception>
    public static Tokenizer Open(string path, int? vocabularySize = null) => TokenizerFormats.Open(path, vocabularySize);

    /// <summary>Reads the tokenizer in the metadata of a GGUF file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="vocabularySize">The number of tokens the model has, checked against the file's; null for the file's own.</param>
    /// <exception cref="TokenizerException">The file has no tokenizer, or one that is malformed, unsupported or of another size.</exception>
    public static Tokenizer FromGguf(WeightFile file, int? vocabularySize = null) => GgufTokenizer.Read(file, vocabularySize);

    /// <summary>The tokens of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addBeginOfSequence">Whether to begin with <see cref="BeginOfSequence"/>.</param>
    /// <exception cref="ArgumentException">The text holds half of a surrogate pair.</exception>
    /// <exception cref="TokenizerException">The vocabulary cannot express the text.</exception>
    public int[] Encode(string text, bool addBeginOfSequence) {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = new int[MaximumTokens(text)];
        return tokens[..Encode(text, addBeginOfSequence, tokens)];
    }

    /// <summary>Writes the tokens of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addBeginOfSequence">Whether to begin with <see cref="BeginOfSequence"/>.</param>
    /// <param name="tokens">Receives the tokens; room for <see cref="MaximumTokens"/> is always enough.</param>
    /// <returns>The number of tokens.</returns>
    /// <exception cref="ArgumentException">The text holds half of a surrogate pair, or the tokens have not enough room.</exception>
    /// <exception cref="TokenizerException">The vocabulary cannot express the text.</exception>
    public abstract int Encode(ReadOnlySpan<char> text, bool addBeginOfSequence, Span<int> tokens);

    /// <summary>A number of tokens that no encoding of the text exceeds.</summary>
    public abstract int MaximumTokens(ReadOnlySpan<char> text);

    /// <summary>The text of tokens that begin a sequence.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A token is not of the vocabulary.</exception>
    public string Decode(params ReadOnlySpan<int> tokens) {
        TokenDecoder decoder = CreateDecoder();
        var text = new StringBuilder();
        foreach (int token in tokens) {
            text.Append(decoder.Append(token));
        }
        return text.Append(decoder.Finish()).ToString();
    }

    /// <summary>A decoder for tokens that come one by one.</summary>
    /// <param name="continues">Whether tokens come before the first: a leading space of the first is then part of the text.</param>
    public TokenDecoder CreateDecoder(bool continues = false) => new(this, continues);

    /// <summary>Whether the encoding of a text begins with a space that is not in the text.</summary>
    protected internal abstract bool AddsLeadingSpace { get; }

    /// <summary>The bytes a token adds to the text; none for one that only marks something.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The token is not of the vocabulary.</exception>
    protected internal abstract ReadOnlySpan<byte> TextBytes(int token);

    /// <summary>The bytes of the longest token.</summary>
    protected internal abstract int LongestTokenBytes { get; }
}
