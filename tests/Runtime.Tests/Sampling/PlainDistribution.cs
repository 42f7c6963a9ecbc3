using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Runtime.Sampling;

namespace Sinter.Runtime.Tests.Sampling;

/// <summary>The distribution that options describe, by sorting, in double precision: what the sampler is checked against.</summary>
public static class PlainDistribution {
    /// <summary>The probability of each token; 0 of those not kept.</summary>
    public static double[] Of(float[] logits, SamplingOptions options) {
        double maximum = logits.Max();
        double[] weights = [.. logits.Select(logit => Math.Exp((logit - maximum) / options.Temperature))];
        List<int> kept = [.. Enumerable.Range(0, logits.Length).OrderByDescending(i => logits[i]).ThenBy(i => i)];
        if (options.TopK > 0) {
            kept = [.. kept.Take(options.TopK)];
        }
        double total = kept.Sum(i => weights[i]), before = 0;
        var nucleus = new List<int>();
        foreach (int token in kept) {
            if (before < options.TopP * total || options.TopP == 1) {
                nucleus.Add(token);
            }
            before += weights[token];
        }
        kept = [.. nucleus.Where(i => weights[i] >= options.MinP)];
        double sum = kept.Sum(i => weights[i]);
        var result = new double[logits.Length];
        kept.ForEach(i => result[i] = weights[i] / sum);
        return result;
    }

    /// <summary>
    /// How far counts are from a distribution, in standard deviations: chi-squared over the tokens expected at least
    /// five times, the others taken together, less its mean and over its deviation.
    /// </summary>
    public static double Deviation(int[] counts, double[] probabilities) {
        double draws = counts.Sum(), statistic = 0, rareExpected = 0, rareCount = 0;
        int cells = 0;
        for (int i = 0; i < counts.Length; i++) {
            double expected = draws * probabilities[i];
            if (expected < 5) {
                rareExpected += expected;
                rareCount += counts[i];
            } else {
                statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
                cells++;
            }
        }
        if (rareExpected >= 5) {
            statistic += (rareCount - rareExpected) * (rareCount - rareExpected) / rareExpected;
            cells++;
        }
        return cells < 2 ? 0 : (statistic - (cells - 1)) / Math.Sqrt(2.0 * (cells - 1));
    }
}
