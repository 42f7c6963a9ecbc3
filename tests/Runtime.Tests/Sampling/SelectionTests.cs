using System;
using System.Linq;
using Sinter.Runtime.Sampling;
using Xunit;

namespace Sinter.Runtime.Tests.Sampling;

public sealed class SelectionTests {
    [Fact]
    public void CountsAndMassesSelectWhatSortingSelects() {
        const int seed = 88;
        var random = new Random(seed);
        for (int attempt = 0; attempt < 600; attempt++) {
            int size = 1 + random.Next(80), values = 1 + random.Next(30);
            float[] scores = [.. Enumerable.Range(0, size).Select(_ => random.Next(values) / 8f)];
            int[] sorted = [.. Enumerable.Range(0, size).OrderByDescending(i => scores[i]).ThenBy(i => i)];
            int count = random.Next(size + 1);
            (float[] s, int[] indices) = ([.. scores], [.. Enumerable.Range(0, size)]);
            CandidateSelection.ByCount(s, indices, count);
            Check(scores, s, indices, sorted[..count], $"seed {seed}, attempt {attempt}, count {count} of {size}");
            if (count is > 0 and <= TopCandidates.Most) {
                var (few, places) = (new float[count], new int[count]);
                TopCandidates.Find(scores, few, places);
                Check(scores, few, places, sorted[..count], $"seed {seed}, attempt {attempt}, heap of {count} of {size}");
            }
            // Eighths add up exactly, so that the reference and the selection agree on which sum reaches the mass.
            double mass = random.Next(size * values + 1) / 8.0, sum = 0;
            int needed = 0;
            while (needed < size && (needed == 0 || sum < mass)) {
                sum += scores[sorted[needed++]];
            }
            (s, indices) = ([.. scores], [.. Enumerable.Range(0, size)]);
            Assert.Equal(needed, CandidateSelection.ByMass(s, indices, mass));
            Check(scores, s, indices, sorted[..needed], $"seed {seed}, attempt {attempt}, mass {mass}");
        }
    }

    static void Check(float[] original, float[] scores, int[] indices, int[] expected, string what) {
        Assert.True(indices.Take(expected.Length).Order().SequenceEqual(expected.Order()), $"{what}: expected {string.Join(' ', expected.Order())}, found {string.Join(' ', indices.Take(expected.Length).Order())}");
        Assert.All(Enumerable.Range(0, indices.Length), i => Assert.Equal(original[indices[i]], scores[i]));
        Assert.Equal(indices.Length, indices.Distinct().Count());
    }

    [Fact]
    public void RandomNumbersAreEvenAndCanBeHadAgain() {
        var random = new CounterRandom(1);
        var cells = new int[256];
        var bits = new int[64];
        double sum = 0;
        const int draws = 200_000;
        for (int i = 0; i < draws; i++) {
            double number = random.NextDouble();
            Assert.InRange(number, 0, 1 - double.Epsilon);
            sum += number;
            cells[(int)(number * 256)]++;
            ulong word = random.NextBits();
            for (int bit = 0; bit < 64; bit++) {
                bits[bit] += (int)(word >> bit & 1);
            }
        }
        Assert.InRange(sum / draws, 0.497, 0.503);
        Assert.InRange(PlainDistribution.Deviation(cells, [.. Enumerable.Repeat(1 / 256.0, 256)]), -5, 5);
        Assert.All(bits, ones => Assert.InRange(ones, draws / 2 - 1500, draws / 2 + 1500));
        random.Counter = 0;
        var again = new CounterRandom(1);
        Assert.Equal(again.NextBits(), random.NextBits());
        var neighbour = new CounterRandom(2);
        Assert.Equal(1000, Enumerable.Range(0, 500).SelectMany(_ => new[] { again.NextBits(), neighbour.NextBits() }).Distinct().Count());
    }
}
