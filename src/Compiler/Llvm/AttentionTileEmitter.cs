using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// Writes attention of many queries with the same keys: a block of queries meets a block of packed keys after another, a register tile of
/// rows at a time, whose scores go through softmax and on to the values while they lie in the first-level cache.
/// </summary>
internal sealed class AttentionTileEmitter {
    // Of the second-level cache, what a block of queries with its sums takes at most, and what a block of keys with its values does.
    private const long BlockBytesDivisor = 4;
    private const long MostRows = 192;
    private const long MostKeys = 128;

    private readonly KernelContext context;
    private readonly AttentionBody body;
    private readonly IrWriter writer;
    private readonly ScalarEmitter emitter;
    private readonly AttentionTiles tiles;
    private readonly AttentionPacking packing;
    private readonly AttentionSoftmax softmax;
    private readonly KeyTerms terms;
    private readonly MaskIntervals intervals;
    private readonly List<Variable> batch;
    private readonly List<Variable> rows;
    private readonly long width;
    private readonly long queryStride;
    private readonly long sumsStride;
    private readonly long blockRows;
    private readonly long blockKeys;

    private AttentionTileEmitter(KernelContext context, AttentionBody body, List<Variable> batch, List<Variable> rows) {
        (this.context, this.body, writer, emitter, this.batch, this.rows) = (context, body, context.Writer, context.Emitter, batch, rows);
        tiles = new AttentionTiles(writer, emitter.Target, RegisterTile.Of(emitter.Target));
        packing = new AttentionPacking(context, body, tiles.Columns);
        intervals = new MaskIntervals(emitter, MaskBounds.Condition(body.Score), body.Keys, rows);
        width = body.Width.Extent.Value;
        queryStride = RoundUp(width, 16);
        sumsStride = RoundUp(body.Channels.Extent.Value, tiles.Columns);
        long most = emitter.Target.Level2Bytes / BlockBytesDivisor / 4 / (queryStride + sumsStride);
        blockRows = System.Math.Min(System.Math.Max(most, tiles.Rows), MostRows) / tiles.Rows * tiles.Rows;
        blockKeys = System.Math.Min(System.Math.Max(most, tiles.Columns), MostKeys) / tiles.Columns * tiles.Columns;
        terms = new KeyTerms(context, body, rows, blockKeys);
        softmax = new AttentionSoftmax(context, body, terms);
    }

    /// <summary>The axes of rows that keys or values differ along, and those that they do not.</summary>
    public static (List<Variable> Batch, List<Variable> Rows) Axes(AttentionBody body) {
        List<Variable> real = [.. body.Rows.Where(axis => !axis.Extent.Equals(Dimension.One))];
        return ([.. real.Where(Differs)], [.. real.Where(axis => !Differs(axis))]);

        bool Differs(Variable axis) => body.Key.DependsOn(axis) || body.Value.DependsOn(axis);
    }

    /// <summary>As many rows as make a tile worth its packing.</summary>
    public static int FewestRows(TargetDescription target) => RegisterTile.Of(target).Rows * 2 / 3;

    public static void Write(KernelContext context, AttentionBody body, List<Variable> batch, List<Variable> rows) => new AttentionTileEmitter(context, body, batch, rows).Write();

    private void Write() {
        long groups = blockRows / tiles.Rows;
        Block block = new(
            Take(blockRows * queryStride), Take(blockRows * sumsStride), Take(tiles.Rows * blockKeys),
            Take(blockKeys * width), Take(blockKeys * sumsStride), Take(blockRows), Take(blockRows), Take(RoundUp(tiles.Rows, 16)),
            context.TakeScratch(groups * (1 + 2 * intervals.RowQuantities) * 8));
        IrValue places = Product(batch);
        IrValue rowCount = Product(rows);
        // Blocks as large as the cache allows, but several for each thread.
        IrValue largest = DivideUp(rowCount, IrWriter.Int(blockRows));
        IrValue wanted = DivideUp(writer.Multiply(context.Threads, IrWriter.Int(4)), writer.Maximum(places, IrWriter.Int(1)));
        IrValue smallest = DivideUp(rowCount, IrWriter.Int(4 * tiles.Rows));
        IrValue blocks = writer.Maximum(largest, writer.Minimum(wanted, smallest));
        IrValue inBlock = writer.Multiply(DivideUp(DivideUp(rowCount, blocks), IrWriter.Int(tiles.Rows)), IrWriter.Int(tiles.Rows));
        blocks = DivideUp(rowCount, inBlock);
        IrValue items = writer.Multiply(places, blocks);
        // Later queries may see more keys, so the threads take blocks in turn, and every other turn in the opposite order.
        writer.Loop(IrWriter.Int(0), DivideUp(items, context.Threads), 1, turn => {
            IrValue isOdd = writer.Compare("ne", writer.Emit("i64", $"and {turn}, 1"), IrWriter.Int(0));
            IrValue own = writer.Select(isOdd, writer.Subtract(writer.Subtract(context.Threads, IrWriter.Int(1)), context.Thread), context.Thread);
            IrValue item = writer.Add(writer.Multiply(turn, context.Threads), own);
            writer.If(writer.Compare("slt", item, items), () => {
                KernelScope place = KernelScope.AtSingles(body.Rows);
                context.Decode(writer.Divide(item, blocks), batch, place);
                IrValue first = writer.Multiply(writer.Modulo(item, blocks), inBlock);
                WriteBlock(new KernelScope(place), block, first, writer.Minimum(inBlock, writer.Subtract(rowCount, first)));
            });
        });
    }

    // Where a block's parts lie: queries, sums, scores of one tile, packed keys and values, maxima, weights' sums, factors of one tile, bounds.
    private sealed record Block(IrValue Queries, IrValue Sums, IrValue Scores, IrValue Keys, IrValue Values, IrValue Maxima, IrValue Totals, IrValue Factors, IrValue Bounds);

    private void WriteBlock(KernelScope place, Block block, IrValue first, IrValue count) {
        IrValue groups = DivideUp(count, IrWriter.Int(tiles.Rows));
        WriteStart(place, block, first, count, groups);
        (IrValue end, (IrValue Low, IrValue High)[] range) = WriteBounds(place, block, first, count, groups);
        writer.Loop(IrWriter.Int(0), end, blockKeys, firstKey => {
            IrValue endKey = writer.Minimum(writer.Add(firstKey, IrWriter.Int(blockKeys)), end);
            (IrValue Low, IrValue High)[] keyRange = intervals.OfKeys(place, firstKey, endKey);
            writer.If(intervals.May(keyRange, range), () => {
                packing.Keys(place, firstKey, writer.Subtract(endKey, firstKey), block.Keys);
                packing.Values(place, firstKey, writer.Subtract(endKey, firstKey), block.Values, blockKeys * tiles.Columns);
                terms.Write(place, firstKey, endKey);
                writer.Loop(IrWriter.Int(0), groups, 1, group => {
                    IrValue[] bounds = LoadBounds(block, group);
                    (IrValue Low, IrValue High)[] rowRange = [.. Enumerable.Range(0, intervals.RowQuantities).Select(q => (bounds[1 + 2 * q], bounds[2 + 2 * q]))];
                    IrValue keys = writer.Subtract(writer.Minimum(bounds[0], endKey), firstKey);
                    IrValue any = writer.Compare("sgt", keys, IrWriter.Int(0));
                    writer.If(writer.Emit("i1", $"and {any}, {intervals.May(keyRange, rowRange).Name}"), () =>
                        WriteGroup(place, block, first, count, group, firstKey, keys, intervals.Must(keyRange, rowRange)));
                });
            });
        });
        writer.Loop(IrWriter.Int(0), count, 1, r => AttentionEmitter.WriteResult(
            context, body, RowScope(place, writer.Add(first, r)), writer.Element(block.Sums, "float", writer.Multiply(r, IrWriter.Int(sumsStride))),
            writer.Load("float", writer.Element(block.Totals, "float", r), 4)));
    }

    // Queries packed, sums zero, maxima and totals as before the first key. Rows that fill up the last group are zeros.
    private void WriteStart(KernelScope place, Block block, IrValue first, IrValue count, IrValue groups) {
        IrValue filled = writer.Multiply(groups, IrWriter.Int(tiles.Rows));
        writer.Loop(IrWriter.Int(0), count, 1, r => {
            KernelScope row = RowScope(place, writer.Add(first, r));
            packing.Query(row, QueryOf(block, r));
            writer.Store(body.Sink is null ? RunningSoftmax.Lowest : emitter.Emit(body.Sink, row), writer.Element(block.Maxima, "float", r), 4);
            writer.Store(new IrValue("float", body.Sink is null ? "0.0" : "1.0"), writer.Element(block.Totals, "float", r), 4);
        });
        Clear(QueryOf(block, count), writer.Multiply(writer.Subtract(filled, count), IrWriter.Int(queryStride)));
        Clear(block.Sums, writer.Multiply(filled, IrWriter.Int(sumsStride)));
    }

    // For each group, the end of its keys and the bounds of what the mask compares; the same for the block as a whole.
    private (IrValue End, (IrValue Low, IrValue High)[] Range) WriteBounds(KernelScope place, Block block, IrValue first, IrValue count, IrValue groups) {
        IrValue keys = emitter.Extent(body.Keys.Extent);
        IrValue[] none = [IrWriter.Int(0), .. Enumerable.Range(0, intervals.RowQuantities).SelectMany(_ => new[] { IrWriter.Int(long.MaxValue), IrWriter.Int(long.MinValue) })];
        IrValue[] all = writer.Loop(IrWriter.Int(0), groups, 1, none, (group, sofar) => {
            IrValue from = writer.Multiply(group, IrWriter.Int(tiles.Rows));
            IrValue to = writer.Minimum(writer.Add(from, IrWriter.Int(tiles.Rows)), count);
            IrValue[] own = writer.Loop(from, to, 1, none, (r, bounds) => {
                KernelScope row = RowScope(place, writer.Add(first, r));
                IrValue end = body.End is null ? keys : writer.Minimum(emitter.EmitIndex(body.End, row), keys);
                IrValue[] values = intervals.OfRow(row);
                return Join(bounds, [end, .. values.SelectMany(value => new[] { value, value })]);
            });
            for (int i = 0; i < own.Length; i++) {
                writer.Store(own[i], BoundOf(block, group, i), 8);
            }
            return Join(sofar, own);
        });
        return (all[0], [.. Enumerable.Range(0, intervals.RowQuantities).Select(q => (all[1 + 2 * q], all[2 + 2 * q]))]);

        IrValue[] Join(IrValue[] a, IrValue[] b) => [.. a.Select((value, i) => i % 2 == 1 ? writer.Minimum(value, b[i]) : writer.Maximum(value, b[i]))];
    }

    private void WriteGroup(KernelScope place, Block block, IrValue first, IrValue count, IrValue group, IrValue firstKey, IrValue keys, IrValue isShown) {
        IrValue from = writer.Multiply(group, IrWriter.Int(tiles.Rows));
        IrValue queries = QueryOf(block, from);
        writer.Loop(IrWriter.Int(0), keys, tiles.Columns, k => tiles.Products(
            queries, IrWriter.Int(queryStride), writer.Element(block.Keys, "float", writer.Multiply(k, IrWriter.Int(width))), IrWriter.Int(width),
            writer.Element(block.Scores, "float", k), IrWriter.Int(blockKeys)));
        IrValue valid = writer.Minimum(writer.Subtract(count, from), IrWriter.Int(tiles.Rows));
        writer.Loop(IrWriter.Int(0), valid, 1, r => {
            IrValue inBlock = writer.Add(from, r);
            KernelScope row = RowScope(place, writer.Add(first, inBlock));
            emitter.Hoist([body.Score], body.Keys, row);
            softmax.Write(
                row, writer.Element(block.Scores, "float", writer.Multiply(r, IrWriter.Int(blockKeys))), firstKey, keys, isShown,
                writer.Element(block.Maxima, "float", inBlock), writer.Element(block.Totals, "float", inBlock), writer.Element(block.Factors, "float", r));
        });
        writer.Loop(IrWriter.Int(0), IrWriter.Int(sumsStride), tiles.Columns, e => tiles.Update(
            block.Scores, IrWriter.Int(blockKeys), writer.Element(block.Values, "float", writer.Multiply(e, IrWriter.Int(blockKeys))), keys,
            writer.Element(block.Sums, "float", writer.Add(writer.Multiply(from, IrWriter.Int(sumsStride)), e)), IrWriter.Int(sumsStride), block.Factors));
    }

    private KernelScope RowScope(KernelScope place, IrValue row) {
        KernelScope scope = new(place);
        context.Decode(row, rows, scope);
        return scope;
    }

    private IrValue[] LoadBounds(Block block, IrValue group) =>
        [.. Enumerable.Range(0, 1 + 2 * intervals.RowQuantities).Select(i => writer.Load("i64", BoundOf(block, group, i), 8))];

    private IrValue BoundOf(Block block, IrValue group, int number) =>
        writer.Element(block.Bounds, "i64", writer.Add(writer.Multiply(group, IrWriter.Int(1 + 2 * intervals.RowQuantities)), IrWriter.Int(number)));

    private IrValue QueryOf(Block block, IrValue row) => writer.Element(block.Queries, "float", writer.Multiply(row, IrWriter.Int(queryStride)));

    // A number of elements that is a multiple of the lanes.
    private void Clear(IrValue target, IrValue elements) => writer.Loop(IrWriter.Int(0), elements, emitter.NativeLanes, i =>
        writer.Store(new IrValue($"<{emitter.NativeLanes} x float>", "zeroinitializer"), writer.Element(target, "float", i), 4));

    private IrValue Take(long elements) => context.TakeScratch(elements * 4);

    private IrValue Product(List<Variable> axes) => axes.Aggregate(IrWriter.Int(1), (product, axis) => writer.Multiply(product, emitter.Extent(axis.Extent)));

    private IrValue DivideUp(IrValue value, IrValue by) => writer.Divide(writer.Add(value, writer.Subtract(by, IrWriter.Int(1))), by);

    private static long RoundUp(long value, long multiple) => (value + multiple - 1) / multiple * multiple;
}
