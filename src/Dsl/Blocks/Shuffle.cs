using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// The permutation between block-diagonal factors: a vector written row by row as a table of rows x columns is read column by column,
/// so that every part of the result has elements of every part of the vector.
/// </summary>
public static class Shuffle {
    /// <summary>Element c * rows + r of the result is element r * columns + c of <paramref name="x"/>, along the last axis.</summary>
    /// <param name="x">[Time, rows * columns]</param>
    /// <param name="rows">The rows of the table.</param>
    /// <param name="columns">The columns of the table.</param>
    /// <returns>[Time, columns * rows]</returns>
    public static Tensor Columns(Tensor x, int rows, int columns) =>
        Reshape(Transpose(Reshape(x, x.Shape[0], rows, columns), 0, 2, 1), x.Shape[0], columns * rows);
}
