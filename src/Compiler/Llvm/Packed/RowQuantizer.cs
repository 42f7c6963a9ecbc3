using System.Collections.Generic;
using System.Linq;
using System.Text;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// Where the parts of a quantised row of a left operand lie, behind one another: for each block of 32 a scale (f32), the sum of its
/// integers and the sums of its halves (i32), then the integers as bytes, and as 16 bits where products want these.
/// </summary>
internal static class QuantizedRow {
    public static IrValue Scales(IrWriter writer, IrValue row) => row;

    public static IrValue Sums(IrWriter writer, IrValue row, IrValue depth) => writer.Element(row, "i8", writer.Divide(depth, IrWriter.Int(8)));

    public static IrValue HalfSums(IrWriter writer, IrValue row, IrValue depth) => writer.Element(row, "i8", writer.Divide(depth, IrWriter.Int(4)));

    public static IrValue Bytes(IrWriter writer, IrValue row, IrValue depth) => writer.Element(row, "i8", writer.Divide(depth, IrWriter.Int(2)));

    /// <summary>Bytes from one row to the next, for rows of at most so many elements.</summary>
    public static long Stride(long depth) => (depth / 2 + depth + 63) / 64 * 64;
}

/// <summary>
/// Writes the function that quantises a row, <c>void (row, quantised row, depth)</c>: in each block of 32 the largest magnitude becomes
/// 127, and each quotient is rounded to the nearest integer, ties to the even one. What is not finite makes the scale so.
/// </summary>
internal sealed class RowQuantizer(TargetDescription target, SortedSet<string> declarations) {
    // Below this, 127 divided by it is too large for single precision, and above zero it is nothing beside any other value.
    private const double Least = 1e-30;

    private readonly IrWriter writer = new(declarations);

    public void Write(StringBuilder text) {
        int lanes = target.VectorBytes / 4, parts = StoredForms.Block / lanes;
        string floats = $"<{lanes} x float>", integers = $"<{lanes} x i32>", suffix = $"v{lanes}";
        (IrValue row, IrValue to, IrValue depth) = (new("ptr", "%row"), new("ptr", "%to"), new("i64", "%depth"));
        IrValue scales = QuantizedRow.Scales(writer, to), sums = QuantizedRow.Sums(writer, to, depth), halves = QuantizedRow.HalfSums(writer, to, depth);
        IrValue bytes = QuantizedRow.Bytes(writer, to, depth);
        writer.Loop(IrWriter.Int(0), writer.Divide(depth, IrWriter.Int(StoredForms.Block)), 1, block => {
            IrValue start = writer.Multiply(block, IrWriter.Int(StoredForms.Block));
            IrValue[] values = [.. Enumerable.Range(0, parts).Select(part => writer.Load(floats, writer.Element(row, "float", writer.Add(start, IrWriter.Int(part * lanes))), 4))];
            // As integers, magnitudes have the order of the numbers, with all that is not finite above them.
            IrValue most = values.Select(value => writer.Emit(integers, $"and {writer.Emit(integers, $"bitcast {value} to {integers}")}, {writer.Splat(new IrValue("i32", "2147483647"), lanes).Name}"))
                .Aggregate((a, b) => writer.Call(integers, $"@llvm.smax.{suffix}i32", a, b));
            IrValue largest = writer.Emit("float", $"bitcast {writer.Call("i32", $"@llvm.vector.reduce.smax.{suffix}i32", most)} to float");
            IrValue scale = writer.Emit("float", $"fdiv {largest}, 127.0");
            IrValue quotient = writer.Emit("float", $"fdiv float 127.0, {largest.Name}");
            IrValue isSome = writer.Emit("i1", $"fcmp ogt {largest}, {ScalarEmitter.Float(Least)}");
            IrValue inverse = writer.Splat(writer.Select(isSome, quotient, new IrValue("float", "0.0")), lanes);
            writer.Store(scale, writer.Element(scales, "float", block), 4);
            // No quotient is beyond 127 unless the scale is not finite, and then the integers mean nothing.
            IrValue[] whole = [.. values.Select(value => {
                IrValue rounded = writer.Call(floats, $"@llvm.rint.{suffix}f32", writer.Emit(floats, $"fmul {value}, {inverse.Name}"));
                return writer.Emit(integers, $"freeze {writer.Emit(integers, $"fptosi {rounded} to {integers}")}");
            })];
            writer.Store(writer.Emit($"<{StoredForms.Block} x i8>", $"trunc {Joined(whole)} to <{StoredForms.Block} x i8>"), writer.Element(bytes, "i8", start), 4);
            IrValue[] both = [.. Enumerable.Range(0, 2).Select(half => writer.Call("i32", $"@llvm.vector.reduce.add.{suffix}i32",
                whole.Skip(half * parts / 2).Take(parts / 2).Aggregate((a, b) => writer.Emit(integers, $"add {a}, {b.Name}"))))];
            for (int half = 0; half < 2; half++) {
                writer.Store(both[half], writer.Element(halves, "i32", writer.Add(writer.Multiply(block, IrWriter.Int(2)), IrWriter.Int(half))), 4);
            }
            writer.Store(writer.Emit("i32", $"add {both[0]}, {both[1].Name}"), writer.Element(sums, "i32", block), 4);
        });
        PackedFunctions.Define(text, PackedFunctions.Quantize, "ptr noalias readonly %row, ptr noalias %to, i64 %depth", writer, "a row of a left operand in bytes");
    }

    // Vectors behind one another as one.
    private IrValue Joined(IrValue[] vectors) {
        while (vectors.Length > 1) {
            int lanes = vectors[0].Lanes;
            string order = string.Join(", ", Enumerable.Range(0, 2 * lanes).Select(i => $"i32 {i}"));
            vectors = [.. Enumerable.Range(0, vectors.Length / 2).Select(i =>
                writer.Emit($"<{2 * lanes} x i32>", $"shufflevector {vectors[2 * i]}, {vectors[2 * i + 1]}, <{2 * lanes} x i32> <{order}>"))];
        }
        return vectors[0];
    }
}
