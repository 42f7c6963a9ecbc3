using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Index = Sinter.Compiler.Kernels.Index;

namespace Sinter.Compiler.Llvm;

/// <summary>The stores of one segment of a contraction, made from a finished tile while it is in the first-level cache.</summary>
internal sealed class ProductEpilogue {
    private readonly KernelContext context;
    private readonly ScalarPool pool;
    private readonly Variable row;
    private readonly Variable column;
    private readonly List<Store> stores;
    private readonly Dimension columns;
    private readonly bool isOneRow;

    /// <param name="context">The kernel's context.</param>
    /// <param name="pool">Where scalars are rewritten.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="row">The one index of all row axes.</param>
    /// <param name="isOneRow">Whether there is one row only.</param>
    /// <param name="outside">The kernel's axes other than the segment's columns in terms of flat indices; null for others.</param>
    public ProductEpilogue(KernelContext context, ScalarPool pool, Segment segment, Variable row, bool isOneRow, Func<Variable, Index?> outside) {
        (this.context, this.pool, Segment, this.row, this.isOneRow) = (context, pool, segment, row, isOneRow);
        columns = TensorType.Product(segment.Columns.Select(axis => axis.Extent));
        column = pool.NewVariable(columns);
        Index? Flat(Variable variable) => outside(variable) ?? FlatAxis.Of(variable, segment.Columns, column);
        stores = [.. segment.Stores.Select(store => new Store(
            store.Parameter,
            store.At.Select(index => index.Substitute(Flat, data => pool.Rewrite(data, Flat))).ToSequence(),
            pool.Rewrite(store.Value, Flat)))];
    }

    /// <summary>The segment.</summary>
    public Segment Segment { get; }

    /// <summary>Stores a tile.</summary>
    /// <param name="place">The place in the batch.</param>
    /// <param name="panel">The first panel.</param>
    /// <param name="together">How many panels side by side.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="tile">The sums of the first product; those of each other follow <paramref name="tileBytes"/> behind.</param>
    /// <param name="tileBytes">Bytes of a tile.</param>
    public void Write(KernelScope place, IrValue panel, int together, IrValue firstRow, IrValue count, IrValue tile, long tileBytes) {
        IrWriter writer = context.Writer;
        ScalarEmitter emitter = context.Emitter;
        int tileColumns = together * context.Tile.Columns;
        IrValue firstColumn = writer.Multiply(panel, IrWriter.Int(context.Tile.Columns));
        bool isWhole = columns.IsConstant && columns.Value % context.Tile.Columns == 0;
        IrValue end = isWhole
            ? writer.Add(firstColumn, IrWriter.Int(tileColumns))
            : writer.Minimum(writer.Add(firstColumn, IrWriter.Int(tileColumns)), emitter.Extent(columns));
        int lanes = emitter.NativeLanes;
        writer.Loop(IrWriter.Int(0), count, 1, r => {
            KernelScope scope = new(place);
            scope.Define(row, isOneRow ? IrWriter.Int(0) : writer.Add(firstRow, r));
            scope = new KernelScope(scope);
            emitter.Hoist(stores.Select(store => store.Value), column, scope);
            IrValue line = writer.Multiply(r, IrWriter.Int(tileColumns));
            if (isWhole) {
                writer.Loop(firstColumn, end, lanes, n => Body(scope.InsideLanes(column, n, lanes, null)));
            } else {
                context.LanesLoop(column, firstColumn, end, lanes, scope, Body);
            }

            void Body(KernelScope inside) {
                IrValue at = writer.Add(line, writer.Subtract(inside.ValueOf(column)!.Value, firstColumn));
                for (int product = 0; product < Segment.Right.Count; product++) {
                    IrValue sums = writer.Element(tile, "i8", IrWriter.Int(product * tileBytes));
                    inside.Remember(pool.Accumulator(product), writer.Load($"<{lanes} x float>", writer.Element(sums, "float", at), 4));
                }
                foreach (Store store in stores) {
                    IrValue value = emitter.Emit(store.Value, inside);
                    emitter.Store(new IrValue("ptr", $"%b{store.Parameter}"), store.Parameter, emitter.Linear(store.Parameter, store.At), value, inside);
                }
            }
        });
    }
}

/// <summary>Several axes as one.</summary>
internal static class FlatAxis {
    /// <summary>One of the axes in terms of the index over all of them; null for a variable that is none of them.</summary>
    public static Index? Of(Variable variable, Sequence<Variable> axes, Variable flat) {
        for (int i = 0; i < axes.Count; i++) {
            if (axes[i] == variable) {
                Dimension behind = TensorType.Product(axes.Skip(i + 1).Select(axis => axis.Extent));
                Index outer = Index.Of(flat).Divide(behind);
                return i == 0 ? outer : outer.Modulo(axes[i].Extent);
            }
        }
        return null;
    }
}
