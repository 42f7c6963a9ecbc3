using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Sinter.Runtime;

/// <summary>
/// Looks for a likely sequence: greedily, or by a beam of several at once (as in Tensor2Tensor: in each step the best 2 B continuations
/// are looked at, those that end are set aside, the best B of the others live on). The same model and options give the same result;
/// of equals the earlier branch, then the smaller token, comes first.
/// </summary>
public static class SequenceSearch {
    /// <summary>The sequence of the likeliest next tokens.</summary>
    /// <param name="session">Fed with the start and all but the last of the tokens.</param>
    /// <param name="next">How the model is called.</param>
    /// <param name="start">At least one token.</param>
    /// <param name="options">Where to end; beams do not matter.</param>
    public static FoundSequence Greedy(ModelSession session, NextLogits next, ReadOnlySpan<int> start, SearchOptions options) {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(next);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        List<int> tokens = [];
        double sum = 0;
        ReadOnlySpan<float> logits = next(session, start);
        while (true) {
            int best = 0;
            for (int token = 1; token < logits.Length; token++) {
                best = logits[token] > logits[best] ? token : best;
            }
            sum += logits[best] - LogSumExp(logits);
            int length = tokens.Count + 1;
            bool ended = best == options.EndToken;
            if (!ended) {
                tokens.Add(best);
            }
            if (ended || length == options.MaximumTokens) {
                return new FoundSequence([.. tokens], sum, options.Score(sum, length), ended);
            }
            logits = next(session, [best]);
        }
    }

    /// <summary>
    /// The best sequences by a beam search, best first: those that ended, at most as many as beams, or, if none did, those cut at the
    /// most tokens.
    /// </summary>
    /// <param name="create">Makes a session as it is before the start; called once for each beam. The search disposes them.</param>
    /// <param name="next">How the model is called.</param>
    /// <param name="start">At least one token.</param>
    /// <param name="options">Where to end, how many beams.</param>
    public static ImmutableArray<FoundSequence> Beam(Func<ModelSession> create, NextLogits next, ReadOnlySpan<int> start, SearchOptions options) {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(next);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        List<ModelSession> sessions = [];
        try {
            for (int i = 0; i < options.Beams; i++) {
                sessions.Add(create());
            }
            Branch first = new(sessions[0], [], 0, null!);
            first = first with { LogProbabilities = LogSoftmax(next(first.Session, start)) };
            return Search(sessions, first, next, options);
        } finally {
            foreach (ModelSession session in sessions) {
                session.Dispose();
            }
        }
    }

    static ImmutableArray<FoundSequence> Search(List<ModelSession> sessions, Branch first, NextLogits next, SearchOptions options) {
        List<Branch> live = [first];
        List<FoundSequence> ended = [];
        for (int length = 1; ; length++) {
            List<Branch> kept = [];
            foreach ((int parent, int token, double sum) in Best(live, 2 * options.Beams)) {
                if (token == options.EndToken) {
                    ended.Add(new FoundSequence([.. live[parent].Tokens], sum, options.Score(sum, length), true));
                } else if (kept.Count < options.Beams) {
                    kept.Add(new Branch(live[parent].Session, [.. live[parent].Tokens, token], sum, null!));
                }
            }
            // A stable sort: of equals the one that was found first.
            ended = [.. ended.OrderByDescending(found => found.Score).Take(options.Beams)];
            if (length == options.MaximumTokens || kept.Count == 0) {
                return ended.Count > 0
                    ? [.. ended]
                    : [.. kept.Select(branch => new FoundSequence([.. branch.Tokens], branch.Sum, options.Score(branch.Sum, length), false))];
            }
            // Sums only fall and the penalty only grows, so no branch can come to more than this.
            if (ended.Count == options.Beams && ended[^1].Score >= options.Score(kept[0].Sum, options.MaximumTokens)) {
                return [.. ended];
            }
            live = Continue(sessions, kept, next);
        }
    }

    // The continuations of the largest sums, largest first.
    static List<(int Parent, int Token, double Sum)> Best(List<Branch> live, int count) {
        List<(int Parent, int Token, double Sum)> all = [];
        for (int parent = 0; parent < live.Count; parent++) {
            double[] logProbabilities = live[parent].LogProbabilities;
            all.AddRange(Enumerable.Range(0, logProbabilities.Length)
                .OrderByDescending(token => logProbabilities[token]).Take(count)
                .Select(token => (parent, token, live[parent].Sum + logProbabilities[token])));
        }
        return [.. all.OrderByDescending(candidate => candidate.Sum).Take(count)];
    }

    // The first branch of a session keeps it; others take over a copy before any goes on.
    static List<Branch> Continue(List<ModelSession> sessions, List<Branch> kept, NextLogits next) {
        Stack<ModelSession> free = new(sessions.Except(kept.Select(branch => branch.Session)));
        HashSet<ModelSession> taken = [];
        List<Branch> own = [];
        foreach (Branch branch in kept) {
            ModelSession session = branch.Session;
            if (!taken.Add(session)) {
                session = free.Pop();
                session.CopyFrom(branch.Session);
            }
            own.Add(branch with { Session = session });
        }
        return [.. own.Select(branch => branch with { LogProbabilities = LogSoftmax(next(branch.Session, [branch.Tokens[^1]])) })];
    }

    static double[] LogSoftmax(ReadOnlySpan<float> logits) {
        double sum = LogSumExp(logits);
        double[] result = new double[logits.Length];
        for (int i = 0; i < result.Length; i++) {
            result[i] = logits[i] - sum;
        }
        return result;
    }

    static double LogSumExp(ReadOnlySpan<float> logits) {
        double most = double.NegativeInfinity, sum = 0;
        foreach (float logit in logits) {
            most = Math.Max(most, logit);
        }
        foreach (float logit in logits) {
            sum += Math.Exp(logit - most);
        }
        return most + Math.Log(sum);
    }

    /// <summary>A sequence that has not ended, and what may follow it.</summary>
    sealed record Branch(ModelSession Session, int[] Tokens, double Sum, double[] LogProbabilities);
}
