using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Conditional Positional Encodings for Vision Transformers" (Chu et al., arXiv:2102.10882, 2021).
/// Positions that depend on the neighbourhood: after the first block the tokens of patches are laid out as the map that they come from,
/// and a depthwise 3 x 3 convolution with zero padding of that map is added to them; the class token goes past it. Any resolution will do.
/// </summary>
[Model]
[Symbol("Rows", 1, 9)]
[Symbol("Columns", 1, 9)]
public partial class ConditionalPositions {
    const int Width = 18;
    readonly Linear patches = new(12, Width, withBias: true);
    readonly Weight token = new(1, Width), kernel = new(Width, 1, 3, 3), bias = new(Width);
    readonly EncoderBlock first = new(Width, heads: 3, hidden: 29), second = new(Width, heads: 3, hidden: 29);

    /// <summary>The class token and the patches' tokens, row by row.</summary>
    [Entry]
    public Tensor Encode([Shape("Rows", "Columns", 12)] Tensor image) {
        int rows = image.Shape[0], columns = image.Shape[1];
        Tensor x = first.Forward(Concatenate(0, token, patches[Reshape(image, rows * columns, 12)]));
        Tensor seen = Slice(x, 0, 1, rows * columns);
        Tensor map = Reshape(Transpose(seen, 1, 0), Width, rows, columns);
        Tensor positions = Transpose(Reshape(Convolve(map, kernel, padding: 1, groups: Width), Width, rows * columns), 1, 0) + bias;
        return second.Forward(Concatenate(0, Slice(x, 0, 0, 1), seen + positions));
    }
}

/// <summary>A pre-norm layer of an encoder, in which all tokens see all.</summary>
[Block]
public sealed class EncoderBlock(int width, int heads, int hidden) {
    readonly LayerNorm attentionNorm = new(width), feedForwardNorm = new(width);
    readonly CrossAttention attention = new(width, heads);
    readonly FeedForward feedForward = new(width, hidden, Activation.Gelu);

    /// <summary>The layer's output.</summary>
    public Tensor Forward(Tensor x) {
        Tensor normal = attentionNorm[x];
        Tensor h = x + attention.Forward(normal, normal);
        return h + feedForward[feedForwardNorm[h]];
    }
}
