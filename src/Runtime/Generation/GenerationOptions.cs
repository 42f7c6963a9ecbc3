using System;
using System.Collections.Immutable;
using Sinter.Runtime.Sampling;

namespace Sinter.Runtime;

/// <summary>What to generate, and how far.</summary>
public sealed record GenerationOptions {
    /// <summary>How tokens are chosen.</summary>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>
    /// The position of the session at which generation ends, counted as llama2.c does: the prompt's tokens and the
    /// leading begin-of-sequence token included. Null for the whole context.
    /// </summary>
    public int? Steps { get; init; }

    /// <summary>The most tokens to generate after the prompt, or null for no such limit.</summary>
    public int? MaximumTokens { get; init; }

    /// <summary>Tokens that end the text without being part of it. Null for the tokenizer's begin and end of sequence.</summary>
    public ImmutableArray<int>? StopTokens { get; init; }

    /// <summary>
    /// Told after each piece of the prompt that was fed, on the thread that feeds it, or null. The pieces are of at most
    /// <see cref="SessionOptions.ChunkTime"/> tokens.
    /// </summary>
    public IProgress<PromptProgress>? PromptProgress { get; init; }

    /// <summary>Whether the text begins with the prompt.</summary>
    public bool EchoPrompt { get; init; } = true;
}
