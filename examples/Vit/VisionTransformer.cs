using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Vit;

/// <summary>
/// The vision transformer (Dosovitskiy et al., arXiv:2010.11929): patches as tokens behind one that stands for the class, positions added,
/// layers that are normalised before each part, and a linear map of the first token.
/// </summary>
/// <param name="image">Rows and columns of the image.</param>
/// <param name="patch">Rows and columns of a patch.</param>
/// <param name="width">The size of a token's vector.</param>
/// <param name="depth">The number of layers.</param>
/// <param name="heads">The number of heads.</param>
/// <param name="hidden">The size inside the feed-forward networks.</param>
/// <param name="classes">The number of classes.</param>
[Block]
public sealed class VisionTransformer(int image, int patch, int width, int depth, int heads, int hidden, int classes) {
    const float Epsilon = 1e-12f;

    readonly Weight first = new(1, width), positions = new(1 + image / patch * (image / patch), width);
    readonly PatchEmbedding patches = new(3, width, patch);
    readonly EncoderLayer[] layers = Layers(width, depth, heads, hidden);
    readonly LayerNorm norm = new(width, Epsilon);
    readonly Linear classifier = new(width, classes, withBias: true);

    /// <summary>The logits of the classes.</summary>
    /// <param name="x">[3, image, image]</param>
    /// <returns>[classes]</returns>
    public Tensor Classify(Tensor x) {
        Tensor tokens = Concatenate(0, first, patches[x]) + positions;
        foreach (EncoderLayer layer in layers) {
            tokens = layer[tokens];
        }
        return classifier[norm[tokens[0]]];
    }

    static EncoderLayer[] Layers(int width, int depth, int heads, int hidden) {
        EncoderLayer[] layers = new EncoderLayer[depth];
        for (int i = 0; i < depth; i++) {
            layers[i] = new EncoderLayer(width, heads, hidden, Activation.Gelu, normBefore: true, attentionBias: true, epsilon: Epsilon);
        }
        return layers;
    }
}
