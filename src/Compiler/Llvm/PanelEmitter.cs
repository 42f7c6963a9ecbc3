using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// Packs the right operand of a contraction: for each panel of columns and each summed index, the panel's columns side by side, zeros behind
/// the last. Where the summed elements lie side by side in memory, squares of them are turned in registers; else columns are gathered.
/// </summary>
internal sealed class PanelEmitter {
    private readonly KernelContext context;
    private readonly IrWriter writer;
    private readonly ScalarEmitter emitter;
    private readonly Scalar value;
    private readonly Variable column;
    private readonly Variable summed;
    private readonly int width;
    private readonly int lanes;
    private readonly IrValue columns;

    private PanelEmitter(KernelContext context, Nest nest) {
        (this.context, writer, emitter) = (context, context.Writer, context.Emitter);
        value = nest.Stores.Single().Value;
        (column, summed) = (nest.Axes[nest.Axes.Count - 2], nest.Axes[nest.Axes.Count - 1]);
        width = context.Tile.Columns;
        lanes = emitter.NativeLanes;
        columns = emitter.Extent(column.Extent);
    }

    public static void Write(KernelContext context, Nest nest) => new PanelEmitter(context, nest).WritePanels(nest);

    // Turning pays where vectors along the summed axis are plain loads and those along the columns are not.
    private bool LiesAlongDepth => Composer.Loads(value).All(load => ScalarEmitter.Stride(emitter.Linear(load.Buffer, load.At), summed) is { } stride
            && (stride.Equals(Dimension.One) || stride.Equals(Dimension.Zero)))
        && Composer.Loads(value).Any(load => ScalarEmitter.Stride(emitter.Linear(load.Buffer, load.At), summed)!.Equals(Dimension.One))
        && !Composer.ReductionsIn(value).Any();

    private void WritePanels(Nest nest) {
        List<Variable> batch = [.. nest.Axes.Take(nest.Axes.Count - 2)];
        bool turns = lanes >= 4 && width % lanes == 0 && LiesAlongDepth;
        IrValue depth = emitter.Extent(summed.Extent);
        IrValue panels = writer.Divide(writer.Add(columns, IrWriter.Int(width - 1)), IrWriter.Int(width));
        IrValue items = batch.Aggregate(panels, (product, axis) => writer.Multiply(product, emitter.Extent(axis.Extent)));
        (IrValue first, IrValue end) = context.Share(items);
        writer.Loop(first, end, 1, item => {
            KernelScope place = new(null);
            IrValue panel = item;
            if (batch.Count > 0) {
                context.Decode(writer.Divide(item, panels), batch, place);
                panel = writer.Modulo(item, panels);
            }
            IrValue start = writer.Multiply(panel, IrWriter.Int(width));
            IrValue target = writer.Element(new IrValue("ptr", $"%b{nest.Stores[0].Parameter}"), "float", writer.Multiply(writer.Multiply(item, IrWriter.Int(width)), depth));
            IrValue turned = turns ? writer.Emit("i64", $"and {depth}, {-lanes}") : IrWriter.Int(0);
            if (turns) {
                writer.Loop(IrWriter.Int(0), turned, lanes, k => {
                    for (int part = 0; part < width; part += lanes) {
                        Square(place, start, part, k, writer.Element(target, "float", writer.Add(writer.Multiply(k, IrWriter.Int(width)), IrWriter.Int(part))));
                    }
                });
            }
            writer.Loop(turned, depth, 1, k => Line(place, start, k, writer.Element(target, "float", writer.Multiply(k, IrWriter.Int(width)))));
        });
    }

    // As many summed elements of as many columns as a vector has lanes.
    private void Square(KernelScope place, IrValue start, int part, IrValue k, IrValue target) {
        List<IrValue> rows = [];
        for (int lane = 0; lane < lanes; lane++) {
            // Behind the last column the last is read once more, and zeros take its place.
            IrValue own = writer.Add(start, IrWriter.Int(part + lane));
            KernelScope scope = new(place);
            scope.Define(column, writer.Minimum(own, writer.Subtract(columns, IrWriter.Int(1))));
            IrValue read = emitter.EmitVector(value, scope.InsideLanes(summed, k, lanes, null));
            rows.Add(writer.Select(writer.Compare("slt", own, columns), read, writer.Splat(new IrValue("float", "0.0"), lanes)));
        }
        foreach ((int line, IrValue turned) in Transposition.Write(writer, rows).Select((turned, line) => (line, turned))) {
            writer.Store(turned, writer.Element(target, "float", IrWriter.Int((long)line * width)), 4);
        }
    }

    // One summed element of all columns.
    private void Line(KernelScope place, IrValue start, IrValue k, IrValue target) {
        KernelScope row = place.Inside(summed, k);
        if (summed.Extent.Equals(Dimension.One)) {
            row.Define(summed, IrWriter.Int(0));
        }
        for (int part = 0; part < width; part += lanes) {
            IrValue position = writer.Add(start, IrWriter.Int(part));
            IrValue mask = emitter.MaskBelow(position, columns, lanes);
            IrValue read = emitter.EmitVector(value, row.InsideLanes(column, position, lanes, mask));
            writer.Store(writer.Select(mask, read, writer.Splat(new IrValue("float", "0.0"), lanes)), writer.Element(target, "float", IrWriter.Int(part)), 4);
        }
    }
}
