using System;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sinter.Runtime.Sampling;

/// <summary>
/// Chooses tokens from logits. Its buffers are made once: choosing allocates nothing. One sampler serves one sequence;
/// it is not safe for several threads.
/// </summary>
public sealed class Sampler {
    readonly SamplingOptions options;
    readonly float[] weights;
    readonly int[] indices;
    readonly double[] sums;
    CounterRandom random;

    /// <summary>Makes a sampler.</summary>
    /// <param name="options">How to choose.</param>
    /// <param name="vocabularySize">The number of logits of each choice.</param>
    public Sampler(SamplingOptions options, int vocabularySize) {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, 1);
        this.options = options;
        VocabularySize = vocabularySize;
        Seed = options.Seed ?? BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        random = new CounterRandom(Seed);
        int room = IsGreedy ? 0 : vocabularySize;
        weights = new float[room];
        indices = new int[room];
        sums = new double[WeightSums.Blocks(room)];
    }

    /// <summary>The number of logits of each choice.</summary>
    public int VocabularySize { get; }

    /// <summary>The seed given, or the one taken at random: with it the same choices can be made again.</summary>
    public ulong Seed { get; }

    bool IsGreedy => options.Temperature == 0 || options.TopK == 1;

    bool KeepsAll => (options.TopK == 0 || options.TopK >= VocabularySize) && options.TopP == 1 && options.MinP == 0;

    /// <summary>Chooses a token. Greedy choices take the lowest token of equal logits.</summary>
    /// <param name="logits">One logit for each token; negative infinity rules a token out.</param>
    /// <exception cref="ArgumentException">
    /// The number of logits is another one, a logit is NaN or positive infinity, or all are negative infinity.
    /// </exception>
    public int Sample(ReadOnlySpan<float> logits) {
        if (logits.Length != VocabularySize) {
            throw new ArgumentException($"expected {VocabularySize} logits, found {logits.Length}", nameof(logits));
        }
        float maximum = LogitScan.Maximum(logits);
        if (IsGreedy) {
            return LogitScan.IndexOf(logits, maximum);
        }
        if (KeepsAll) {
            LogitScan.Weigh(logits, maximum, options.Temperature, weights);
            return Draw(weights);
        }
        int count = options.TopK > 0 && options.TopK < VocabularySize ? KeepTopK(logits, maximum) : KeepAll(logits, maximum);
        return indices[Draw(weights.AsSpan(0, count))];
    }

    int KeepTopK(ReadOnlySpan<float> logits, float maximum) {
        int count = options.TopK;
        if (count <= TopCandidates.Most) {
            TopCandidates.Find(logits, weights.AsSpan(0, count), indices.AsSpan(0, count));
        } else {
            logits.CopyTo(weights);
            for (int i = 0; i < indices.Length; i++) {
                indices[i] = i;
            }
            CandidateSelection.ByCount(weights, indices, count);
        }
        Span<float> kept = weights.AsSpan(0, count);
        LogitScan.Weigh(kept, maximum, options.Temperature, kept);
        double total = WeightSums.Fill(kept, sums.AsSpan(0, WeightSums.Blocks(count)));
        return Narrow(count, total);
    }

    int KeepAll(ReadOnlySpan<float> logits, float maximum) {
        LogitScan.Weigh(logits, maximum, options.Temperature, weights);
        for (int i = 0; i < indices.Length; i++) {
            indices[i] = i;
        }
        return Narrow(indices.Length, WeightSums.Fill(weights, sums));
    }

    /// <summary>Top-p and min-p among the first candidates, whose weights are shares of the greatest one's probability.</summary>
    int Narrow(int count, double total) {
        // Both keep a first part of the same descending order. A token below this share of (1 - p) cannot be of the
        // fewest that reach p: those before it fall short of p, and it and all after it would not make up the rest.
        double unreachable = (1 - (double)options.TopP) / count * total * 0.999;
        float least = Math.Min(LogitScan.GreatestWeight, Math.Max(options.MinP, (float)unreachable));
        int kept = 0;
        for (int i = 0; i < count; i++) {
            // Written in any case and kept or overwritten: which tokens stay is nothing a processor could predict.
            (float weight, int index) = (weights[i], indices[i]);
            weights[kept] = weight;
            indices[kept] = index;
            kept += weight >= least ? 1 : 0;
        }
        return options.TopP == 1 ? kept : CandidateSelection.ByMass(weights.AsSpan(0, kept), indices.AsSpan(0, kept), options.TopP * total);
    }

    int Draw(ReadOnlySpan<float> candidates) {
        Span<double> blocks = sums.AsSpan(0, WeightSums.Blocks(candidates.Length));
        double total = WeightSums.Fill(candidates, blocks);
        return WeightSums.Find(candidates, blocks, random.NextDouble() * total);
    }
}
