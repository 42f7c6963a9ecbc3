using System;
using System.Linq;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Sinter.EndToEnd.Tests.Papers;

/// <summary>A tower from features of one kind to a unit vector.</summary>
[Block]
public abstract class Tower(int width) {
    protected int Width { get; } = width;

    protected abstract Tensor Features(Tensor x);

    public Tensor Embed(Tensor x) => UnitNormalize(Features(x), -1);
}

/// <summary>A bag of hashed words: the mean of their vectors where the hash of the 64-bit word tells the row.</summary>
public sealed class HashedWords(int buckets, int width) : Tower(width) {
    private readonly Embedding table = new(buckets, width);

    // Multiplicative hashing, in wrapping 64-bit arithmetic.
    private static Tensor Bucket(Tensor word, int buckets) {
        Tensor mixed = word * 2654435761L % buckets;
        return Cast(Select(mixed < 0, mixed + buckets, mixed), ElementType.I32);
    }

    protected override Tensor Features(Tensor words) => Mean(table[Bucket(words, buckets)], 1);
}

/// <summary>A half-precision image embedding through a small network in single precision.</summary>
public sealed class Pixels(int inputs, int width, int hidden = 6) : Tower(width) {
    private readonly Linear first = new(inputs, hidden, withBias: true), second = new(hidden, width);

    protected override Tensor Features(Tensor x) => second[Silu(first[Cast(x, ElementType.F32)])] + (Width == 4 ? 0.125f : 0f);
}

/// <summary>Words against images: the similarity of all pairs, and each word bag's image.</summary>
[Model, Symbol("Batch", 1, 8), Symbol("Images", 1, 6)]
public partial class TwoTowers {
    private readonly HashedWords words = new(13, 4);
    private readonly Pixels pixels = new(5, 4);
    private readonly Weight temperature = new(1);

    [Entry]
    public (Tensor Similarity, Tensor Best, Tensor Rounded) Match(
        [Shape("Batch", 3, Type = ElementType.I64)] Tensor text, [Shape("Images", 5, Type = ElementType.F16)] Tensor image, [Shape("Images", Type = ElementType.BF16)] Tensor prior) {
        Tensor similarity = Contract("bd,nd->bn", words.Embed(text), pixels.Embed(image)) * Exp(temperature) + Cast(prior, ElementType.F32);
        return (similarity, Cast(ArgMax(similarity, -1), ElementType.I64), Cast(Max(similarity, -1), ElementType.BF16));
    }
}
