using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// The convolution module of Conformer (Gulati et al., arXiv:2005.08100), without its residual: norm, a linear map to twice the width
/// whose second half gates the first, a depthwise convolution along time, batch norm, x sigmoid(x), a linear map.
/// </summary>
/// <param name="width">The size of a row.</param>
/// <param name="kernel">Rows of a window of the convolution; odd.</param>
[Block]
public sealed class ConformerModule(int width, int kernel) : ILayer {
    readonly LayerNorm norm = new(width);
    readonly Linear expand = new(width, 2 * width, withBias: true), output = new(width, width, withBias: true);
    readonly DepthwiseConvolution convolution = new(width, kernel, axes: 1);
    readonly BatchNorm batchNorm = new(width);

    /// <summary>What the module adds to x.</summary>
    /// <param name="x">[rows, width]</param>
    /// <returns>[rows, width]</returns>
    public Tensor this[Tensor x] {
        get {
            Tensor both = expand[norm[x]];
            Tensor gated = Slice(both, -1, 0, width) * Sigmoid(Slice(both, -1, width, width));
            Tensor mixed = Transpose(convolution[Transpose(gated, 1, 0)], 1, 0);
            return output[Silu(batchNorm[mixed])];
        }
    }
}
