using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// Writes scatter kernels: rows are shared out among the threads, each row's updates made in order. The last axis runs over lanes where
/// all of its elements go to one position, so that they never meet.
/// </summary>
internal static class ScatterEmitter {
    public static void Write(KernelContext context, ScatterKernel kernel) {
        IrWriter writer = context.Writer;
        ScalarEmitter emitter = context.Emitter;
        KernelScope top = KernelScope.AtSingles(kernel.Rows);
        List<Variable> rows = [.. kernel.Rows.Where(axis => !axis.Extent.Equals(Dimension.One))];
        Variable? lane = rows.Count > 0 && !kernel.Position.DependsOn(rows[rows.Count - 1]) ? rows[rows.Count - 1] : null;
        int lanes = lane is null ? 1 : emitter.NativeLanes;
        List<Variable> outer = lane is null ? rows : rows.GetRange(0, rows.Count - 1);
        context.Rows(outer, lane, lanes, top, scope => {
            writer.Loop(IrWriter.Int(0), emitter.Extent(kernel.Along.Extent), 1, i => {
                KernelScope inside = scope.Inside(kernel.Along, i);
                IrValue narrow = emitter.Emit(kernel.Position, inside);
                IrValue position = writer.Emit("i64", $"sext {narrow} to i64");
                // Unsigned, so that a negative position is too large.
                writer.If(writer.Compare("ult", position, emitter.Extent(kernel.Slot.Extent)), () => {
                    KernelScope there = inside.Inside(kernel.Slot, position);
                    Index linear = emitter.Linear(kernel.Update.Parameter, kernel.Update.At);
                    emitter.Store(new IrValue("ptr", $"%b{kernel.Update.Parameter}"), kernel.Update.Parameter, linear, emitter.Emit(kernel.Update.Value, there), there);
                });
            });
        });
    }
}
