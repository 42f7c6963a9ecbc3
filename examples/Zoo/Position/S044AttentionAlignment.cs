using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Attention Alignment and Flexible Positional Embeddings Improve Transformer Length Extrapolation" (Chi, Fan and Rudnicky, arXiv:2311.00684, 2023).
/// T5's attention, softmax((q k + b) / t), with a temperature t chosen at run time so that at a new length the softmax is as it was at the
/// length of training: in its largest probability or in its entropy -sum p log p. Both are measured by a second entry.
/// </summary>
[Model]
[Symbol("Time", 1, 60)]
public partial class AttentionAlignment {
    const int Width = 21, Heads = 3;
    readonly Linear query = new(Width, Width), key = new(Width, Width), value = new(Width, Width), projection = new(Width, Width);
    readonly BucketedBiases biases = new(Heads, buckets: 12, farthest: 20, bothDirections: true);
    readonly RmsNorm attentionNorm = new(Width), feedForwardNorm = new(Width);
    readonly FeedForward feedForward = new(Width, hidden: 34, Activation.Relu);

    /// <summary>Tokens' vectors through one layer of the encoder at a temperature.</summary>
    [Entry]
    public Tensor Encode([Shape("Time", Width)] Tensor x, [Shape(1)] Tensor temperature) {
        Tensor normal = attentionNorm[x];
        Tensor h = x + projection[Attend(
            query[normal], key[normal], value[normal], Heads, (score, i, j) => biases.Score(score, i, j) / temperature, scale: 1f)];
        return h + feedForward[feedForwardNorm[h]];
    }

    /// <summary>What each head's largest probability and entropy are at a temperature, on average over the queries.</summary>
    [Entry]
    public (Tensor Largest, Tensor Entropy) Measure([Shape("Time", Width)] Tensor x, [Shape(1)] Tensor temperature) {
        int time = x.Shape[0];
        Tensor normal = attentionNorm[x];
        Tensor q = Reshape(query[normal], time, Heads, Width / Heads), k = Reshape(key[normal], time, Heads, Width / Heads);
        Tensor place = Iota(time);
        Tensor scores = biases.Score(Contract("thd,shd->hts", q, k), Reshape(place, time, 1), Reshape(place, 1, time)) / temperature;
        Tensor logarithms = scores - LogSumExp(scores, -1, keep: true);
        return (Mean(Exp(Max(logarithms, -1)), -1), Mean(-Sum(Exp(logarithms) * logarithms, -1), -1));
    }
}
