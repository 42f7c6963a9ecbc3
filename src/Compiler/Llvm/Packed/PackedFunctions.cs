using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// The functions that a library has once for weights that come as they are stored: to pack panels, to quantise rows of left operands, to
/// multiply, and to read a vector of a row. Each chooses by the form in the upper byte of the address.
/// </summary>
internal sealed class PackedFunctions(TargetDescription target, RegisterTile tile, SortedSet<string> declarations) {
    /// <summary>Rows that a product takes at a time, so that what is unpacked serves several; fewer go one by one.</summary>
    public static int RowsOf(TargetDescription target) => target.VectorRegisters >= 32 ? 8 : 4;

    /// <summary>The bits of an address, without the form.</summary>
    public const long AddressBits = 0x00FF_FFFF_FFFF_FFFF;

    public const string Pack = "@sinter.packed.fill", Quantize = "@sinter.packed.quantize", Product = "@sinter.packed.product", Load = "@sinter.stored.load";

    private readonly PackedLayout layout = PackedLayout.Of(target);

    /// <summary>The form in an address.</summary>
    public static IrValue FormOf(IrWriter writer, IrValue pointer) {
        IrValue bits = writer.Emit("i64", $"ptrtoint {pointer} to i64");
        return writer.Emit("i64", $"lshr {bits}, 56");
    }

    public void Write(StringBuilder text) {
        new PackedFill(layout, declarations).Write(text);
        new RowQuantizer(target, declarations).Write(text);
        new StoredLoad(target, layout, declarations).Write(text);
        int rows = RowsOf(target);
        foreach (StoredForm form in StoredForms.All) {
            if (form <= StoredForm.BF16) {
                FloatProducts products = new(target, layout, declarations);
                foreach ((int Rows, int Panels) shape in new[] { (1, 1), (1, RegisterTile.PanelsForOneRow), (rows, 1) }) {
                    products.Write(text, form, shape.Rows, shape.Panels);
                }
            } else {
                IntegerProducts products = new(target, layout, declarations);
                foreach ((int Rows, int Panels) shape in new[] { (1, 1), (1, IntegerProducts.PanelsForOneRow(form)), (rows, 1) }) {
                    products.Write(text, form, shape.Rows, shape.Panels);
                }
            }
        }
        WriteProduct(text, rows);
    }

    // One panel of several rows, or several panels of one row, of whatever form.
    private void WriteProduct(StringBuilder text, int rows) {
        IrWriter writer = new(declarations);
        IrValue Argument(string name, string type = "i64") => new(type, "%" + name);
        (IrValue depth, IrValue panels, IrValue count) = (Argument("depth"), Argument("panels"), Argument("rows"));
        IrValue form = FormOf(writer, Argument("right", "ptr"));
        IrValue right = writer.Call("ptr", "@llvm.ptrmask.p0.i64", Argument("right", "ptr"), IrWriter.Int(AddressBits));
        IrValue left = Argument("left", "ptr"), integers = Argument("integers", "ptr"), result = Argument("result", "ptr");
        writer.Switch(form, [.. StoredForms.All.Select(stored => ((long)stored, (Action)(() => {
            bool isFloat = stored <= StoredForm.BF16;
            IrValue panelBytes = writer.Multiply(writer.Divide(depth, IrWriter.Int(PackedLayout.Depth(stored))), IrWriter.Int(tile.Columns * PackedLayout.ColumnBytes(stored)));
            IrValue start = writer.Element(right, "i8", writer.Multiply(Argument("first"), panelBytes));
            void Call(int r, int p, IrValue panel, IrValue row, IrValue to) {
                IrValue own = isFloat
                    ? writer.Element(left, "float", writer.Multiply(row, Argument("stride")))
                    : writer.Element(integers, "i8", writer.Multiply(row, Argument("step")));
                writer.Emit($"call void {(isFloat ? FloatProducts.Name(stored, r, p) : IntegerProducts.Name(stored, r, p))}({own}, {Argument(isFloat ? "stride" : "step")}, {panel}, {depth}, {to})");
            }
            IrValue isTile = writer.Compare("eq", count, IrWriter.Int(rows));
            writer.If(isTile, () => Call(rows, 1, start, IrWriter.Int(0), result));
            void OneByOne() => writer.Loop(IrWriter.Int(0), count, 1, r => writer.Loop(IrWriter.Int(0), panels, 1, p => Call(
                1, 1, writer.Element(start, "i8", writer.Multiply(p, panelBytes)), r,
                writer.Element(result, "float", writer.Multiply(writer.Add(writer.Multiply(r, panels), p), IrWriter.Int(tile.Columns))))));
            IrValue isFew = writer.Emit("i1", $"xor {isTile}, true");
            int wide = isFloat ? RegisterTile.PanelsForOneRow : IntegerProducts.PanelsForOneRow(stored);
            IrValue isWide = writer.Compare("eq", panels, IrWriter.Int(RegisterTile.PanelsForOneRow));
            writer.If(isWide, () => {
                for (int p = 0; p < RegisterTile.PanelsForOneRow; p += wide) {
                    Call(1, wide, writer.Element(start, "i8", writer.Multiply(panelBytes, IrWriter.Int(p))), IrWriter.Int(0), writer.Element(result, "float", IrWriter.Int(p * tile.Columns)));
                }
            });
            writer.If(writer.Emit("i1", $"and {isFew}, {writer.Emit("i1", $"xor {isWide}, true").Name}"), OneByOne);
        })))]);
        Define(text, Product, "ptr %right, i64 %first, i64 %panels, i64 %rows, ptr noalias %left, i64 %stride, ptr noalias %integers, i64 %step, i64 %depth, ptr noalias %result", writer,
            $"panels of any form times rows: {rows} rows and one panel, or one by one");
    }

    internal static void Define(StringBuilder text, string name, string arguments, IrWriter writer, string comment, string result = "void", string end = "ret void") =>
        text.Append($"; {comment}\ndefine internal {result} {name}({arguments}) noinline nounwind {{\nentry:\n{writer.Body}  {end}\n}}\n\n");

    /// <summary>The name of a form within others.</summary>
    public static string NameOf(StoredForm form) => form.ToString().ToLowerInvariant();

    /// <summary>A vector of halves or brain floats, widened.</summary>
    public static IrValue LoadFloats(IrWriter writer, TargetDescription target, StoredForm form, IrValue address, int lanes) => form == StoredForm.F32
        ? writer.Load($"<{lanes} x float>", address, 4)
        : new HalfPrecision(writer, target).Widen(form == StoredForm.F16 ? ElementType.F16 : ElementType.BF16, writer.Load($"<{lanes} x i16>", address, 2));

    /// <summary>One half, widened.</summary>
    public static IrValue LoadHalf(IrWriter writer, TargetDescription target, IrValue address) =>
        new HalfPrecision(writer, target).Widen(ElementType.F16, writer.Load("i16", address, 1));
}
