using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Rotary positions on a grid (Heo et al., arXiv:2403.13298, the axial form): the first half of a head's pairs turns by the column,
/// the second half by the row, each with theta_k = theta^(-4k/D).
/// </summary>
/// <param name="width">D, the size of a head; a multiple of 4.</param>
/// <param name="theta">The base of the frequencies; grids are short, so it is less than for text.</param>
/// <param name="order">Which channels are a pair.</param>
[Block]
public sealed class Rotary2D(int width, float theta = 100f, RotaryOrder order = RotaryOrder.Interleaved) {
    readonly int quarter = width % 4 == 0 ? width / 4 : throw new ArgumentException($"rotary positions on a grid turn pairs by two axes; 4 does not divide a head of {width}");

    /// <summary>The heads of a grid's cells, row by row, turned by their places.</summary>
    /// <param name="x">[rows * columns, heads, D]</param>
    /// <param name="columns">The number of columns.</param>
    /// <returns>[rows * columns, heads, D]</returns>
    public Tensor OnGrid(Tensor x, int columns) {
        Tensor cell = Iota(x.Shape[0]);
        return At(x, cell / columns, cell % columns);
    }

    /// <summary>The heads turned by these places.</summary>
    /// <param name="x">[n, heads, D]</param>
    /// <param name="row">i32 or f32 [n]</param>
    /// <param name="column">i32 or f32 [n]</param>
    /// <returns>[n, heads, D]</returns>
    public Tensor At(Tensor x, Tensor row, Tensor column) {
        Tensor frequency = Power(theta, Cast(Iota(quarter), ElementType.F32) * (-4f / width));
        Tensor down = Reshape(Cast(row, ElementType.F32), x.Shape[0], 1, 1) * frequency;
        Tensor along = Reshape(Cast(column, ElementType.F32), x.Shape[0], 1, 1) * frequency;
        Tensor angle = Concatenate(-1, along, down);
        return Rotary.Turn(x, Cos(angle), Sin(angle), order);
    }
}
