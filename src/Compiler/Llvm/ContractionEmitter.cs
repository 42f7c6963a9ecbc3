using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Index = Sinter.Compiler.Kernels.Index;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// Writes contractions: each thread takes a share of the panels (or of the rows, where panels are few), brings its left rows into
/// scratch memory unless they lie ready, runs the register tiles, and makes the stores from each finished tile while it is in the
/// first-level cache.
/// </summary>
internal sealed class ContractionEmitter {
    // Left rows kept in scratch memory are re-read for every panel, so they should stay in half of the second-level cache.
    private const long LeftBytesDivisor = 2;

    private readonly KernelContext context;
    private readonly ContractionKernel kernel;
    private readonly IrWriter writer;
    private readonly ScalarEmitter emitter;
    private readonly ScalarPool pool = new();
    private readonly Variable row;
    private readonly Variable summed;
    private readonly Dimension rows;
    private readonly Dimension depth;
    // Scratch memory is laid out before the call says how deep the product is.
    private readonly long deepest;
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
        summed = pool.NewVariable(depth);
        deepest = context.UpperBound(depth);
    }

    public static void Write(KernelContext context, ContractionKernel kernel) => new ContractionEmitter(context, kernel).Write();

    private RegisterTile Tile => context.Tile;

    private bool IsOneRow => rows.Equals(Dimension.One);

    private void Write() {
        Scalar left = pool.Rewrite(kernel.Left, Flat);
        bool isReady = LiesReady(left);
        // Rows of an empty axis take no room at all.
        long rowBytes = Math.Max(1, Padded(deepest)) * 4;
        long blockRows = isReady ? 0 : Math.Max(1, context.Emitter.Target.Level2Bytes / LeftBytesDivisor / rowBytes / Tile.Rows * Tile.Rows);
        if (IsOneRow) {
            blockRows = isReady ? 0 : 1;
        } else if (!isReady) {
            blockRows = Math.Max(blockRows, Tile.Rows);
        }
        IrValue packed = isReady ? default : context.TakeScratch(blockRows * Padded(deepest) * 4);
        int products = kernel.Segments.Max(segment => segment.Right.Count);
        int widest = IsOneRow ? RegisterTile.PanelsForOneRow : 1;
        long tileBytes = (IsOneRow ? 1 : Tile.Rows) * widest * Tile.Columns * 4L;
        IrValue results = context.TakeScratch(tileBytes * products);
        IrValue[] panels = [.. kernel.Segments.Select(segment => PanelsOf(TensorType.Product(segment.Columns.Select(axis => axis.Extent))))];
        if (kernel.Batch.Count == 0) {
            WriteProduct(context.Thread, context.Threads);
            return;
        }
        // Many places are shared out; of few, each is worked on by all threads.
        IrValue places = kernel.Batch.Aggregate(IrWriter.Int(1), (product, axis) => writer.Multiply(product, emitter.Extent(axis.Extent)));
        IrValue areMany = writer.Compare("sge", places, writer.Multiply(context.Threads, IrWriter.Int(2)));
        (IrValue shareFirst, IrValue shareEnd) = context.Share(places);
        IrValue thread = writer.Select(areMany, IrWriter.Int(0), context.Thread);
        IrValue threads = writer.Select(areMany, IrWriter.Int(1), context.Threads);
        writer.Loop(writer.Select(areMany, shareFirst, IrWriter.Int(0)), writer.Select(areMany, shareEnd, places), 1, index => {
            batchIndex = index;
            place = new KernelScope(null);
            context.Decode(index, kernel.Batch, place);
            WriteProduct(thread, threads);
        });

        void WriteProduct(IrValue ownThread, IrValue team) {
            IrValue rowCount = emitter.Extent(rows);
            IrValue panelCount = panels.Aggregate(IrWriter.Int(0), writer.Add);
            (IrValue firstPanel, IrValue endPanel) = context.Share(panelCount, ownThread, team);
            (IrValue firstRow, IrValue endRow) = (IrWriter.Int(0), rowCount);
            if (!IsOneRow) {
                // Few panels and many rows: share out the rows instead.
                IrValue fewPanels = writer.Compare("slt", panelCount, writer.Multiply(team, IrWriter.Int(4)));
                IrValue manyRows = writer.Compare("sge", rowCount, writer.Multiply(team, IrWriter.Int(2 * Tile.Rows)));
                IrValue byRows = writer.Emit("i1", $"and {fewPanels}, {manyRows.Name}");
                (IrValue firstShare, IrValue endShare) = context.Share(rowCount, ownThread, team);
                firstRow = writer.Select(byRows, firstShare, firstRow);
                endRow = writer.Select(byRows, endShare, endRow);
                firstPanel = writer.Select(byRows, IrWriter.Int(0), firstPanel);
                endPanel = writer.Select(byRows, panelCount, endPanel);
            }
            if (isReady) {
                (IrValue pointer, IrValue stride) = Ready(left);
                WriteBlock(pointer, stride, IrWriter.Int(0), firstRow, endRow, firstPanel, endPanel);
            } else if (IsOneRow) {
                Pack(left, packed, IrWriter.Int(0), IrWriter.Int(1));
                WriteBlock(packed, IrWriter.Int(0), IrWriter.Int(0), IrWriter.Int(0), IrWriter.Int(1), firstPanel, endPanel);
            } else {
                writer.Loop(firstRow, endRow, blockRows, blockStart => {
                    IrValue blockEnd = writer.Minimum(writer.Add(blockStart, IrWriter.Int(blockRows)), endRow);
                    Pack(left, packed, blockStart, blockEnd);
                    WriteBlock(packed, IrWriter.Int(Padded(deepest)), blockStart, blockStart, blockEnd, firstPanel, endPanel);
                });
            }
        }

        // All segments' panels of this thread, for the rows from .. end, whose left operand starts at the given row.
        void WriteBlock(IrValue leftStart, IrValue stride, IrValue leftRow, IrValue from, IrValue end, IrValue firstPanel, IrValue endPanel) {
            IrValue before = IrWriter.Int(0);
            for (int i = 0; i < kernel.Segments.Count; i++) {
                Segment segment = kernel.Segments[i];
                if (panels[i].Name == "0") {
                    // No columns, nothing to compute.
                    continue;
                }
                IrValue first = writer.Maximum(writer.Subtract(firstPanel, before), IrWriter.Int(0));
                IrValue last = writer.Minimum(writer.Subtract(endPanel, before), panels[i]);
                before = writer.Add(before, panels[i]);
                SegmentEpilogue epilogue = new(this, segment);
                if (IsOneRow) {
                    int together = (int)Math.Min(RegisterTile.PanelsForOneRow, long.TryParse(panels[i].Name, out long known) ? known : 1);
                    IrValue rest = writer.Emit("i64", $"srem {writer.Maximum(writer.Subtract(last, first), IrWriter.Int(0))}, {together}");
                    IrValue whole = writer.Subtract(last, rest);
                    writer.Loop(first, whole, together, panel => Tiles(epilogue, panel, together, 1, leftStart, stride, leftRow, from));
                    if (together > 1) {
                        // Few sums at a time would wait for one another. What is left over is done as one more whole group, which makes
                        // some results a second time, equal to the first; only where there is no whole group, panel by panel.
                        IrValue hasRest = writer.Compare("ne", rest, IrWriter.Int(0));
                        IrValue hasWhole = writer.Compare("sgt", whole, first);
                        writer.If(writer.Emit("i1", $"and {hasRest}, {hasWhole.Name}"), () => Tiles(epilogue, writer.Subtract(last, IrWriter.Int(together)), together, 1, leftStart, stride, leftRow, from));
                        writer.Loop(writer.Select(hasWhole, last, first), last, 1, panel => Tiles(epilogue, panel, 1, 1, leftStart, stride, leftRow, from));
                    }
                    continue;
                }
                writer.Loop(first, last, 1, panel => writer.Loop(from, end, Tile.Rows, tileRow => {
                    IrValue count = writer.Minimum(writer.Subtract(end, tileRow), IrWriter.Int(Tile.Rows));
                    Products(segment, panel, 1, count, leftStart, stride, writer.Subtract(tileRow, leftRow));
                    epilogue.Write(panel, 1, tileRow, count, results, tileBytes);
                }));
            }
        }

        void Tiles(SegmentEpilogue epilogue, IrValue panel, int together, int count, IrValue leftStart, IrValue stride, IrValue leftRow, IrValue from) {
            Products(epilogue.Segment, panel, together, IrWriter.Int(count), leftStart, stride, writer.Subtract(from, leftRow));
            epilogue.Write(panel, together, from, IrWriter.Int(count), results, tileBytes);
        }

        void Products(Segment segment, IrValue panel, int together, IrValue count, IrValue leftStart, IrValue stride, IrValue leftRow) {
            IrValue start = writer.Element(leftStart, "float", writer.Multiply(leftRow, stride));
            IrValue depthNow = emitter.Extent(depth);
            IrValue panelElements = writer.Multiply(depthNow, IrWriter.Int(Tile.Columns));
            IrValue batchElements = kernel.Batch.Count == 0 ? IrWriter.Int(0)
                : writer.Multiply(batchIndex, writer.Multiply(PanelsOf(TensorType.Product(segment.Columns.Select(axis => axis.Extent))), panelElements));
            for (int product = 0; product < segment.Right.Count; product++) {
                IrValue right = writer.Element(new IrValue("ptr", $"%b{segment.Right[product]}"), "float", writer.Add(batchElements, writer.Multiply(panel, panelElements)));
                IrValue result = writer.Element(results, "i8", IrWriter.Int(product * tileBytes));
                void Run(int tileRows) => writer.Emit($"call void {context.MicroKernels.Require(tileRows, together)}({start}, {stride}, {right}, {panelElements}, {depthNow}, {result})");
                if (long.TryParse(count.Name, out long fixedCount)) {
                    Run((int)fixedCount);
                } else {
                    writer.Switch(count, [.. Enumerable.Range(1, Tile.Rows).Select(r => ((long)r, (Action)(() => Run(r))))]);
                }
            }
        }
    }

    // Rows of the left operand, computed and laid one behind the other.
    private void Pack(Scalar left, IrValue packed, IrValue first, IrValue end) => writer.Loop(first, end, 1, r => {
        KernelScope scope = RowScope(r);
        emitter.Hoist([left], summed, scope);
        IrValue target = writer.Element(packed, "float", writer.Multiply(writer.Subtract(r, first), IrWriter.Int(Padded(deepest))));
        context.LanesLoop(summed, IrWriter.Int(0), emitter.Extent(depth), emitter.NativeLanes, scope, inside => {
            // The row is padded to whole vectors, so the last one may be written whole; what lies behind the row is never read.
            IrValue value = emitter.EmitVector(left, inside);
            writer.Store(value, writer.Element(target, "float", inside.ValueOf(summed)!.Value), 4);
        });
    });

    private KernelScope RowScope(IrValue r) {
        KernelScope scope = new(place);
        scope.Define(row, r);
        scope.Define(summed, IrWriter.Int(0));
        return new KernelScope(scope);
    }

    // Where the left operand is nothing but rows of a buffer with its summed elements side by side, it is read in place.
    private bool LiesReady(Scalar left) {
        if (left.Operation != "load" || left.Type != ElementType.F32) {
            return false;
        }
        Index linear = emitter.Linear(left.Buffer, left.At);
        bool isPlain = linear.Terms.All(term => term.Atom is Atom.Loop loop
            && (loop.Variable == row || kernel.Batch.Contains(loop.Variable) || (loop.Variable == summed && term.Coefficient.Equals(Dimension.One))));
        return isPlain && (depth.Equals(Dimension.One) || linear.Terms.Any(term => term.Atom is Atom.Loop loop && loop.Variable == summed));
    }

    private (IrValue Pointer, IrValue Stride) Ready(Scalar left) {
        Index linear = emitter.Linear(left.Buffer, left.At);
        Index start = linear.Substitute(variable => variable == row || variable == summed ? Index.Of(Dimension.Zero) : null, data => data);
        return (writer.Element(new IrValue("ptr", $"%b{left.Buffer}"), "float", emitter.EmitIndex(start, place)), emitter.Extent(ScalarEmitter.Stride(linear, row)!));
    }

    private IrValue PanelsOf(Dimension columns) => columns.IsConstant
        ? IrWriter.Int((columns.Value + Tile.Columns - 1) / Tile.Columns)
        : writer.Divide(writer.Add(emitter.Extent(columns), IrWriter.Int(Tile.Columns - 1)), IrWriter.Int(Tile.Columns));

    // The kernel's own axes in terms of one row, one summed and (in a segment) one column index.
    private Index? Flat(Variable variable) => Part(variable, kernel.Rows, row) ?? Part(variable, kernel.Summed, summed);

    private static Index? Part(Variable variable, Sequence<Variable> axes, Variable flat) {
        for (int i = 0; i < axes.Count; i++) {
            if (axes[i] == variable) {
                Dimension behind = TensorType.Product(axes.Skip(i + 1).Select(axis => axis.Extent));
                Index outer = Index.Of(flat).Divide(behind);
                return i == 0 ? outer : outer.Modulo(axes[i].Extent);
            }
        }
        return null;
    }

    private long Padded(long elements) => (elements + 15) / 16 * 16;

    /// <summary>The stores of a segment, from a finished tile.</summary>
    private sealed class SegmentEpilogue {
        private readonly ContractionEmitter owner;
        private readonly Variable column;
        private readonly List<Store> stores;
        private readonly Dimension columns;

        public SegmentEpilogue(ContractionEmitter owner, Segment segment) {
            (this.owner, Segment) = (owner, segment);
            columns = TensorType.Product(segment.Columns.Select(axis => axis.Extent));
            column = owner.pool.NewVariable(columns);
            Index? Flat(Variable variable) => owner.Flat(variable) ?? Part(variable, segment.Columns, column);
            stores = [.. segment.Stores.Select(store => new Store(
                store.Parameter,
                store.At.Select(index => index.Substitute(Flat, data => owner.pool.Rewrite(data, Flat))).ToSequence(),
                owner.pool.Rewrite(store.Value, Flat)))];
        }

        public Segment Segment { get; }

        public void Write(IrValue panel, int together, IrValue firstRow, IrValue count, IrValue results, long tileBytes) {
            IrWriter writer = owner.writer;
            ScalarEmitter emitter = owner.emitter;
            int tileColumns = together * owner.Tile.Columns;
            IrValue firstColumn = writer.Multiply(panel, IrWriter.Int(owner.Tile.Columns));
            bool isWhole = columns.IsConstant && columns.Value % owner.Tile.Columns == 0;
            IrValue end = isWhole
                ? writer.Add(firstColumn, IrWriter.Int(tileColumns))
                : writer.Minimum(writer.Add(firstColumn, IrWriter.Int(tileColumns)), emitter.Extent(columns));
            writer.Loop(IrWriter.Int(0), count, 1, r => {
                KernelScope scope = new(owner.place);
                scope.Define(owner.row, owner.IsOneRow ? IrWriter.Int(0) : writer.Add(firstRow, r));
                scope = new KernelScope(scope);
                emitter.Hoist(stores.Select(store => store.Value), column, scope);
                IrValue line = writer.Multiply(r, IrWriter.Int(tileColumns));
                int lanes = emitter.NativeLanes;
                void Body(KernelScope inside) {
                    IrValue at = writer.Add(line, writer.Subtract(inside.ValueOf(column)!.Value, firstColumn));
                    for (int product = 0; product < Segment.Right.Count; product++) {
                        IrValue tile = writer.Element(results, "i8", IrWriter.Int(product * tileBytes));
                        inside.Remember(owner.pool.Accumulator(product), writer.Load($"<{lanes} x float>", writer.Element(tile, "float", at), 4));
                    }
                    foreach (Store store in stores) {
                        IrValue value = emitter.Emit(store.Value, inside);
                        emitter.Store(new IrValue("ptr", $"%b{store.Parameter}"), store.Parameter, emitter.Linear(store.Parameter, store.At), value, inside);
                    }
                }
                if (isWhole) {
                    writer.Loop(firstColumn, end, lanes, n => Body(scope.InsideLanes(column, n, lanes, null)));
                } else {
                    owner.context.LanesLoop(column, firstColumn, end, lanes, scope, Body);
                }
            });
        }
    }
}
