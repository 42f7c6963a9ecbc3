using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// U-net wiring (Ronneberger, Fischer and Brox, arXiv:1505.04597): what goes into each layer on the way down is kept, and on the way up
/// joined, last first, to what comes out of the layer there: by a map of both side by side along the last axis, or by their sum.
/// </summary>
/// <param name="down">The layers on the way down; they may shorten and widen the sequence.</param>
/// <param name="middle">The layer at the bottom.</param>
/// <param name="up">As many layers on the way up, each undoing what the matching one on the way down did to the shape.</param>
/// <param name="merges">For each layer on the way up, the map from [..., 2 * width] to [..., width] that joins; null to add.</param>
[Block]
public sealed class UNet(ILayer[] down, ILayer middle, ILayer[] up, ILayer[]? merges = null) : ILayer {
    readonly ILayer[] down = down;
    readonly ILayer middle = middle;
    readonly ILayer[] up = up.Length == down.Length ? up : throw new ArgumentException($"{down.Length} layers down need as many up, found {up.Length}");
    readonly ILayer[]? merges = merges == null || merges.Length == up.Length ? merges : throw new ArgumentException($"{up.Length} layers up need as many merges, found {merges.Length}");

    /// <inheritdoc/>
    public Tensor this[Tensor x] {
        get {
            Tensor[] kept = new Tensor[down.Length];
            for (int i = 0; i < down.Length; i++) {
                kept[i] = x;
                x = down[i][x];
            }
            x = middle[x];
            for (int i = 0; i < up.Length; i++) {
                x = up[i][x];
                Tensor skip = kept[down.Length - 1 - i];
                x = merges == null ? x + skip : merges[i][Concatenate(-1, x, skip)];
            }
            return x;
        }
    }
}
