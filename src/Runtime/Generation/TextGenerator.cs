using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Sinter.Runtime.Tokenizers;

namespace Sinter.Runtime;

/// <summary>Text from a session and a tokenizer, as it comes.</summary>
/// <remarks>
/// A session at position 0 gets the begin-of-sequence token before the prompt; another one goes on from what it has.
/// The token chosen last is never fed: a prompt that continues a text begins after it.
/// </remarks>
public static class TextGenerator {
    /// <summary>
    /// Generates text piece by piece. Each step runs on the thread pool, when the piece before it has been taken.
    /// </summary>
    /// <param name="session">The session, which nobody else uses meanwhile.</param>
    /// <param name="tokenizer">The tokenizer of the model.</param>
    /// <param name="prompt">The text to go on from; at position 0 it may be empty.</param>
    /// <param name="options">What to generate; null for the defaults.</param>
    /// <param name="statistics">Receives measurements, or null.</param>
    /// <param name="cancellation">Ends the generation between two steps with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Pieces that are not empty; together they are the text.</returns>
    /// <exception cref="ContextOverflowException">The prompt is longer than the context has room.</exception>
    public static IAsyncEnumerable<string> GenerateAsync(
        this ModelSession session, Tokenizer tokenizer, string prompt,
        GenerationOptions? options = null, GenerationStatistics? statistics = null, CancellationToken cancellation = default) =>
        // Not an iterator, so that wrong arguments are reported by the call and not by the first piece.
        Stream(session, Start(session, tokenizer, prompt, options ??= new GenerationOptions(), statistics ??= new GenerationStatistics()), options, statistics, cancellation);

    /// <summary>Generates text piece by piece on this thread.</summary>
    /// <param name="session">The session, which nobody else uses meanwhile.</param>
    /// <param name="tokenizer">The tokenizer of the model.</param>
    /// <param name="prompt">The text to go on from; at position 0 it may be empty.</param>
    /// <param name="take">Takes a piece that is not empty and is valid only during the call.</param>
    /// <param name="options">What to generate; null for the defaults.</param>
    /// <param name="cancellation">Ends the generation between two steps with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Measurements.</returns>
    /// <exception cref="ContextOverflowException">The prompt is longer than the context has room.</exception>
    public static GenerationStatistics Generate(
        this ModelSession session, Tokenizer tokenizer, string prompt, Action<ReadOnlySpan<char>> take,
        GenerationOptions? options = null, CancellationToken cancellation = default) {
        ArgumentNullException.ThrowIfNull(take);
        var statistics = new GenerationStatistics();
        options ??= new GenerationOptions();
        Generation generation = Start(session, tokenizer, prompt, options, statistics);
        using GenerationActivity? activity = GenerationActivity.Start(session, options, statistics);
        try {
            while (generation.Advance(cancellation, out ReadOnlySpan<char> piece)) {
                if (!piece.IsEmpty) {
                    take(piece);
                }
            }
        } catch (Exception error) {
            activity?.Fail(error);
            throw;
        }
        return statistics;
    }

    static Generation Start(
        ModelSession session, Tokenizer tokenizer, string prompt, GenerationOptions options, GenerationStatistics statistics) {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(prompt);
        return new Generation(session, tokenizer, prompt, options, statistics);
    }

    static async IAsyncEnumerable<string> Stream(
        ModelSession session, Generation generation, GenerationOptions options, GenerationStatistics statistics, [EnumeratorCancellation] CancellationToken cancellation) {
        using GenerationActivity? activity = GenerationActivity.Start(session, options, statistics);
        // One delegate for all steps. Steps that add no text, as half a character does, do not come back in between.
        Func<string?> next = () => {
            try {
                while (generation.Advance(cancellation, out ReadOnlySpan<char> piece)) {
                    if (!piece.IsEmpty) {
                        return piece.ToString();
                    }
                }
                return null;
            } catch (Exception error) {
                activity?.Fail(error);
                throw;
            }
        };
        while (await Task.Run(next, cancellation).ConfigureAwait(false) is string text) {
            yield return text;
        }
    }
}
