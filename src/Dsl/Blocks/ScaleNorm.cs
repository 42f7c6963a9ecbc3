using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>y = g x / max(|x|, epsilon) along the last axis with one learned g (Nguyen and Salazar, arXiv:1910.05895).</summary>
/// <param name="epsilon">The least length that is divided by.</param>
[Block]
public sealed class ScaleNorm(float epsilon = 1e-5f) : ILayer {
    readonly Weight scale = new(1);

    /// <summary>The normalised <paramref name="x"/>, of its shape.</summary>
    public Tensor this[Tensor x] => scale * UnitNormalize(x, -1, epsilon);
}
