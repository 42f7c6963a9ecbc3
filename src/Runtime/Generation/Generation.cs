using System;
using System.Diagnostics;
using System.Text;
using System.Threading;
using Sinter.Runtime.Sampling;
using Sinter.Runtime.Tokenizers;

namespace Sinter.Runtime;

/// <summary>
/// A generation as a sequence of steps, each of which adds some text: the prompt, then a token at a time. The order of
/// events is that of llama2.c's <c>generate</c>, except that the prompt is fed at once.
/// </summary>
sealed class Generation {
    readonly ModelSession session;
    readonly GenerationOptions options;
    readonly GenerationStatistics statistics;
    readonly Sampler sampler;
    readonly TokenDecoder decoder;
    readonly int[] prompt;
    readonly int[] stopTokens;
    readonly string echo;
    readonly long end;
    readonly int fed;
    // The latest token, which has not been fed yet.
    readonly int[] latest = new int[1];
    State state;
    long started;

    public Generation(ModelSession session, Tokenizer tokenizer, string promptText, GenerationOptions options, GenerationStatistics statistics) {
        this.session = session;
        this.options = options;
        this.statistics = statistics;
        if (options.Steps is < 1) {
            throw new ArgumentOutOfRangeException(nameof(options), options.Steps, $"Steps: expected at least 1, found {options.Steps}");
        }
        if (options.MaximumTokens is < 0) {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaximumTokens, $"MaximumTokens: expected 0 or more, found {options.MaximumTokens}");
        }
        if (tokenizer.VocabularySize > session.Vocabulary) {
            throw new ArgumentException(
                $"Model {session.Model.Description.Name}: expected a tokenizer of at most {session.Vocabulary} tokens, found one of {tokenizer.VocabularySize}", nameof(tokenizer));
        }
        bool continues = session.Position > 0;
        prompt = tokenizer.Encode(promptText, addBeginOfSequence: !continues);
        if (prompt.Length == 0) {
            throw new ArgumentException("expected a prompt of at least one token to continue a session, found an empty one", nameof(promptText));
        }
        end = Math.Min(options.Steps ?? long.MaxValue, session.Context);
        if (session.Position >= options.Steps) {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.Steps, $"Steps: expected more than the session's position of {session.Position}, found {options.Steps}");
        }
        fed = (int)Math.Min(end - session.Position, prompt.Length);
        if (fed < prompt.Length && end == session.Context) {
            throw new ContextOverflowException(session.Model.Description.Name, session.Position, prompt.Length, session.Context);
        }
        stopTokens = options.StopTokens is { } stops ? [.. stops] : [tokenizer.BeginOfSequence, tokenizer.EndOfSequence];
        sampler = new Sampler(options.Sampling, session.Vocabulary);
        statistics.Seed = sampler.Seed;
        decoder = tokenizer.CreateDecoder(continues);
        echo = Echo();
    }

    enum State { Echo, Prompt, Steps, Finish, Ended }

    /// <summary>Makes the next step and shows the text it adds, maybe none; false when there is no further step.</summary>
    /// <exception cref="OperationCanceledException">The session is at the end of a step, and may go on from there.</exception>
    public bool Advance(CancellationToken cancellation, out ReadOnlySpan<char> piece) {
        cancellation.ThrowIfCancellationRequested();
        switch (state) {
            case State.Echo:
                started = Stopwatch.GetTimestamp();
                state = State.Prompt;
                piece = echo;
                return true;
            case State.Prompt:
                piece = FeedPrompt(cancellation);
                return true;
            case State.Steps:
                piece = Step();
                return true;
            case State.Finish:
                state = State.Ended;
                piece = decoder.Finish();
                return true;
            default:
                piece = default;
                return false;
        }
    }

    string Echo() {
        // Steps may end within the prompt: llama2.c then shows one token more than it feeds, as it always does.
        int shown = Math.Min(fed + 1, prompt.Length);
        var text = new StringBuilder();
        foreach (int token in prompt.AsSpan(0, shown)) {
            // The decoder needs the tokens even when nobody wants to see them.
            text.Append(decoder.Append(token));
        }
        return options.EchoPrompt ? text.ToString() : "";
    }

    ReadOnlySpan<char> FeedPrompt(CancellationToken cancellation) {
        ReadOnlySpan<float> logits = default;
        for (int done = 0; done < fed;) {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(session.ChunkTime, fed - done);
            long start = Stopwatch.GetTimestamp();
            logits = session.Forward(prompt.AsSpan(done, count));
            statistics.PromptTime += Stopwatch.GetElapsedTime(start);
            statistics.PromptTokens += count;
            done += count;
            options.PromptProgress?.Report(new PromptProgress(done, fed));
        }
        if (fed < prompt.Length || options.MaximumTokens == 0) {
            End(GenerationEnd.Length);
            return default;
        }
        state = State.Steps;
        long chosen = Stopwatch.GetTimestamp();
        return Choose(logits, chosen);
    }

    ReadOnlySpan<char> Step() {
        long start = Stopwatch.GetTimestamp();
        ReadOnlySpan<float> logits = session.Forward(latest);
        statistics.Steps++;
        return Choose(logits, start);
    }

    ReadOnlySpan<char> Choose(ReadOnlySpan<float> logits, long start) {
        int token = sampler.Sample(logits);
        statistics.StepTime += Stopwatch.GetElapsedTime(start);
        if (statistics.GeneratedTokens++ == 0) {
            statistics.TimeToFirstToken = Stopwatch.GetElapsedTime(started);
        }
        latest[0] = token;
        if (stopTokens.AsSpan().Contains(token)) {
            End(GenerationEnd.StopToken);
            return default;
        }
        if (statistics.GeneratedTokens == options.MaximumTokens || session.Position == options.Steps) {
            End(GenerationEnd.Length);
        } else if (session.Position >= end) {
            End(GenerationEnd.Context);
        }
        return decoder.Append(token);
    }

    void End(GenerationEnd reason) {
        statistics.End = reason;
        state = State.Finish;
    }
}
