using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Batch normalisation with the statistics of training (Ioffe and Szegedy, arXiv:1502.03167):
/// y = scale * (x - mean) / sqrt(variance + epsilon) + bias for each channel. All four are weights, so that factor and offset are made
/// at load and a call multiplies and adds.
/// </summary>
/// <param name="channels">The number of channels.</param>
/// <param name="epsilon">Added to the variance.</param>
[Block]
public sealed class BatchNorm(int channels, float epsilon = 1e-5f) : ILayer {
    readonly Weight scale = new(channels);
    readonly Weight bias = new(channels);
    readonly Weight mean = new(channels);
    readonly Weight variance = new(channels);

    /// <summary>The normalised rows.</summary>
    /// <param name="x">[..., channels]</param>
    public Tensor this[Tensor x] => x * Factor + Offset;

    /// <summary>The normalised maps.</summary>
    /// <param name="x">[examples, channels, places ...], of three or four axes.</param>
    public Tensor OfMaps(Tensor x) => x.Shape.Rank switch {
        3 => x * Reshape(Factor, channels, 1) + Reshape(Offset, channels, 1),
        4 => x * Reshape(Factor, channels, 1, 1) + Reshape(Offset, channels, 1, 1),
        _ => throw new ShapeException("batch norm", $"expected [examples, {channels}, places ...] of three or four axes, found {x.Shape}"),
    };

    Tensor Factor => scale * ReciprocalSqrt((Tensor)variance + epsilon);

    Tensor Offset => bias - mean * Factor;
}
