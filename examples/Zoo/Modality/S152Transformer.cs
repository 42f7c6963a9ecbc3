using System;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Attention Is All You Need" (Vaswani et al., 2017). An encoder-decoder of softmax(Q K^T / sqrt(d)) V attention and
/// max(0, x W1 + b1) W2 + b2 networks, each as norm(x + part(x)); embeddings times sqrt(width) plus sinusoids, shared with the output.
/// </summary>
[Model, Symbol("Source", 1, 30), Symbol("Time", 1, 32)]
public partial class Transformer {
    readonly Embedding embedding = new(23, 20);
    readonly SinusoidalPositions positions = new(20);
    readonly EncoderLayer[] encoder = [new(20, 4, 37), new(20, 4, 37)];
    readonly CrossDecoderLayer[] decoder = [new(20, 32, 4, 37), new(20, 32, 4, 37)];

    /// <summary>What the decoder's layers see of a source: a key and a value for each of its tokens.</summary>
    [Entry]
    public (Tensor Keys, Tensor Values) Encode([Shape("Source", Type = ElementType.I32)] Tensor source) {
        Tensor x = Embed(source) + positions.At(Iota(source.Shape[0]));
        foreach (EncoderLayer layer in encoder) {
            x = layer[x];
        }
        return (Stack(0, Array.ConvertAll(decoder, layer => layer.Cross.Keys(x))), Stack(0, Array.ConvertAll(decoder, layer => layer.Cross.Values(x))));
    }

    /// <summary>The logits of the token after each, from those so far and the encoded source.</summary>
    [Entry]
    public Tensor Decode([Shape("Time", Type = ElementType.I32)] Tensor tokens, [Shape(2, "Source", 20)] Tensor keys, [Shape(2, "Source", 20)] Tensor values) {
        Tensor x = positions[Embed(tokens)];
        for (int i = 0; i < decoder.Length; i++) {
            x = decoder[i][x, keys[i], values[i]];
        }
        return Contract("ti,vi->tv", x, embedding.Weight);
    }

    Tensor Embed(Tensor tokens) => embedding[tokens] * MathF.Sqrt(20);
}
