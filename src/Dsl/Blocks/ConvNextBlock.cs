using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// A block of ConvNeXt (Liu et al., arXiv:2201.03545): x + scale * contract(gelu(expand(norm(depthwise(x))))), the norm and the linear
/// maps over the channels of each place.
/// </summary>
/// <param name="channels">The number of channels.</param>
/// <param name="kernel">Rows and columns of a window; odd.</param>
/// <param name="expansion">How many times as many channels lie between the linear maps.</param>
[Block]
public sealed class ConvNextBlock(int channels, int kernel = 7, int expansion = 4) : ILayer {
    readonly DepthwiseConvolution depthwise = new(channels, kernel);
    readonly LayerNorm norm = new(channels, 1e-6f);
    readonly Linear expand = new(channels, expansion * channels, withBias: true), contract = new(expansion * channels, channels, withBias: true);
    readonly Weight scale = new(channels);

    /// <summary>The block's output.</summary>
    /// <param name="x">[channels, height, width]</param>
    /// <returns>[channels, height, width]</returns>
    public Tensor this[Tensor x] {
        get {
            Tensor tokens = norm[Maps.ToTokens(depthwise[x])];
            Tensor y = scale * contract[Gelu(expand[tokens])];
            return x + Maps.FromTokens(y, x.Shape[1], x.Shape[2]);
        }
    }
}
