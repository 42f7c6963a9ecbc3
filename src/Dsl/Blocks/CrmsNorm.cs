using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// The norm of zero-mean vectors that are held without their last coordinate (Jiang et al., Pre-CRMSNorm, arXiv:2305.14858), which is
/// minus the sum of the others: y = scale * x / sqrt((sum x^2 + (sum x)^2) / width + epsilon) for the width - 1 coordinates of x.
/// It equals what <see cref="RmsNorm"/> makes of all of them.
/// </summary>
/// <param name="width">The number of coordinates with the one that is not held.</param>
/// <param name="epsilon">Added to the mean square.</param>
[Block]
public sealed class CrmsNorm(int width, float epsilon = 1e-5f) : ILayer {
    readonly Weight scale = new(width - 1);

    /// <summary>The normalised <paramref name="x"/>, of its shape.</summary>
    /// <param name="x">[..., width - 1]</param>
    public Tensor this[Tensor x] => CompressedRmsNormalize(x, epsilon) * scale;
}
