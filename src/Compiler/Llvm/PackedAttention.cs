namespace Sinter.Compiler.Llvm;

/// <summary>Keys and values are packed for each block of queries, which pays where these are many.</summary>
internal sealed class PackedAttention : IAttentionForm {
    private readonly IrWriter writer;
    private readonly AttentionPacking packing;
    private readonly AttentionTiles tiles;
    private readonly int columns;
    private readonly long width;
    private readonly IrValue packedKeys;
    private readonly IrValue packedValues;

    public PackedAttention(KernelContext context, Kernels.AttentionBody body, long mostKeys, long sumsStride) {
        RegisterTile tile = context.Tile;
        (writer, Rows, columns, width) = (context.Writer, tile.Rows, tile.Columns, body.Width.Extent.Value);
        packing = new AttentionPacking(context, body, columns);
        tiles = new AttentionTiles(writer, context.Emitter.Target, tile.Rows, columns);
        (packedKeys, packedValues) = (context.TakeScratch(mostKeys * width * 4), context.TakeScratch(mostKeys * sumsStride * 4));
    }

    public int Rows { get; }

    public bool IsReadInPlace => false;

    public void TakeQueries(AttentionBlock block, IrValue groups) {
    }

    public void TakeKeys(KernelScope place, AttentionBlock block, IrValue firstKey, IrValue keys) {
        packing.Keys(place, firstKey, keys, packedKeys);
        packing.Values(place, firstKey, keys, packedValues, block.MostKeys * columns);
    }

    public void Products(KernelScope place, AttentionBlock block, IrValue row, IrValue firstKey, IrValue keys) {
        IrValue queries = writer.Element(block.Queries, "float", writer.Multiply(row, IrWriter.Int(block.QueryStride)));
        writer.Loop(IrWriter.Int(0), keys, columns, k => tiles.Products(
            queries, IrWriter.Int(block.QueryStride), writer.Element(packedKeys, "float", writer.Multiply(k, IrWriter.Int(width))), IrWriter.Int(columns), IrWriter.Int(width),
            writer.Element(block.Scores, "float", k), IrWriter.Int(block.MostKeys)));
    }

    public void Update(KernelScope place, AttentionBlock block, IrValue row, IrValue firstKey, IrValue keys) =>
        writer.Loop(IrWriter.Int(0), IrWriter.Int(block.SumsStride), columns, e => tiles.Update(
            block.Scores, IrWriter.Int(block.MostKeys), writer.Element(packedValues, "float", writer.Multiply(e, IrWriter.Int(block.MostKeys))), IrWriter.Int(columns), keys,
            writer.Element(block.Sums, "float", writer.Add(writer.Multiply(row, IrWriter.Int(block.SumsStride)), e)), IrWriter.Int(block.SumsStride), block.Factors));
}
