namespace Sinter.Blocks;

/// <summary>
/// y = scale * (x - mean(x)) / sqrt(variance(x) + epsilon) + bias along the last axis (Ba, Kiros and Hinton, arXiv:1607.06450).
/// </summary>
/// <param name="width">The extent of the last axis.</param>
/// <param name="epsilon">Added to the variance.</param>
[Block]
public sealed class LayerNorm(int width, float epsilon = 1e-5f) : ILayer {
    readonly Weight scale = new(width);
    readonly Weight bias = new(width);

    /// <summary>The normalised <paramref name="x"/>, of its shape.</summary>
    public Tensor this[Tensor x] => Operations.LayerNormalize(x, epsilon) * scale + bias;
}
