using System;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// How a product of many rows is cut for the caches, after Goto and van de Geijn (2008): a slab of one panel, as deep as a block, stays in
/// the first-level cache while the block's left rows, which stay in the second, go by; sums wait for the next block of the depth.
/// </summary>
/// <param name="Depth">Most elements of the summed axes in one block; whole vectors.</param>
/// <param name="Blocks">Blocks of the deepest product.</param>
/// <param name="Rows">Most rows of the left operand that are packed at a time.</param>
/// <param name="Panels">Most panels whose sums wait for further blocks.</param>
internal sealed record ProductBlocking(long Depth, long Blocks, long Rows, long Panels) {
    // What a packed row is longer than a block, so that rows of a tile do not compete for the same lines of a cache.
    private const long RowPadding = 16;

    // Rows are packed over their whole depth at once, of which one block at a time is worked on.
    private const long PackedBytes = 2 << 20;

    /// <summary>Elements from one packed row to the next.</summary>
    public long Stride => Depth + RowPadding;

    /// <summary>Bytes of the packed rows.</summary>
    public long LeftBytes => Blocks * Rows * Stride * 4;

    /// <summary>Most tiles that a packed block of rows is cut into.</summary>
    public long Tiles(RegisterTile tile) => (Rows + tile.Rows - 1) / tile.Rows;

    /// <summary>Cuts products of at most these extents, with so many right operands each.</summary>
    public static ProductBlocking Of(TargetDescription target, RegisterTile tile, long rows, long panels, long depth, int products) {
        // Six tenths of the first-level cache for the slab leave room for a tile's left rows; a seventh of the second for left rows and a
        // quarter for waiting sums leave room for the panels that stream through. Found by measuring; neighbouring values differ little.
        long deepest = Math.Max(16, target.Level1Bytes * 6 / 10 / (tile.Columns * 4) / 16 * 16);
        long blocks = Math.Max(1, (depth + deepest - 1) / deepest);
        long block = Padded((depth + blocks - 1) / blocks);
        long byLevel2 = target.Level2Bytes / 7 / ((block + RowPadding) * 4);
        long byStreaming = PackedBytes / (blocks * (block + RowPadding) * 4);
        long most = Math.Max(1, Math.Min(byLevel2, byStreaming) / tile.Rows) * tile.Rows;
        long left = Math.Max(1, Math.Min(rows, most));
        long group = blocks == 1 ? panels : target.Level2Bytes / 4 / (left * tile.Columns * 4 * products);
        return new ProductBlocking(block, blocks, left, Math.Max(1, Math.Min(panels, group)));
    }

    private static long Padded(long elements) => Math.Max(16, (elements + 15) / 16 * 16);
}
