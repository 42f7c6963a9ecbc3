using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests;

public class SequenceSearchTests {
    const int End = 6;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(40)]
    public void ACopiedSessionGoesItsOwnWay(int length) {
        using LoadedModel model = FakeModel.Load(2);
        using ModelSession first = model.CreateSession(), second = model.CreateSession();
        int[] tokens = FakeModel.Tokens(length, seed: length);
        second.Forward(FakeModel.Tokens(70, seed: 3));
        first.Forward(tokens);
        second.CopyFrom(first);
        Assert.Equal(length, second.Position);
        Assert.Equal(FakeModel.Logits([.. tokens, 4]), first.Forward([4]).ToArray());
        Assert.Equal(FakeModel.Logits([.. tokens, 9, 2]), second.Forward([9, 2]).ToArray());
    }

    [Fact]
    public void SessionsOfDifferentModelsAreNotCopied() {
        using LoadedModel one = FakeModel.Load(), other = FakeModel.Load();
        using ModelSession first = one.CreateSession(), second = other.CreateSession();
        Assert.Throws<ArgumentException>(() => first.CopyFrom(second));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.9)]
    public void ABeamOfAllSequencesFindsTheBestOfAll(double penalty) {
        // 100 branches of 11 continuations at the third step, all of which are looked at: nothing is cut.
        SearchOptions options = new() { EndToken = End, MaximumTokens = 3, Beams = 550, LengthPenalty = penalty };
        ImmutableArray<FoundSequence> found = Search([3, 1], options);
        FoundSequence[] expected = [.. Everything([3, 1], options).OrderByDescending(sequence => sequence.Score)];
        Assert.Equal(expected.Select(Text), found.Select(Text));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0.6)]
    [InlineData(3, 0)]
    [InlineData(5, 1.2)]
    public void ABeamKeepsAsManyAsItIsWide(int beams, double penalty) {
        for (int seed = 0; seed < 5; seed++) {
            int[] start = FakeModel.Tokens(2 + seed, seed);
            SearchOptions options = new() { EndToken = End, MaximumTokens = 9, Beams = beams, LengthPenalty = penalty };
            Assert.True(Plain(start, options).Select(Text).SequenceEqual(Search(start, options).Select(Text)), $"seed {seed}: the search differs from the same with whole histories");
        }
    }

    [Fact]
    public void GreedyTakesTheLikeliestEachTime() {
        using LoadedModel model = FakeModel.Load();
        using ModelSession session = model.CreateSession();
        FoundSequence found = SequenceSearch.Greedy(session, Next, [5, 2], new SearchOptions { EndToken = End, MaximumTokens = 12 });
        List<int> history = [5, 2];
        double sum = 0;
        while (history.Count < 14) {
            double[] p = Tempered(FakeModel.Logits(history));
            int best = Array.IndexOf(p, p.Max());
            sum += p[best];
            history.Add(best);
            if (best == End) {
                break;
            }
        }
        Assert.Equal(history.Skip(2).Where(token => token != End), found.Tokens);
        Assert.Equal(history[^1] == End, found.Ended);
        Assert.Equal(sum, found.LogProbability, 4);
    }

    [Fact]
    public void WhatMakesNoSenseIsRefused() {
        using LoadedModel model = FakeModel.Load();
        SearchOptions options = new() { EndToken = End, MaximumTokens = 3 };
        foreach (SearchOptions wrong in (SearchOptions[])[options with { Beams = 0 }, options with { MaximumTokens = 0 }, options with { EndToken = -1 }, options with { LengthPenalty = double.NaN }]) {
            Assert.Throws<ArgumentOutOfRangeException>(() => SequenceSearch.Beam(() => model.CreateSession(), Next, [1], wrong));
        }
    }

    static ImmutableArray<FoundSequence> Search(int[] start, SearchOptions options) {
        using LoadedModel model = FakeModel.Load();
        return SequenceSearch.Beam(() => model.CreateSession(), Next, start, options);
    }

    static ReadOnlySpan<float> Next(ModelSession session, scoped ReadOnlySpan<int> tokens) =>
        Array.ConvertAll(session.Forward(tokens).ToArray(), logit => 2 * MathF.Sin(logit));

    static string Text(FoundSequence found) => $"{string.Join(" ", found.Tokens)} {found.Score:F4} {found.Ended}";

    static double[] Tempered(float[] logits) {
        double[] tempered = Array.ConvertAll(logits, logit => (double)(2 * MathF.Sin(logit)));
        double total = Math.Log(tempered.Sum(Math.Exp));
        return Array.ConvertAll(tempered, logit => logit - total);
    }

    static IEnumerable<FoundSequence> Everything(int[] start, SearchOptions options) {
        List<(int[] Tokens, double Sum)> open = [([], 0)];
        for (int length = 1; length <= options.MaximumTokens; length++) {
            List<(int[] Tokens, double Sum)> longer = [];
            foreach ((int[] tokens, double sum) in open) {
                double[] p = Tempered(FakeModel.Logits([.. start, .. tokens]));
                for (int token = 0; token < p.Length; token++) {
                    if (token == End) {
                        yield return new FoundSequence([.. tokens], sum + p[token], (sum + p[token]) / Math.Pow((5.0 + length) / 6, options.LengthPenalty), true);
                    } else {
                        longer.Add(([.. tokens, token], sum + p[token]));
                    }
                }
            }
            open = longer;
        }
    }

    // The same search without sessions: every branch is its whole history.
    static List<FoundSequence> Plain(int[] start, SearchOptions options) {
        List<(int[] Tokens, double Sum)> live = [([], 0)];
        List<FoundSequence> ended = [];
        double Score(double sum, int length) => sum / Math.Pow((5.0 + length) / 6, options.LengthPenalty);
        for (int length = 1; length <= options.MaximumTokens; length++) {
            var next = live
                .SelectMany(branch => Tempered(FakeModel.Logits([.. start, .. branch.Tokens])).Select((p, token) => (Tokens: (int[])[.. branch.Tokens, token], Sum: branch.Sum + p)))
                .OrderByDescending(branch => branch.Sum).Take(2 * options.Beams).ToList();
            ended.AddRange(next.Where(branch => branch.Tokens[^1] == End).Select(branch => new FoundSequence([.. branch.Tokens[..^1]], branch.Sum, Score(branch.Sum, length), true)));
            ended = [.. ended.OrderByDescending(found => found.Score).Take(options.Beams)];
            live = [.. next.Where(branch => branch.Tokens[^1] != End).Take(options.Beams)];
            if (live.Count == 0 || (ended.Count == options.Beams && ended[^1].Score >= Score(live[0].Sum, options.MaximumTokens))) {
                break;
            }
        }
        return ended.Count > 0 ? ended : [.. live.Select(branch => new FoundSequence([.. branch.Tokens], branch.Sum, Score(branch.Sum, options.MaximumTokens), false))];
    }
}
