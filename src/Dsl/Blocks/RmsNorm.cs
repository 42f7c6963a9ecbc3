namespace Sinter.Blocks;

/// <summary>y = scale * x / sqrt(mean(x^2) + epsilon) along the last axis (Zhang and Sennrich, arXiv:1910.07467).</summary>
/// <param name="width">The extent of the last axis.</param>
/// <param name="epsilon">Added to the mean square.</param>
[Block]
public sealed class RmsNorm(int width, float epsilon = 1e-5f) : ILayer {
    readonly Weight scale = new(width);

    /// <summary>The normalised <paramref name="x"/>, of its shape.</summary>
    public Tensor this[Tensor x] => Operations.RmsNormalize(x, epsilon) * scale;
}
