using System;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// Contractions whose right operands may come as the checkpoint stores them. The forms are known in the call: with none but single
/// precision among them, the products are the usual ones; else each left row is computed once more in small integers, and each product
/// chooses by its own operand's form.
/// </summary>
internal sealed partial class ContractionEmitter {
    // Panels are read from memory once for each block of rows, so there should be many; half of the second-level cache holds them.
    private const int FewestStoredRows = 16;
    private const int MostStoredRows = 64;

    private void WriteAnyForm() {
        int[] stored = [.. kernel.Segments.SelectMany(segment => segment.Right).Where(context.Stored.Contains).Distinct()];
        if (stored.Length == 0) {
            Write();
            return;
        }
        IrValue forms = stored.Select(parameter => PackedFunctions.FormOf(writer, new IrValue("ptr", $"%b{parameter}"))).Aggregate((a, b) => writer.Emit("i64", $"or {a}, {b.Name}"));
        IrValue isPlain = writer.Compare("eq", forms, IrWriter.Int(0));
        writer.If(isPlain, Write);
        writer.If(writer.Emit("i1", $"xor {isPlain}, true"), WriteStored);
    }

    private void WriteStored() {
        int together = IsOneRow ? 1 : PackedFunctions.RowsOf(emitter.Target), widest = IsOneRow ? RegisterTile.PanelsForOneRow : 1;
        long floats = context.UpperBound(depth), stride = QuantizedRow.Stride(floats);
        long blockRows = IsOneRow ? 1 : Math.Min(MostStoredRows, Math.Max(FewestStoredRows, emitter.Target.Level2Bytes / 2 / stride / together * together));
        IrValue packed = context.TakeScratch(blockRows * floats * 4), integers = context.TakeScratch(blockRows * stride);
        long tileBytes = (long)together * widest * Tile.Columns * 4;
        IrValue results = context.TakeScratch(tileBytes * products);
        ((IrValue First, IrValue End) rowRange, (IrValue, IrValue) panelRange) = IsOneRow
            ? ((IrWriter.Int(0), IrWriter.Int(1)), context.Share(TotalPanels()))
            : ShareOfMany(context.Thread, context.Threads);
        writer.Loop(rowRange.First, rowRange.End, blockRows, start => {
            IrValue end = writer.Minimum(writer.Add(start, IrWriter.Int(blockRows)), rowRange.End);
            left.Pack(place, packed, start, end, IrWriter.Int(1), floats, floats, floats);
            writer.Loop(IrWriter.Int(0), writer.Subtract(end, start), 1, r => writer.Emit(
                $"call void {PackedFunctions.Quantize}({Row(packed, r, floats * 4)}, {Row(integers, r, stride)}, {emitter.Extent(depth)})"));
            EachSegment(panelRange, (segment, first, last, _) => {
                if (!IsOneRow) {
                    writer.Loop(first, last, 1, panel => writer.Loop(start, end, together, tileRow =>
                        Rows(segment, panel, 1, tileRow, writer.Minimum(writer.Subtract(end, tileRow), IrWriter.Int(together)))));
                    return;
                }
                IrValue rest = writer.Emit("i64", $"srem {writer.Maximum(writer.Subtract(last, first), IrWriter.Int(0))}, {widest}");
                IrValue whole = writer.Subtract(last, rest);
                writer.Loop(first, whole, widest, panel => Rows(segment, panel, widest, IrWriter.Int(0), IrWriter.Int(1)));
                writer.Loop(writer.Maximum(first, whole), last, 1, panel => Rows(segment, panel, 1, IrWriter.Int(0), IrWriter.Int(1)));
            });

            void Rows(int segment, IrValue panel, int wide, IrValue tileRow, IrValue count) {
                IrValue own = writer.Subtract(tileRow, start);
                (IrValue row, IrValue quantized) = (Row(packed, own, floats * 4), Row(integers, own, stride));
                Sequence<int> operands = kernel.Segments[segment].Right;
                for (int product = 0; product < operands.Count; product++) {
                    IrValue result = writer.Element(results, "i8", IrWriter.Int(product * tileBytes));
                    writer.Emit($"call void {PackedFunctions.Product}(ptr %b{operands[product]}, {panel}, i64 {wide}, {count}, {row}, i64 {floats}, {quantized}, i64 {stride}, {emitter.Extent(depth)}, {result})");
                }
                epilogues[segment].Write(place, panel, wide, tileRow, count, results, tileBytes);
            }
        });
    }

    private IrValue Row(IrValue start, IrValue row, long bytes) => writer.Element(start, "i8", writer.Multiply(row, IrWriter.Int(bytes)));
}
