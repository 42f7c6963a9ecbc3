using System;
using System.Linq;

namespace Sinter.Compiler.Llvm;

/// <summary>Products of many rows, cut for the caches.</summary>
internal sealed partial class ContractionEmitter {
    // Packing a left row pays when at least so many panels read it.
    private const int FewestPanelsToPack = 3;

    private Action<IrValue, IrValue> ManyRows() {
        long widest = kernel.Segments.Sum(segment => (context.UpperBound(Columns(segment)) + Tile.Columns - 1) / Tile.Columns);
        bool isReady = left.LieReady && widest < FewestPanelsToPack;
        ProductBlocking blocking = ProductBlocking.Of(emitter.Target, Tile, context.UpperBound(rows), widest, context.UpperBound(depth), products);
        IrValue packed = isReady ? default : context.TakeScratch(blocking.LeftBytes);
        long tileBytes = Tile.Rows * Tile.Columns * 4L;
        // Sums wait for the next block, each tile in its own place; where one block is all, one place serves them all.
        bool isCut = blocking.Blocks > 1;
        IrValue results = context.TakeScratch(tileBytes * products * (isCut ? blocking.Panels * blocking.Tiles(Tile) : 1));
        return (thread, threads) => {
            ((IrValue First, IrValue End) rowRange, (IrValue First, IrValue End) panelRange) = ShareOfMany(thread, threads);
            IrValue blocks = !isCut ? IrWriter.Int(1) : depth.IsConstant ? IrWriter.Int(blocking.Blocks)
                : writer.Maximum(writer.Divide(writer.Add(emitter.Extent(depth), IrWriter.Int(blocking.Depth - 1)), IrWriter.Int(blocking.Depth)), IrWriter.Int(1));
            writer.Loop(panelRange.First, panelRange.End, blocking.Panels, groupStart => {
                (IrValue, IrValue) group = (groupStart, writer.Minimum(writer.Add(groupStart, IrWriter.Int(blocking.Panels)), panelRange.End));
                EachPart(rowRange, blocking.Rows, (block, _, _) => {
                    (IrValue pointer, IrValue stride) = (packed, IrWriter.Int(blocking.Stride));
                    long slab = isReady ? blocking.Depth : blocking.Rows * blocking.Stride;
                    if (isReady) {
                        (pointer, stride) = left.Ready(place);
                        pointer = writer.Element(pointer, "float", writer.Multiply(block.First, stride));
                    } else {
                        left.Pack(place, packed, block.First, block.End, blocks, blocking.Depth, blocking.Stride, slab);
                    }
                    if (!isCut) {
                        Tiles(group, block, pointer, stride, WholeDepth(), (_, _) => results, null);
                        return;
                    }
                    writer.Loop(IrWriter.Int(0), blocks, 1, index => {
                        IrValue from = writer.Multiply(index, IrWriter.Int(blocking.Depth));
                        IrValue count = writer.Minimum(IrWriter.Int(blocking.Depth), writer.Subtract(emitter.Extent(depth), from));
                        IrValue start = writer.Element(pointer, "float", writer.Multiply(index, IrWriter.Int(slab)));
                        DepthPart part = new(from, count, writer.Compare("ne", index, IrWriter.Int(0)));
                        Tiles(group, block, start, stride, part, Waiting, writer.Compare("eq", index, writer.Subtract(blocks, IrWriter.Int(1))));
                    });
                });

                IrValue Waiting(IrValue panel, IrValue tile) {
                    IrValue number = writer.Add(writer.Multiply(writer.Subtract(panel, groupStart), IrWriter.Int(blocking.Tiles(Tile))), tile);
                    return writer.Element(results, "i8", writer.Multiply(number, IrWriter.Int(tileBytes * products)));
                }
            });
        };

        // All tiles of a group of panels and a block of rows; where no condition for storing is given, the sums are finished.
        void Tiles((IrValue, IrValue) group, (IrValue First, IrValue End) block, IrValue start, IrValue stride, DepthPart part, Func<IrValue, IrValue, IrValue> placeOf, IrValue? isLast) =>
            EachSegment(group, (segment, first, last, before) => writer.Loop(first, last, 1, panel => EachPart(block, Tile.Rows, (tile, index, count) => {
                IrValue height = writer.Subtract(tile.End, tile.First);
                IrValue sums = placeOf(writer.Add(panel, before), index);
                IrValue from = writer.Element(start, "float", writer.Multiply(writer.Subtract(tile.First, block.First), stride));
                Products(segment, panel, 1, height, from, stride, part, sums, tileBytes, (index, count));
                void Store() => epilogues[segment].Write(place, panel, 1, tile.First, height, sums, tileBytes);
                if (isLast is { } condition) {
                    writer.If(condition, Store);
                } else {
                    Store();
                }
            })));
    }

    // Of few panels and many rows, the rows are shared out.
    private ((IrValue First, IrValue End) Rows, (IrValue First, IrValue End) Panels) ShareOfMany(IrValue thread, IrValue threads) {
        IrValue rowCount = emitter.Extent(rows);
        IrValue panelCount = TotalPanels();
        IrValue fewPanels = writer.Compare("slt", panelCount, writer.Multiply(threads, IrWriter.Int(4)));
        IrValue manyRows = writer.Compare("sge", rowCount, writer.Multiply(threads, IrWriter.Int(2 * Tile.Rows)));
        IrValue byRows = writer.Emit("i1", $"and {fewPanels}, {manyRows.Name}");
        (IrValue firstRow, IrValue endRow) = context.Share(rowCount, thread, threads);
        (IrValue firstPanel, IrValue endPanel) = context.Share(panelCount, thread, threads);
        return (
            (writer.Select(byRows, firstRow, IrWriter.Int(0)), writer.Select(byRows, endRow, rowCount)),
            (writer.Select(byRows, IrWriter.Int(0), firstPanel), writer.Select(byRows, panelCount, endPanel)));
    }

    // Cuts a range into as few parts as hold at most so many each, as even as can be: the part, its index and the number of parts.
    private void EachPart((IrValue First, IrValue End) range, long most, Action<(IrValue First, IrValue End), IrValue, IrValue> body) {
        IrValue length = writer.Subtract(range.End, range.First);
        IrValue parts = writer.Divide(writer.Add(writer.Maximum(length, IrWriter.Int(0)), IrWriter.Int(most - 1)), IrWriter.Int(most));
        writer.Loop(IrWriter.Int(0), parts, 1, index => {
            IrValue At(IrValue part) => writer.Add(range.First, writer.Divide(writer.Multiply(length, part), parts));
            body((At(index), At(writer.Add(index, IrWriter.Int(1)))), index, parts);
        });
    }
}
