using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// Writes the function that packs panels from a matrix in any form but single precision:
/// <c>void (matrix, panels, first panel, end, columns, depth)</c>. Integers are only moved, so products are of the very ones stored.
/// </summary>
internal sealed class PackedFill(PackedLayout layout, SortedSet<string> declarations) {
    private readonly IrWriter writer = new(declarations);

    private static IrValue Argument(string name, string type = "i64") => new(type, "%" + name);

    public void Write(StringBuilder text) {
        IrValue form = PackedFunctions.FormOf(writer, Argument("matrix", "ptr"));
        IrValue matrix = writer.Call("ptr", "@llvm.ptrmask.p0.i64", Argument("matrix", "ptr"), IrWriter.Int(PackedFunctions.AddressBits));
        // The panels' own entry in the table has the form, too.
        IrValue panels = writer.Call("ptr", "@llvm.ptrmask.p0.i64", Argument("panels", "ptr"), IrWriter.Int(PackedFunctions.AddressBits));
        writer.Declare("declare void @llvm.memset.p0.i64(ptr, i8, i64, i1 immarg)");
        writer.Switch(form, [.. StoredForms.All.Where(stored => stored != StoredForm.F32).Select(stored => ((long)stored, (Action)(() => Panels(stored, matrix, panels))))]);
        PackedFunctions.Define(text, PackedFunctions.Pack, "ptr %matrix, ptr noalias %panels, i64 %first, i64 %end, i64 %columns, i64 %depth", writer, "panels of a matrix as it is stored");
    }

    private void Panels(StoredForm form, IrValue matrix, IrValue panels) {
        (int elements, int bytes) = StoredForms.BlockOf(form);
        int lanes = layout.Lanes, width = PackedLayout.Groups * lanes, column = PackedLayout.ColumnBytes(form);
        IrValue blocks = writer.Divide(Argument("depth"), IrWriter.Int(elements));
        IrValue rowBytes = writer.Multiply(blocks, IrWriter.Int(bytes)), panelBytes = writer.Multiply(blocks, IrWriter.Int(width * column));
        writer.Loop(Argument("first"), Argument("end"), 1, panel => {
            IrValue start = writer.Multiply(panel, IrWriter.Int(width));
            IrValue to = writer.Element(panels, "i8", writer.Multiply(panel, panelBytes));
            IrValue count = writer.Minimum(writer.Subtract(Argument("columns"), start), IrWriter.Int(width));
            // What stands for no column has scales of zero.
            writer.If(writer.Compare("slt", count, IrWriter.Int(width)), () => writer.Emit($"call void @llvm.memset.p0.i64({to}, i8 0, {panelBytes}, i1 false)"));
            writer.Loop(IrWriter.Int(0), count, 1, c => {
                IrValue row = writer.Element(matrix, "i8", writer.Multiply(writer.Add(start, c), rowBytes));
                if (form <= StoredForm.BF16) {
                    IrValue own = writer.Element(to, "i16", c);
                    writer.Loop(IrWriter.Int(0), blocks, 1, k => Move("i16", writer.Element(row, "i16", k), writer.Element(own, "i16", writer.Multiply(k, IrWriter.Int(width))), 2));
                    return;
                }
                writer.Loop(IrWriter.Int(0), blocks, 1, block => {
                    IrValue from = writer.Element(row, "i8", writer.Multiply(block, IrWriter.Int(bytes)));
                    Block(form, from, writer.Element(to, "i8", writer.Multiply(block, IrWriter.Int(width * column))), c);
                });
            });
        });
    }

    private void Block(StoredForm form, IrValue from, IrValue to, IrValue column) {
        switch (form) {
            case StoredForm.Q8_0:
                Half(from, 0, to, 0, column);
                // 128 more has the same bits but for the highest, which is turned round.
                Words(from, 2, to, 2, column, 8, flips: !layout.HasSigns);
                break;
            case StoredForm.Q4_0:
                Half(from, 0, to, 0, column);
                Words(from, 2, to, 2, column, 4);
                break;
            case StoredForm.Q4_K:
                Half(from, 0, to, 0, column);
                Half(from, 2, to, 2, column);
                for (int part = 0; part < 8; part++) {
                    (IrValue scale, IrValue minimum) = PairOfQ4K(writer, from, part);
                    Byte(scale, to, 4 + part, column);
                    Byte(minimum, to, 12 + part, column);
                }
                Words(from, 16, to, 20, column, 32);
                break;
            case StoredForm.Q6_K:
                Half(from, 208, to, 0, column);
                for (int part = 0; part < 16; part++) {
                    Byte(writer.Load("i8", At(from, 192 + part), 1), to, 2 + part, column);
                }
                Words(from, 0, to, 18, column, 48);
                break;
            default:
                throw new InvalidOperationException($"no blocks of {form}");
        }
    }

    /// <summary>The scale and the minimum of one of the eight parts of a stored Q4_K block, a byte each.</summary>
    public static (IrValue Scale, IrValue Minimum) PairOfQ4K(IrWriter writer, IrValue block, int part) {
        IrValue Byte(int at) => writer.Load("i8", writer.Element(block, "i8", IrWriter.Int(4 + at)), 1);
        IrValue And(IrValue value, int bits) => writer.Emit("i8", $"and {value}, {bits}");
        IrValue Right(IrValue value, int bits) => writer.Emit("i8", $"lshr {value}, {bits}");
        if (part < 4) {
            return (And(Byte(part), 63), And(Byte(part + 4), 63));
        }
        IrValue High(int at) => writer.Emit("i8", $"shl {Right(Byte(at), 6)}, 4");
        return (writer.Emit("i8", $"or {And(Byte(part + 4), 15)}, {High(part - 4).Name}"), writer.Emit("i8", $"or {Right(Byte(part + 4), 4)}, {High(part).Name}"));
    }

    private IrValue At(IrValue pointer, long bytes) => writer.Element(pointer, "i8", IrWriter.Int(bytes));

    // Rows of both groups stand in turn, so that in a row of both the columns stand side by side.
    private IrValue Row(IrValue to, int before) => At(to, layout.RowAt(before, 0, 0).Start);

    private void Half(IrValue from, int at, IrValue to, int before, IrValue column) => Move("i16", At(from, at), writer.Element(Row(to, before), "i16", column), 2);

    private void Byte(IrValue value, IrValue to, int before, IrValue column) => writer.Store(value, writer.Element(Row(to, before), "i8", column), 1);

    private void Move(string type, IrValue from, IrValue to, int align) => writer.Store(writer.Load(type, from, 1), to, align);

    private void Words(IrValue from, int at, IrValue to, int before, IrValue column, int count, bool flips = false) {
        for (int word = 0; word < count; word++) {
            IrValue value = writer.Load("i32", At(from, at + 4 * word), 1);
            if (flips) {
                value = writer.Emit("i32", $"xor {value}, -2139062144");
            }
            writer.Store(value, writer.Element(Row(to, before + 4 * word), "i32", column), 2);
        }
    }
}
