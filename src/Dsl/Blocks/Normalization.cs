namespace Sinter.Blocks;

/// <summary>The normalisation that a <see cref="Norm"/> names: that of <see cref="RmsNorm"/> or <see cref="LayerNorm"/>.</summary>
/// <param name="norm">The kind.</param>
/// <param name="width">The extent of the last axis.</param>
/// <param name="epsilon">Added before the root.</param>
[Block]
public sealed class Normalization(Norm norm, int width, float epsilon = 1e-5f) : ILayer {
    readonly Weight scale = new(width);
    readonly Weight? bias = norm == Norm.Layer ? new Weight(width) : null;

    /// <summary>The normalised <paramref name="x"/>, of its shape.</summary>
    public Tensor this[Tensor x] => bias == null
        ? Operations.RmsNormalize(x, epsilon) * scale
        : Operations.LayerNormalize(x, epsilon) * scale + bias;
}
