using System;
using System.Collections.Immutable;

namespace Sinter.Runtime;

/// <summary>How <see cref="SequenceSearch"/> looks for a sequence.</summary>
public sealed record SearchOptions {
    /// <summary>The token that ends a sequence.</summary>
    public required int EndToken { get; init; }

    /// <summary>The most tokens of a result, the end token included; at least 1.</summary>
    public required int MaximumTokens { get; init; }

    /// <summary>How many sequences a beam search keeps; at least 1.</summary>
    public int Beams { get; init; } = 4;

    /// <summary>
    /// Alpha of the penalty of length ((5 + length) / 6)^alpha (Wu et al., arXiv:1609.08144) by which log-probabilities are divided: 0
    /// for none, more for longer results. Not negative.
    /// </summary>
    public double LengthPenalty { get; init; }

    internal void Check() {
        ArgumentOutOfRangeException.ThrowIfNegative(EndToken);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumTokens, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Beams, 1);
        if (!(LengthPenalty >= 0 && double.IsFinite(LengthPenalty))) {
            throw new ArgumentOutOfRangeException(nameof(LengthPenalty), LengthPenalty, "expected a penalty that is 0 or more");
        }
    }

    internal double Score(double logProbability, int length) => logProbability / Math.Pow((5.0 + length) / 6, LengthPenalty);
}

/// <summary>A sequence that a search found.</summary>
/// <param name="Tokens">The tokens after those it started from, without the end token.</param>
/// <param name="LogProbability">The sum of the natural logarithms of their probabilities, the end token's included.</param>
/// <param name="Score">The same, divided by the penalty of length.</param>
/// <param name="Ended">Whether the end token came; else the sequence was cut at the most tokens allowed.</param>
public sealed record FoundSequence(ImmutableArray<int> Tokens, double LogProbability, double Score, bool Ended);

/// <summary>Feeds tokens to a session and returns the logits of the token after them, to be read until the next call.</summary>
/// <param name="session">One branch of the search.</param>
/// <param name="tokens">What comes next in that branch.</param>
public delegate ReadOnlySpan<float> NextLogits(ModelSession session, scoped ReadOnlySpan<int> tokens);
