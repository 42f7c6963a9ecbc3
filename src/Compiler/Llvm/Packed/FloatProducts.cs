using System.Collections.Generic;
using System.Linq;
using System.Text;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Llvm;

/// <summary>Products with panels of floats of any width: <c>void (left, elements between its rows, panels, depth, result)</c>.</summary>
internal sealed class FloatProducts(TargetDescription target, PackedLayout layout, SortedSet<string> declarations) {
    public static string Name(StoredForm form, int rows, int panels) => $"@sinter.packed.{PackedFunctions.NameOf(form)}.{rows}x{panels}";

    public void Write(StringBuilder text, StoredForm form, int rows, int panels) {
        IrWriter writer = new(declarations);
        int lanes = layout.Lanes, width = PackedLayout.Groups * lanes, vectors = panels * PackedLayout.Groups;
        string vector = $"<{lanes} x float>", element = form == StoredForm.F32 ? "float" : "i16";
        (IrValue left, IrValue stride, IrValue right, IrValue depth) = (new("ptr", "%left"), new("i64", "%stride"), new("ptr", "%right"), new("i64", "%depth"));
        IrValue[] leftRows = [.. Enumerable.Range(0, rows).Select(r => writer.Element(left, "float", writer.Multiply(stride, IrWriter.Int(r))))];
        IrValue panel = writer.Multiply(depth, IrWriter.Int(width));
        IrValue[] panelStarts = [.. Enumerable.Range(0, panels).Select(p => writer.Element(right, element, writer.Multiply(panel, IrWriter.Int(p))))];
        IrValue[] zero = [.. Enumerable.Repeat(new IrValue(vector, "zeroinitializer"), rows * vectors)];
        IrValue[] sums = writer.Loop(IrWriter.Int(0), depth, 1, zero, (k, sofar) => {
            IrValue line = writer.Multiply(k, IrWriter.Int(width));
            IrValue[] columns = [.. panelStarts.SelectMany(start => Enumerable.Range(0, PackedLayout.Groups).Select(g =>
                PackedFunctions.LoadFloats(writer, target, form, writer.Element(start, element, writer.Add(line, IrWriter.Int(g * lanes))), lanes)).ToArray())];
            List<IrValue> updated = [];
            for (int r = 0; r < rows; r++) {
                IrValue x = writer.Splat(writer.Load("float", writer.Element(leftRows[r], "float", k), 4), lanes);
                updated.AddRange(columns.Select((column, c) => MultiplyAdd.Emit(writer, target, x, column, sofar[r * vectors + c])));
            }
            return [.. updated];
        }, ", !llvm.loop !0");
        for (int i = 0; i < sums.Length; i++) {
            writer.Store(sums[i], writer.Element(new IrValue("ptr", "%result"), "float", IrWriter.Int((long)i * lanes)), 4);
        }
        PackedFunctions.Define(text, Name(form, rows, panels), "ptr noalias readonly %left, i64 %stride, ptr noalias readonly %right, i64 %depth, ptr noalias %result", writer,
            $"{rows} rows times {panels} panels of {form}");
    }
}

/// <summary>a * b + c, rounded once where the target can.</summary>
internal static class MultiplyAdd {
    public static IrValue Emit(IrWriter writer, TargetDescription target, IrValue a, IrValue b, IrValue c) =>
        target.HasFeature("fma") || !target.Triple.StartsWith("x86_64", System.StringComparison.Ordinal)
            ? writer.Call(a.Type, $"@llvm.fma.{IrTypes.Mangle("float", a.Lanes)}", a, b, c)
            : writer.Emit(a.Type, $"fadd {writer.Emit(a.Type, $"fmul {a}, {b.Name}")}, {c.Name}");
}
