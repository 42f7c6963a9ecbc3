using System;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Rethinking and Improving Relative Position Encoding for Vision Transformer" (Wu et al., iRPE, arXiv:2107.14222, 2021).
/// Offsets on the grid fall in buckets g(x) = x up to alpha, then sign(x) min(beta, alpha + ln(|x| / alpha) / ln(gamma / alpha)
/// (beta - alpha)) rounded; the product method has one bucket for each pair (g(dy), g(dx)). In bias mode it gives a number to the score,
/// in contextual mode a vector r: q . (k + r).
/// </summary>
[Model]
public partial class ImageRelativePositions {
    const int Rows = 6, Columns = 7, Width = 24, Heads = 3, Head = Width / Heads, Beta = 3;
    readonly Linear query = new(Width, Width), key = new(Width, Width), value = new(Width, Width), projection = new(Width, Width);
    readonly Weight biases = new((2 * Beta + 1) * (2 * Beta + 1), Heads), vectors = new((2 * Beta + 1) * (2 * Beta + 1), Head);
    readonly LayerNorm attentionNorm = new(Width), feedForwardNorm = new(Width);
    readonly FeedForward feedForward = new(Width, hidden: 37, Activation.Gelu);

    /// <summary>Patches' vectors through one layer, in bias mode.</summary>
    [Entry]
    public Tensor Bias([Shape(Rows * Columns, Width)] Tensor x) => Layer(
        x, (q, k) => Contract("thd,shd->hts", q, k) * (1f / MathF.Sqrt(Head)) + Transpose(Gather(biases, Buckets(), 0), 2, 0, 1));

    /// <summary>In contextual mode.</summary>
    [Entry]
    public Tensor Contextual([Shape(Rows * Columns, Width)] Tensor x) => Layer(
        x, (q, k) => Contract("thd,tshd->hts", q, InsertAxis(k, 0) + InsertAxis(Gather(vectors, Buckets(), 0), 2)) * (1f / MathF.Sqrt(Head)));

    Tensor Layer(Tensor x, Func<Tensor, Tensor, Tensor> score) {
        Tensor normal = attentionNorm[x];
        Tensor weights = Softmax(score(Split(query[normal]), Split(key[normal])), -1);
        Tensor h = x + projection[Reshape(Contract("hts,shd->thd", weights, Split(value[normal])), x.Shape[0], Width)];
        return h + feedForward[feedForwardNorm[h]];
    }

    // The bucket of each pair of patches, [query, key].
    static Tensor Buckets() {
        Tensor cell = Iota(Rows * Columns);
        return Bucket(cell / Columns) * (2 * Beta + 1) + Bucket(cell % Columns);
    }

    static Tensor Bucket(Tensor place) {
        const float Alpha = 1.5f, Gamma = 6f;
        Tensor offset = Cast(InsertAxis(place, 0) - InsertAxis(place, 1), ElementType.F32);
        Tensor far = Alpha + Log(Maximum(Abs(offset), Alpha) / Alpha) * ((Beta - Alpha) / MathF.Log(Gamma / Alpha));
        Tensor size = Select(Abs(offset) <= Alpha, Abs(offset), Minimum(Round(far), (float)Beta));
        return Cast(Select(offset < 0f, -size, size), ElementType.I32) + Beta;
    }

    static Tensor Split(Tensor x) => Reshape(x, x.Shape[0], Heads, Head);
}
