using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// Writes the function that reads a vector of a matrix in any form, <c>floats (matrix, element)</c>: the elements stand in one row, and
/// the first at a multiple of their number, so that they are of one half of a block.
/// </summary>
internal sealed class StoredLoad(TargetDescription target, PackedLayout layout, SortedSet<string> declarations) {
    private readonly IrWriter writer = new(declarations);
    private readonly int lanes = layout.Lanes;

    private string Floats => $"<{lanes} x float>";

    private string Bytes => $"<{lanes} x i8>";

    public void Write(StringBuilder text) {
        (IrValue tagged, IrValue element) = (new("ptr", "%matrix"), new("i64", "%element"));
        IrValue result = writer.EmitAtEntry("ptr", $"alloca {Floats}, align {target.VectorBytes}");
        IrValue form = PackedFunctions.FormOf(writer, tagged);
        IrValue matrix = writer.Call("ptr", "@llvm.ptrmask.p0.i64", tagged, IrWriter.Int(PackedFunctions.AddressBits));
        writer.Switch(form, [.. StoredForms.All.Select(stored => ((long)stored, (Action)(() => {
            (int elements, int bytes) = StoredForms.BlockOf(stored);
            IrValue block = writer.Element(matrix, "i8", writer.Multiply(writer.Divide(element, IrWriter.Int(elements)), IrWriter.Int(bytes)));
            IrValue within = elements == 1 ? IrWriter.Int(0) : writer.Modulo(element, IrWriter.Int(elements));
            writer.Store(Values(stored, block, within), result, target.VectorBytes);
        })))]);
        IrValue loaded = writer.Load(Floats, result, target.VectorBytes);
        PackedFunctions.Define(text, PackedFunctions.Load, "ptr %matrix, i64 %element", writer, "a vector of a matrix as it is stored", Floats, $"ret {loaded}");
    }

    private IrValue Values(StoredForm form, IrValue block, IrValue within) {
        switch (form) {
            case StoredForm.F32 or StoredForm.F16 or StoredForm.BF16:
                return PackedFunctions.LoadFloats(writer, target, form, block, lanes);
            case StoredForm.Q8_0:
                IrValue signed = writer.Load(Bytes, writer.Element(At(block, 2), "i8", within), 1);
                return Times(Real("sitofp", signed), PackedFunctions.LoadHalf(writer, target, block));
            case StoredForm.Q4_0:
                return Times(Centred(Nibbles(At(block, 2), writer.Modulo(within, IrWriter.Int(16)), writer.Divide(within, IrWriter.Int(16))), 8), PackedFunctions.LoadHalf(writer, target, block));
            case StoredForm.Q4_K:
                return OfQ4K(block, within);
            default:
                return OfQ6K(block, within);
        }
    }

    private IrValue OfQ4K(IrValue block, IrValue within) {
        IrValue part = writer.Divide(within, IrWriter.Int(32));
        IrValue chunk = writer.Element(At(block, 16), "i8", writer.Multiply(writer.Divide(part, IrWriter.Int(2)), IrWriter.Int(32)));
        IrValue integers = Nibbles(chunk, writer.Modulo(within, IrWriter.Int(32)), writer.Modulo(part, IrWriter.Int(2)));
        (IrValue scale, IrValue minimum) = PackedFill.PairOfQ4K(writer, block, 0);
        for (int other = 1; other < 8; other++) {
            (IrValue otherScale, IrValue otherMinimum) = PackedFill.PairOfQ4K(writer, block, other);
            IrValue isOther = writer.Compare("eq", part, IrWriter.Int(other));
            (scale, minimum) = (writer.Select(isOther, otherScale, scale), writer.Select(isOther, otherMinimum, minimum));
        }
        IrValue each = Product(PackedFunctions.LoadHalf(writer, target, block), Number("uitofp", scale));
        IrValue least = Product(PackedFunctions.LoadHalf(writer, target, At(block, 2)), Number("uitofp", minimum));
        return writer.Emit(Floats, $"fsub {Times(Real("uitofp", integers), each)}, {writer.Splat(least, lanes).Name}");
    }

    private IrValue OfQ6K(IrValue block, IrValue within) {
        IrValue half = writer.Divide(within, IrWriter.Int(128)), quarter = writer.Modulo(writer.Divide(within, IrWriter.Int(32)), IrWriter.Int(4));
        IrValue place = writer.Modulo(within, IrWriter.Int(32));
        IrValue low = writer.Element(writer.Element(block, "i8", writer.Multiply(half, IrWriter.Int(64))), "i8", writer.Multiply(writer.Modulo(quarter, IrWriter.Int(2)), IrWriter.Int(32)));
        IrValue lows = Nibbles(low, place, writer.Divide(quarter, IrWriter.Int(2)));
        IrValue high = writer.Load(Bytes, writer.Element(writer.Element(At(block, 128), "i8", writer.Multiply(half, IrWriter.Int(32))), "i8", place), 1);
        IrValue bits = writer.Emit(Bytes, $"and {Shifted(high, writer.Multiply(quarter, IrWriter.Int(2)))}, {Constant(3)}");
        IrValue integers = writer.Emit(Bytes, $"or {lows}, {writer.Emit(Bytes, $"shl {bits}, {Constant(4)}").Name}");
        IrValue scale = writer.Load("i8", writer.Element(At(block, 192), "i8", writer.Divide(within, IrWriter.Int(16))), 1);
        return Times(Centred(integers, 32), Product(PackedFunctions.LoadHalf(writer, target, At(block, 208)), Number("sitofp", scale)));
    }

    // The lower or the upper halves of bytes.
    private IrValue Nibbles(IrValue start, IrValue at, IrValue side) =>
        writer.Emit(Bytes, $"and {Shifted(writer.Load(Bytes, writer.Element(start, "i8", at), 1), writer.Multiply(side, IrWriter.Int(4)))}, {Constant(15)}");

    private IrValue Shifted(IrValue bytes, IrValue bits) =>
        writer.Emit(Bytes, $"lshr {bytes}, {writer.Splat(writer.Emit("i8", $"trunc {bits} to i8"), lanes).Name}");

    private IrValue Centred(IrValue integers, int zero) => Real("sitofp", writer.Emit(Bytes, $"sub {integers}, {Constant(zero)}"));

    private IrValue Real(string conversion, IrValue integers) => writer.Emit(Floats, $"{conversion} {integers} to {Floats}");

    private IrValue Number(string conversion, IrValue integer) => writer.Emit("float", $"{conversion} {integer} to float");

    private IrValue Product(IrValue a, IrValue b) => writer.Emit("float", $"fmul {a}, {b.Name}");

    private IrValue Times(IrValue values, IrValue scale) => writer.Emit(Floats, $"fmul {values}, {writer.Splat(scale, lanes).Name}");

    private string Constant(int value) => writer.Splat(new IrValue("i8", value.ToString(System.Globalization.CultureInfo.InvariantCulture)), lanes).Name;

    private IrValue At(IrValue pointer, int bytes) => writer.Element(pointer, "i8", IrWriter.Int(bytes));
}
