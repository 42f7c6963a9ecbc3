using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// The patches of an image as tokens (Dosovitskiy et al., arXiv:2010.11929): a convolution whose windows are the patches. Windows that
/// overlap, with a stride below the patch, are those of SegFormer (Xie et al., arXiv:2105.15203).
/// </summary>
/// <param name="channels">Channels of the image.</param>
/// <param name="width">The size of a token's vector.</param>
/// <param name="patch">Rows and columns of a patch.</param>
/// <param name="stride">How far a patch is from the one before; 0 for <paramref name="patch"/>.</param>
/// <param name="padding">Zeros around the image.</param>
[Block]
public sealed class PatchEmbedding(int channels, int width, int patch, int stride = 0, int padding = 0) : ILayer {
    readonly Convolution convolution = new(channels, width, patch, stride == 0 ? patch : stride, padding);

    /// <summary>The tokens, row by row.</summary>
    /// <param name="x">[channels, height, width]</param>
    /// <returns>[patches, width]</returns>
    public Tensor this[Tensor x] => Maps.ToTokens(Map(x));

    /// <summary>The same as a map, whose extents say how many patches lie side by side: [width, rows, columns].</summary>
    /// <param name="x">[channels, height, width]</param>
    public Tensor Map(Tensor x) => convolution[x];
}
