using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Position Embedding Needs an Independent Layer Normalization" (Yu et al., LaPE, arXiv:2212.05262, 2022).
/// Positions are not added once to the input: layer l's attention is given LN_x(x) + LN_p(PE), the same embedding normalised anew with a
/// scale and a bias of the layer's own. These tables are known at load.
/// </summary>
[Model]
[Symbol("Time", 1, 50)]
public partial class IndependentNorm {
    readonly Weight positions = new(50, 22);
    readonly PlacedLayer[] layers = [new(width: 22, heads: 2, hidden: 35), new(width: 22, heads: 2, hidden: 35)];

    /// <summary>Tokens' vectors through two layers of the encoder.</summary>
    [Entry]
    public Tensor Encode([Shape("Time", 22)] Tensor x) {
        foreach (PlacedLayer layer in layers) {
            x = layer.Forward(x, positions);
        }
        return x;
    }
}

/// <summary>A pre-norm layer with a norm of its own for the positions.</summary>
[Block]
public sealed class PlacedLayer(int width, int heads, int hidden) {
    readonly LayerNorm tokenNorm = new(width), positionNorm = new(width), feedForwardNorm = new(width);
    readonly CrossAttention attention = new(width, heads);
    readonly FeedForward feedForward = new(width, hidden, Activation.Gelu);

    /// <summary>The layer's output.</summary>
    public Tensor Forward(Tensor x, Tensor positions) {
        Tensor placed = tokenNorm[x] + Slice(positionNorm[positions], 0, 0, x.Shape[0]);
        Tensor h = x + attention.Forward(placed, placed);
        return h + feedForward[feedForwardNorm[h]];
    }
}
