using System;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Rethinking Positional Encoding" (Zheng, Ramasinghe and Lucey, arXiv:2107.02561, 2021).
/// A network of coordinates is given not waves but shifted bumps, e^(-(x - t_i)^2 / (2 sigma^2)) at evenly spaced t_i for each coordinate;
/// the width sigma trades the rank of the encoding against how well it keeps distances.
/// </summary>
[Model]
[Symbol("Points", 1, 200)]
public partial class ShiftedBasis {
    const int Bumps = 16;
    readonly Linear first = new(2 * Bumps, 25, withBias: true), second = new(25, 19, withBias: true), colour = new(19, 3, withBias: true);

    /// <summary>The colours at points of an image.</summary>
    [Entry]
    public Tensor Paint([Shape("Points", 2)] Tensor points) {
        Tensor centre = Cast(Iota(Bumps), ElementType.F32) * (1f / (Bumps - 1));
        Tensor away = InsertAxis(points, 2) - centre;
        Tensor bumps = Reshape(Exp(away * away * (-0.5f / (0.07f * 0.07f))), points.Shape[0], 2 * Bumps);
        return Sigmoid(colour[Relu(second[Relu(first[bumps])])]);
    }
}
