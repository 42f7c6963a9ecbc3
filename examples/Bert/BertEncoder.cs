using System;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Bert;

/// <summary>
/// The encoder of BERT (Devlin et al., arXiv:1810.04805): x = norm(word + position + type), then layers that are normalised after each
/// part and have the exact GELU. Without the pooler and the heads of its training.
/// </summary>
/// <param name="vocabulary">The number of tokens.</param>
/// <param name="context">The most tokens of a sequence.</param>
/// <param name="width">The size of a token's vector.</param>
/// <param name="depth">The number of layers.</param>
/// <param name="heads">The number of heads.</param>
/// <param name="hidden">The size inside the feed-forward networks.</param>
[Block]
public sealed class BertEncoder(int vocabulary, int context, int width, int depth, int heads, int hidden) {
    const float Epsilon = 1e-12f;

    readonly Embedding words = new(vocabulary, width), positions = new(context, width), types = new(2, width);
    readonly LayerNorm norm = new(width, Epsilon);
    readonly EncoderLayer[] layers = Layers(width, depth, heads, hidden);

    /// <summary>The vectors of the tokens of one sequence, all of the first type.</summary>
    /// <param name="tokens">i32 [Length]</param>
    /// <returns>[Length, width]</returns>
    public Tensor Encode(Tensor tokens) =>
        Through(words[tokens] + positions[Iota(tokens.Shape[0])] + Slice(types.Weight, 0, 0, 1), null);

    /// <summary>
    /// The vectors of the tokens of several sequences, laid one after the other without padding: a token sees those of its own sequence.
    /// </summary>
    /// <param name="tokens">i32 [Tokens]</param>
    /// <param name="kinds">i32 [Tokens]: 0 or 1, which of two joined texts a token is in.</param>
    /// <param name="places">i32 [Tokens]: each token's place in its sequence, from 0.</param>
    /// <param name="sequences">i32 [Tokens]: the number of each token's sequence.</param>
    /// <returns>[Tokens, width]</returns>
    public Tensor EncodePacked(Tensor tokens, Tensor kinds, Tensor places, Tensor sequences) =>
        Through(words[tokens] + positions[places] + types[kinds], Masks.Segments(sequences, sequences));

    Tensor Through(Tensor sum, Func<Tensor, Tensor, Tensor>? mask) {
        Tensor x = norm[sum];
        foreach (EncoderLayer layer in layers) {
            x = layer.Forward(x, mask);
        }
        return x;
    }

    static EncoderLayer[] Layers(int width, int depth, int heads, int hidden) {
        EncoderLayer[] layers = new EncoderLayer[depth];
        for (int i = 0; i < depth; i++) {
            layers[i] = new EncoderLayer(width, heads, hidden, Activation.Gelu, attentionBias: true, epsilon: Epsilon);
        }
        return layers;
    }
}
