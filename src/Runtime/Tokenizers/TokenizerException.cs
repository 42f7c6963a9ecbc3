using System;

namespace Sinter.Runtime.Tokenizers;

/// <summary>A tokenizer file is malformed or of a kind that is not supported, or a text cannot be encoded.</summary>
public sealed class TokenizerException : Exception {
    /// <summary>Makes an error about one tokenizer.</summary>
    /// <param name="path">The file it came from.</param>
    /// <param name="detail">What was expected and what was found.</param>
    /// <param name="token">The token concerned, when one is known.</param>
    public TokenizerException(string path, string detail, int? token = null)
        : base(token is null ? $"{path}: {detail}" : $"{path}: token {token}: {detail}") {
        Path = path;
        Token = token;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The token concerned, when one is known.</summary>
    public int? Token { get; }
}
