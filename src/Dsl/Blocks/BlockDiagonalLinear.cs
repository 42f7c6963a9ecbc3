using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// y = blockdiag(W_1, ..., W_b) x: x is cut into b equal parts and each has a matrix of its own, so that 1 / b of a full matrix is
/// stored and multiplied.
/// </summary>
[Block]
public sealed class BlockDiagonalLinear : ILinearMap {
    readonly int inputs, outputs, blocks;
    readonly GroupedLinear weights;

    /// <summary>A map of b blocks.</summary>
    /// <param name="inputs">The extent of x's last axis, a multiple of the blocks.</param>
    /// <param name="outputs">The extent of y's last axis, a multiple of the blocks.</param>
    /// <param name="blocks">b.</param>
    public BlockDiagonalLinear(int inputs, int outputs, int blocks) {
        if (blocks < 1 || inputs % blocks != 0 || outputs % blocks != 0) {
            throw new ArgumentException($"{blocks} blocks do not divide {inputs} inputs and {outputs} outputs");
        }
        this.inputs = inputs;
        this.outputs = outputs;
        this.blocks = blocks;
        weights = new GroupedLinear(blocks, inputs / blocks, outputs / blocks);
    }

    /// <inheritdoc/>
    public Tensor this[Tensor x] => Reshape(weights[Reshape(x, x.Shape[0], blocks, inputs / blocks)], x.Shape[0], outputs);

    /// <inheritdoc/>
    public Tensor Matrix {
        get {
            // Block b of rows and block c of columns hold W_b where b = c, else zeros.
            Tensor diagonal = Equal(Reshape(Iota(blocks), blocks, 1, 1, 1), Reshape(Iota(blocks), 1, 1, blocks, 1));
            Tensor own = Reshape(weights.Matrices, blocks, outputs / blocks, 1, inputs / blocks);
            return Reshape(Select(diagonal, own, 0f), outputs, inputs);
        }
    }
}
