using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// The decoder-only transformer of the Llama family (Touvron et al., arXiv:2302.13971), which the attributes of a model
/// declare: each of their properties is, in camel case, the parameter of this constructor with the same meaning.
/// </summary>
[Block]
public sealed class Decoder {
    readonly int vocabulary;
    readonly Embedding embedding;
    readonly DecoderLayer[] layers;
    readonly Normalization norm;
    readonly Linear output;

    /// <summary>A decoder of these hyper-parameters.</summary>
    /// <param name="width">The size of a token's vector.</param>
    /// <param name="layers">The number of layers.</param>
    /// <param name="vocabulary">The number of different tokens.</param>
    /// <param name="context">The most positions of a sequence.</param>
    /// <param name="heads">The number of query heads.</param>
    /// <param name="hidden">The size inside the feed-forward network.</param>
    /// <param name="keyValueHeads">The number of key and value heads; 0 for as many as heads.</param>
    /// <param name="headWidth">The size of a head; 0 for width / heads.</param>
    /// <param name="bias">Whether queries, keys and values have a bias.</param>
    /// <param name="window">The number of latest positions that a query sees; 0 for all.</param>
    /// <param name="theta">The base of rotary positions; 0 for no positions.</param>
    /// <param name="activation">The function inside the feed-forward network.</param>
    /// <param name="gated">Whether the feed-forward network has a gate.</param>
    /// <param name="norm">The kind of normalisation.</param>
    /// <param name="epsilon">Added in the normalisation before the root.</param>
    public Decoder(
        int width,
        int layers,
        int vocabulary,
        int context,
        int heads,
        int hidden,
        int keyValueHeads = 0,
        int headWidth = 0,
        bool bias = false,
        int window = 0,
        float theta = 0,
        Activation activation = Activation.Silu,
        bool gated = false,
        Norm norm = Norm.Rms,
        float epsilon = 1e-5f) {
        if (width < 1 || layers < 1 || vocabulary < 1 || context < 1 || hidden < 1) {
            throw new ArgumentException(
                $"a decoder's Width ({width}), Layers ({layers}), Vocabulary ({vocabulary}), Context ({context}) and Hidden ({hidden}) are at least 1");
        }
        this.vocabulary = vocabulary;
        embedding = new Embedding(vocabulary, width);
        this.layers = new DecoderLayer[layers];
        for (int i = 0; i < layers; i++) {
            this.layers[i] = new DecoderLayer(
                new Attention(width, context, heads, keyValueHeads, headWidth, theta, bias, window),
                new FeedForward(width, hidden, activation, gated),
                new Normalization(norm, width, epsilon),
                new Normalization(norm, width, epsilon));
        }
        this.norm = new Normalization(norm, width, epsilon);
        output = new Linear(width, vocabulary, tiedTo: embedding.Weight);
    }

    /// <summary>The logits of the token after the last.</summary>
    /// <param name="tokens">i32 [Time], at least one.</param>
    /// <returns>f32 [vocabulary]</returns>
    [Entry]
    public Tensor Forward([Shape("Time", Type = ElementType.I32)] Tensor tokens) {
        Tensor last = Slice(Layers(tokens), 0, tokens.Shape[0] - 1, 1);
        return Reshape(output[norm[last]], vocabulary);
    }

    /// <summary>The logits of the token after each.</summary>
    /// <param name="tokens">i32 [Time]</param>
    /// <returns>f32 [Time, vocabulary]</returns>
    [Entry]
    public Tensor Score([Shape("Time", Type = ElementType.I32)] Tensor tokens) => output[norm[Layers(tokens)]];

    Tensor Layers(Tensor tokens) {
        Tensor x = embedding[tokens];
        for (int i = 0; i < layers.Length; i++) {
            x = layers[i][x];
        }
        return x;
    }
}
