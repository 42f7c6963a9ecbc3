namespace Sinter.Blocks;

/// <summary>A convolution of each channel with a kernel of its own, padded so that the extents stay (Chollet, arXiv:1610.02357).</summary>
/// <param name="channels">The number of channels.</param>
/// <param name="kernel">Elements of a window along each axis; odd.</param>
/// <param name="axes">How many axes windows move along: 1, 2 or 3.</param>
/// <param name="dilation">How far neighbours in a window are from one another.</param>
/// <param name="withBias">Whether there is a bias.</param>
[Block]
public sealed class DepthwiseConvolution(int channels, int kernel, int axes = 2, int dilation = 1, bool withBias = true) : ILayer {
    readonly Convolution convolution = new(
        channels, channels, kernel % 2 == 1 ? kernel : throw new System.ArgumentException($"a kernel that keeps the extents has a middle; {kernel} is even"),
        padding: kernel / 2 * dilation, dilation: dilation, groups: channels, axes: axes, withBias: withBias);

    /// <summary>The convolution of x, of its shape.</summary>
    /// <param name="x">[channels, extents], or with a batch before.</param>
    public Tensor this[Tensor x] => convolution[x];
}
