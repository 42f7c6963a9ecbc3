using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// W = f^-1 blockdiag(U) f blockdiag(V) with f the <see cref="Shuffle"/> of the parts: every output depends on every input although
/// both factors are block-diagonal (Dao et al., Monarch, arXiv:2204.00595; Wei et al., BlockShuffle, arXiv:2406.16450).
/// </summary>
/// <param name="inputs">The extent of x's last axis, a multiple of the blocks.</param>
/// <param name="outputs">The extent of y's last axis, a multiple of the blocks; between the factors lies the smaller of both extents.</param>
/// <param name="blocks">The number of blocks of each factor.</param>
[Block]
public sealed class BlockShuffleLinear(int inputs, int outputs, int blocks) : ILinearMap {
    readonly int middle = Math.Min(inputs, outputs);
    readonly BlockDiagonalLinear first = new(inputs, Math.Min(inputs, outputs), blocks), second = new(Math.Min(inputs, outputs), outputs, blocks);

    /// <inheritdoc/>
    public Tensor this[Tensor x] => Shuffle.Columns(second[Shuffle.Columns(first[x], blocks, middle / blocks)], outputs / blocks, blocks);

    /// <inheritdoc/>
    public Tensor Matrix => Contract("om,mi->oi", Rows(second.Matrix, outputs / blocks, blocks), Rows(first.Matrix, blocks, middle / blocks));

    // The rows of a matrix shuffled as the elements of a vector are.
    static Tensor Rows(Tensor matrix, int rows, int columns) => Transpose(Shuffle.Columns(Transpose(matrix, 1, 0), rows, columns), 1, 0);
}
