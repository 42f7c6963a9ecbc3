using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Index = Sinter.Compiler.Kernels.Index;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// Writes contractions: each thread takes a share of the panels (or of the rows, where panels are few), packs its left rows unless they
/// are few and lie ready, runs the register tiles block by block, and makes the stores from each finished tile while it is in the
/// first-level cache. Every sum is taken in the order of the summed axes, whatever the rows, the blocks and the threads.
/// </summary>
internal sealed partial class ContractionEmitter {
    private readonly KernelContext context;
    private readonly ContractionKernel kernel;
    private readonly IrWriter writer;
    private readonly ScalarEmitter emitter;
    private readonly ScalarPool pool = new();
    private readonly Variable row;
    private readonly Dimension rows;
    private readonly Dimension depth;
    private readonly LeftRows left;
    private readonly IReadOnlyList<ProductEpilogue> epilogues;
    private readonly IrValue[] panels;
    private readonly int products;
    // The place in the batch that is being worked on; the batch's one place where it has no axes.
    private KernelScope place = new(null);
    private IrValue batchIndex = IrWriter.Int(0);

    private ContractionEmitter(KernelContext context, ContractionKernel kernel) {
        (this.context, this.kernel, writer, emitter) = (context, kernel, context.Writer, context.Emitter);
        foreach (Variable variable in kernel.Batch.Concat(kernel.Rows).Concat(kernel.Summed).Concat(kernel.Segments.SelectMany(segment => segment.Columns)).Concat(kernel.Roots().SelectMany(root => root.Variables()))) {
            pool.Reserve(variable);
        }
        foreach (Scalar reduction in kernel.Roots().SelectMany(Composer.ReductionsIn)) {
            pool.Reserve(reduction.Over!);
        }
        rows = TensorType.Product(kernel.Rows.Select(axis => axis.Extent));
        depth = TensorType.Product(kernel.Summed.Select(axis => axis.Extent));
        row = pool.NewVariable(rows);
        Variable summed = pool.NewVariable(depth);
        // The kernel's own axes in terms of one row, one summed and (in a segment) one column index.
        Index? Flat(Variable variable) => FlatAxis.Of(variable, kernel.Rows, row) ?? FlatAxis.Of(variable, kernel.Summed, summed);
        left = new LeftRows(context, kernel, pool.Rewrite(kernel.Left, Flat), row, summed, depth);
        epilogues = [.. kernel.Segments.Select(segment => new ProductEpilogue(context, pool, segment, row, IsOneRow, Flat))];
        panels = [.. kernel.Segments.Select(segment => PanelsOf(Columns(segment)))];
        products = kernel.Segments.Max(segment => segment.Right.Count);
    }

    public static void Write(KernelContext context, ContractionKernel kernel) => new ContractionEmitter(context, kernel).WriteAnyForm();

    private RegisterTile Tile => context.Tile;

    private bool IsOneRow => rows.Equals(Dimension.One);

    private void Write() {
        Action<IrValue, IrValue> product = IsOneRow ? OneRow() : ManyRows();
        if (kernel.Batch.Count == 0) {
            product(context.Thread, context.Threads);
            return;
        }
        // Many places are shared out; of few, each is worked on by all threads.
        IrValue places = kernel.Batch.Aggregate(IrWriter.Int(1), (count, axis) => writer.Multiply(count, emitter.Extent(axis.Extent)));
        IrValue areMany = writer.Compare("sge", places, writer.Multiply(context.Threads, IrWriter.Int(2)));
        (IrValue shareFirst, IrValue shareEnd) = context.Share(places);
        IrValue thread = writer.Select(areMany, IrWriter.Int(0), context.Thread);
        IrValue threads = writer.Select(areMany, IrWriter.Int(1), context.Threads);
        writer.Loop(writer.Select(areMany, shareFirst, IrWriter.Int(0)), writer.Select(areMany, shareEnd, places), 1, index => {
            batchIndex = index;
            place = new KernelScope(null);
            context.Decode(index, kernel.Batch, place);
            product(thread, threads);
        });
    }

    // One row runs over several panels at a time, each element of which is read once: nothing is gained by cutting the depth.
    private Action<IrValue, IrValue> OneRow() {
        bool isReady = left.LieReady;
        long deepest = Math.Max(16, (context.UpperBound(depth) + 15) / 16 * 16);
        IrValue packed = isReady ? default : context.TakeScratch(deepest * 4);
        long tileBytes = RegisterTile.PanelsForOneRow * Tile.Columns * 4L;
        IrValue results = context.TakeScratch(tileBytes * products);
        return (thread, threads) => {
            IrValue pointer = packed;
            if (isReady) {
                (pointer, _) = left.Ready(place);
            } else {
                left.Pack(place, packed, IrWriter.Int(0), IrWriter.Int(1), IrWriter.Int(1), deepest, deepest, deepest);
            }
            EachSegment(context.Share(TotalPanels(), thread, threads), (segment, first, last, _) => {
                int together = (int)Math.Min(RegisterTile.PanelsForOneRow, long.TryParse(panels[segment].Name, out long known) ? known : 1);
                IrValue rest = writer.Emit("i64", $"srem {writer.Maximum(writer.Subtract(last, first), IrWriter.Int(0))}, {together}");
                IrValue whole = writer.Subtract(last, rest);
                writer.Loop(first, whole, together, panel => Tiles(panel, together));
                if (together > 1) {
                    // Few sums at a time would wait for one another. What is left over is done as one more whole group, which makes
                    // some results a second time, equal to the first; only where there is no whole group, panel by panel.
                    IrValue hasRest = writer.Compare("ne", rest, IrWriter.Int(0));
                    IrValue hasWhole = writer.Compare("sgt", whole, first);
                    writer.If(writer.Emit("i1", $"and {hasRest}, {hasWhole.Name}"), () => Tiles(writer.Subtract(last, IrWriter.Int(together)), together));
                    writer.Loop(writer.Select(hasWhole, last, first), last, 1, panel => Tiles(panel, 1));
                }

                void Tiles(IrValue panel, int side) {
                    Products(segment, panel, side, IrWriter.Int(1), pointer, IrWriter.Int(0), WholeDepth(), results, tileBytes, (IrWriter.Int(0), IrWriter.Int(1)));
                    epilogues[segment].Write(place, panel, side, IrWriter.Int(0), IrWriter.Int(1), results, tileBytes);
                }
            });
        };
    }

    // The parts of a range of panels that lie in each segment: its own panels, and how many panels the segments before it have.
    private void EachSegment((IrValue First, IrValue End) range, Action<int, IrValue, IrValue, IrValue> body) {
        IrValue before = IrWriter.Int(0);
        for (int i = 0; i < panels.Length; i++) {
            if (panels[i].Name == "0") {
                // No columns, nothing to compute.
                continue;
            }
            IrValue first = writer.Maximum(writer.Subtract(range.First, before), IrWriter.Int(0));
            IrValue last = writer.Minimum(writer.Subtract(range.End, before), panels[i]);
            body(i, first, last, before);
            before = writer.Add(before, panels[i]);
        }
    }

    /// <summary>Runs the register tile of some rows and panels for every right operand of a segment.</summary>
    /// <param name="segment">Which segment.</param>
    /// <param name="panel">The first panel.</param>
    /// <param name="together">How many panels side by side.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="start">The first left row at the first of the summed elements.</param>
    /// <param name="stride">Elements from one left row to the next.</param>
    /// <param name="part">Which of the summed elements.</param>
    /// <param name="sums">Where the sums go.</param>
    /// <param name="tileBytes">Bytes from the sums of one right operand to those of the next.</param>
    /// <param name="tile">Which of the tiles that share the panels it is, and of how many: each brings its part of the next panel near.</param>
    private void Products(
        int segment, IrValue panel, int together, IrValue count, IrValue start, IrValue stride, DepthPart part, IrValue sums, long tileBytes, (IrValue Index, IrValue Count) tile) {
        IrValue panelElements = writer.Multiply(emitter.Extent(depth), IrWriter.Int(Tile.Columns));
        IrValue first = kernel.Batch.Count == 0 ? panel : writer.Add(panel, writer.Multiply(batchIndex, panels[segment]));
        IrValue offset = writer.Add(writer.Multiply(first, panelElements), writer.Multiply(part.First, IrWriter.Int(Tile.Columns)));
        IrValue lineBytes = IrWriter.Int(Tile.Columns * 4L);
        IrValue pace = tile.Count.Name == "1" ? lineBytes : writer.Divide(lineBytes, tile.Count);
        Sequence<int> operands = kernel.Segments[segment].Right;
        for (int product = 0; product < operands.Count; product++) {
            IrValue right = writer.Element(new IrValue("ptr", $"%b{operands[product]}"), "float", offset);
            IrValue ahead = writer.Element(writer.Element(right, "float", panelElements), "i8", writer.Multiply(tile.Index, writer.Multiply(part.Count, pace)));
            IrValue result = writer.Element(sums, "i8", IrWriter.Int(product * tileBytes));
            void Run(int rowsNow) => writer.Emit(
                $"call void {context.MicroKernels.Require(rowsNow, together)}({start}, {stride}, {right}, {panelElements}, {part.Count}, {result}, {part.Adds}, {ahead}, {pace})");
            if (long.TryParse(count.Name, out long fixedCount)) {
                Run((int)fixedCount);
            } else {
                writer.Switch(count, [.. Enumerable.Range(1, Tile.Rows).Select(r => ((long)r, (Action)(() => Run(r))))]);
            }
        }
    }

    private DepthPart WholeDepth() => new(IrWriter.Int(0), emitter.Extent(depth), new IrValue("i1", "false"));

    private IrValue TotalPanels() => panels.Aggregate(IrWriter.Int(0), writer.Add);

    private static Dimension Columns(Segment segment) => TensorType.Product(segment.Columns.Select(axis => axis.Extent));

    private IrValue PanelsOf(Dimension columns) => columns.IsConstant
        ? IrWriter.Int((columns.Value + Tile.Columns - 1) / Tile.Columns)
        : writer.Divide(writer.Add(emitter.Extent(columns), IrWriter.Int(Tile.Columns - 1)), IrWriter.Int(Tile.Columns));

    /// <summary>Some of the summed elements.</summary>
    /// <param name="First">The first.</param>
    /// <param name="Count">How many.</param>
    /// <param name="Adds">Whether the sums over those before are added to.</param>
    private sealed record DepthPart(IrValue First, IrValue Count, IrValue Adds);
}
