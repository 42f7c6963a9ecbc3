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
    // Blocks of rows that go over keys in place together.
    private const long MostTogether = 16;

    private readonly KernelContext context;
    private readonly AttentionBody body;
    private readonly IrWriter writer;
    private readonly ScalarEmitter emitter;
    private readonly IAttentionForm form;
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

    private AttentionTileEmitter(KernelContext context, AttentionBody body, List<Variable> batch, List<Variable> rows, long? count) {
        (this.context, this.body, writer, emitter, this.batch, this.rows) = (context, body, context.Writer, context.Emitter, batch, rows);
        RegisterTile tile = context.Tile;
        packing = new AttentionPacking(context, body, tile.Columns);
        intervals = new MaskIntervals(emitter, MaskBounds.Condition(body.Score), body.Keys, rows);
        width = body.Width.Extent.Value;
        queryStride = RoundUp(width, 16);
        sumsStride = RoundUp(body.Channels.Extent.Value, tile.Columns);
        long most = emitter.Target.Level2Bytes / BlockBytesDivisor / 4 / (queryStride + sumsStride);
        blockKeys = System.Math.Min(System.Math.Max(most, tile.Columns), MostKeys) / tile.Columns * tile.Columns;
        form = count is { } few && InPlaceAttention.Suits(context, body, few)
            ? new InPlaceAttention(context, body)
            : new PackedAttention(context, body, blockKeys, sumsStride);
        blockRows = System.Math.Min(System.Math.Min(System.Math.Max(most, form.Rows), MostRows) / form.Rows * form.Rows, RoundUp(count ?? MostRows, form.Rows));
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

    /// <summary>Writes attention of rows that share their keys; how many they are, where that is known.</summary>
    public static void Write(KernelContext context, AttentionBody body, List<Variable> batch, List<Variable> rows, long? count) => new AttentionTileEmitter(context, body, batch, rows, count).Write();

    private void Write() {
        IrValue places = Product(batch);
        IrValue rowCount = Product(rows);
        // Blocks as large as the cache allows, but several for each thread.
        IrValue largest = DivideUp(rowCount, IrWriter.Int(blockRows));
        IrValue wanted = DivideUp(writer.Multiply(context.Threads, IrWriter.Int(4)), writer.Maximum(places, IrWriter.Int(1)));
        IrValue smallest = DivideUp(rowCount, IrWriter.Int(4 * form.Rows));
        IrValue blocks = writer.Maximum(largest, writer.Minimum(wanted, smallest));
        IrValue inBlock = writer.Multiply(DivideUp(DivideUp(rowCount, blocks), IrWriter.Int(form.Rows)), IrWriter.Int(form.Rows));
        blocks = DivideUp(rowCount, inBlock);
        IrValue items = writer.Multiply(places, blocks);
        if (form.IsReadInPlace) {
            Together(items, Item);
        } else {
            InTurn(items, Item);
        }

        BlockOfRows Item(IrValue item, AttentionBlock block) {
            KernelScope place = KernelScope.AtSingles(body.Rows);
            context.Decode(writer.Divide(item, blocks), batch, place);
            IrValue first = writer.Multiply(writer.Modulo(item, blocks), inBlock);
            IrValue count = writer.Minimum(inBlock, writer.Subtract(rowCount, first));
            return new BlockOfRows(new KernelScope(place), block, first, count, DivideUp(count, IrWriter.Int(form.Rows)));
        }
    }

    /// <summary>Some rows at a place of the batch.</summary>
    private sealed record BlockOfRows(KernelScope Place, AttentionBlock Memory, IrValue First, IrValue Count, IrValue Groups);

    // Later queries may see more keys, so the threads take blocks in turn, and every other turn in the opposite order.
    private void InTurn(IrValue items, System.Func<IrValue, AttentionBlock, BlockOfRows> itemAt) {
        AttentionBlock memory = Memory(1)(IrWriter.Int(0));
        writer.Loop(IrWriter.Int(0), DivideUp(items, context.Threads), 1, turn => {
            IrValue isOdd = writer.Compare("ne", writer.Emit("i64", $"and {turn}, 1"), IrWriter.Int(0));
            IrValue own = writer.Select(isOdd, writer.Subtract(writer.Subtract(context.Threads, IrWriter.Int(1)), context.Thread), context.Thread);
            IrValue item = writer.Add(writer.Multiply(turn, context.Threads), own);
            writer.If(writer.Compare("slt", item, items), () => {
                BlockOfRows block = itemAt(item, memory);
                WriteStart(block);
                IrValue[] bounds = WriteBounds(block);
                writer.Loop(IrWriter.Int(0), bounds[0], blockKeys, firstKey => WriteKeys(block, bounds, firstKey));
                WriteResults(block);
            });
        });
    }

    // A block of keys is met by all places before the next one: heads' keys stand side by side, and are read from memory as they stand.
    private void Together(IrValue items, System.Func<IrValue, AttentionBlock, BlockOfRows> itemAt) {
        long most = System.Math.Min(MostTogether, context.UpperBound(TensorType.Product(batch.Select(axis => axis.Extent))));
        System.Func<IrValue, AttentionBlock> memory = Memory(most);
        int quantities = 1 + 2 * intervals.RowQuantities;
        IrValue kept = context.TakeScratch(most * quantities * 8);
        (IrValue from, IrValue to) = context.Share(items);
        writer.Loop(from, to, most, start => {
            IrValue count = writer.Minimum(IrWriter.Int(most), writer.Subtract(to, start));
            IrValue end = writer.Loop(IrWriter.Int(0), count, 1, [IrWriter.Int(0)], (slot, sofar) => {
                BlockOfRows block = itemAt(writer.Add(start, slot), memory(slot));
                WriteStart(block);
                IrValue[] bounds = WriteBounds(block);
                for (int i = 0; i < quantities; i++) {
                    writer.Store(bounds[i], Kept(slot, i), 8);
                }
                return [writer.Maximum(sofar[0], bounds[0])];
            })[0];
            writer.Loop(IrWriter.Int(0), end, blockKeys, firstKey => writer.Loop(IrWriter.Int(0), count, 1, slot => {
                IrValue[] bounds = [.. Enumerable.Range(0, quantities).Select(i => writer.Load("i64", Kept(slot, i), 8))];
                writer.If(writer.Compare("slt", firstKey, bounds[0]), () => WriteKeys(itemAt(writer.Add(start, slot), memory(slot)), bounds, firstKey));
            }));
            writer.Loop(IrWriter.Int(0), count, 1, slot => WriteResults(itemAt(writer.Add(start, slot), memory(slot))));
        });

        IrValue Kept(IrValue slot, int number) => writer.Element(kept, "i64", writer.Add(writer.Multiply(slot, IrWriter.Int(quantities)), IrWriter.Int(number)));
    }

    // Memory of so many blocks; what lives no longer than one group's scores is shared.
    private System.Func<IrValue, AttentionBlock> Memory(long blocks) {
        long groups = blockRows / form.Rows;
        IrValue queries = Take(blocks * blockRows * queryStride), sums = Take(blocks * blockRows * sumsStride), scores = Take(form.Rows * blockKeys);
        IrValue turned = form.IsReadInPlace ? Take(blocks * blockRows * queryStride) : queries;
        IrValue maxima = Take(blocks * blockRows), totals = Take(blocks * blockRows), factors = Take(RoundUp(form.Rows, 16));
        IrValue bounds = context.TakeScratch(blocks * groups * (1 + 2 * intervals.RowQuantities) * 8);
        return slot => {
            return new AttentionBlock(
                Own(queries, queryStride), Own(turned, queryStride), queryStride, Own(sums, sumsStride), sumsStride, scores, blockKeys, Own(maxima, 1), Own(totals, 1), factors,
                writer.Element(bounds, "i64", writer.Multiply(slot, IrWriter.Int(groups * (1 + 2 * intervals.RowQuantities)))));

            IrValue Own(IrValue start, long stride) => writer.Element(start, "float", writer.Multiply(slot, IrWriter.Int(blockRows * stride)));
        };
    }

    // A block of keys.
    private void WriteKeys(BlockOfRows block, IrValue[] bounds, IrValue firstKey) {
        (KernelScope place, AttentionBlock memory) = (block.Place, block.Memory);
        IrValue endKey = writer.Minimum(writer.Add(firstKey, IrWriter.Int(blockKeys)), bounds[0]);
        (IrValue Low, IrValue High)[] keyRange = intervals.OfKeys(place, firstKey, endKey);
        writer.If(intervals.May(keyRange, RangeOf(bounds)), () => {
            form.TakeKeys(place, memory, firstKey, writer.Subtract(endKey, firstKey));
            terms.Write(place, firstKey, endKey);
            writer.Loop(IrWriter.Int(0), block.Groups, 1, group => {
                IrValue[] own = LoadBounds(memory, group);
                (IrValue Low, IrValue High)[] rowRange = RangeOf(own);
                IrValue keys = writer.Subtract(writer.Minimum(own[0], endKey), firstKey);
                IrValue any = writer.Compare("sgt", keys, IrWriter.Int(0));
                writer.If(writer.Emit("i1", $"and {any}, {intervals.May(keyRange, rowRange).Name}"), () =>
                    WriteGroup(block, group, firstKey, keys, intervals.Must(keyRange, rowRange)));
            });
        });
    }

    private (IrValue Low, IrValue High)[] RangeOf(IrValue[] bounds) => [.. Enumerable.Range(0, intervals.RowQuantities).Select(q => (bounds[1 + 2 * q], bounds[2 + 2 * q]))];

    private void WriteResults(BlockOfRows block) => writer.Loop(IrWriter.Int(0), block.Count, 1, r => AttentionEmitter.WriteResult(
        context, body, RowScope(block.Place, writer.Add(block.First, r)), writer.Element(block.Memory.Sums, "float", writer.Multiply(r, IrWriter.Int(sumsStride))),
        writer.Load("float", writer.Element(block.Memory.Totals, "float", r), 4)));

    // Queries packed, sums zero, maxima and totals as before the first key. Rows that fill up the last group are zeros.
    private void WriteStart(BlockOfRows own) {
        (KernelScope place, AttentionBlock block, IrValue first, IrValue count, IrValue groups) = own;
        IrValue filled = writer.Multiply(groups, IrWriter.Int(form.Rows));
        writer.Loop(IrWriter.Int(0), count, 1, r => {
            KernelScope row = RowScope(place, writer.Add(first, r));
            packing.Query(row, QueryOf(block, r));
            writer.Store(body.Sink is null ? RunningSoftmax.Lowest : emitter.Emit(body.Sink, row), writer.Element(block.Maxima, "float", r), 4);
            writer.Store(new IrValue("float", body.Sink is null ? "0.0" : "1.0"), writer.Element(block.Totals, "float", r), 4);
        });
        Clear(QueryOf(block, count), writer.Multiply(writer.Subtract(filled, count), IrWriter.Int(queryStride)));
        Clear(block.Sums, writer.Multiply(filled, IrWriter.Int(sumsStride)));
        form.TakeQueries(block, groups);
    }

    // For each group, the end of its keys and the bounds of what the mask compares; the same for the block as a whole.
    private IrValue[] WriteBounds(BlockOfRows rowsOfBlock) {
        (KernelScope place, AttentionBlock block, IrValue first, IrValue count, IrValue groups) = rowsOfBlock;
        IrValue keys = emitter.Extent(body.Keys.Extent);
        IrValue[] none = [IrWriter.Int(0), .. Enumerable.Range(0, intervals.RowQuantities).SelectMany(_ => new[] { IrWriter.Int(long.MaxValue), IrWriter.Int(long.MinValue) })];
        return writer.Loop(IrWriter.Int(0), groups, 1, none, (group, sofar) => {
            IrValue from = writer.Multiply(group, IrWriter.Int(form.Rows));
            IrValue to = writer.Minimum(writer.Add(from, IrWriter.Int(form.Rows)), count);
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

        IrValue[] Join(IrValue[] a, IrValue[] b) => [.. a.Select((value, i) => i % 2 == 1 ? writer.Minimum(value, b[i]) : writer.Maximum(value, b[i]))];
    }

    private void WriteGroup(BlockOfRows own, IrValue group, IrValue firstKey, IrValue keys, IrValue isShown) {
        (KernelScope place, AttentionBlock block, IrValue first, IrValue count, _) = own;
        IrValue from = writer.Multiply(group, IrWriter.Int(form.Rows));
        form.Products(place, block, from, firstKey, keys);
        IrValue valid = writer.Minimum(writer.Subtract(count, from), IrWriter.Int(form.Rows));
        writer.Loop(IrWriter.Int(0), valid, 1, r => {
            IrValue inBlock = writer.Add(from, r);
            KernelScope row = RowScope(place, writer.Add(first, inBlock));
            emitter.Hoist([body.Score], body.Keys, row);
            softmax.Write(
                row, writer.Element(block.Scores, "float", writer.Multiply(r, IrWriter.Int(blockKeys))), firstKey, keys, isShown,
                writer.Element(block.Maxima, "float", inBlock), writer.Element(block.Totals, "float", inBlock), writer.Element(block.Factors, "float", r));
        });
        form.Update(place, block, from, firstKey, keys);
    }

    private KernelScope RowScope(KernelScope place, IrValue row) {
        KernelScope scope = new(place);
        context.Decode(row, rows, scope);
        return scope;
    }

    private IrValue[] LoadBounds(AttentionBlock block, IrValue group) =>
        [.. Enumerable.Range(0, 1 + 2 * intervals.RowQuantities).Select(i => writer.Load("i64", BoundOf(block, group, i), 8))];

    private IrValue BoundOf(AttentionBlock block, IrValue group, int number) =>
        writer.Element(block.Bounds, "i64", writer.Add(writer.Multiply(group, IrWriter.Int(1 + 2 * intervals.RowQuantities)), IrWriter.Int(number)));

    private IrValue QueryOf(AttentionBlock block, IrValue row) => writer.Element(block.Queries, "float", writer.Multiply(row, IrWriter.Int(queryStride)));

    // A number of elements that is a multiple of the lanes.
    private void Clear(IrValue target, IrValue elements) => writer.Loop(IrWriter.Int(0), elements, emitter.NativeLanes, i =>
        writer.Store(new IrValue($"<{emitter.NativeLanes} x float>", "zeroinitializer"), writer.Element(target, "float", i), 4));

    private IrValue Take(long elements) => context.TakeScratch(elements * 4);

    private IrValue Product(List<Variable> axes) => axes.Aggregate(IrWriter.Int(1), (product, axis) => writer.Multiply(product, emitter.Extent(axis.Extent)));

    private IrValue DivideUp(IrValue value, IrValue by) => writer.Divide(writer.Add(value, writer.Subtract(by, IrWriter.Int(1))), by);

    private static long RoundUp(long value, long multiple) => (value + multiple - 1) / multiple * multiple;
}
