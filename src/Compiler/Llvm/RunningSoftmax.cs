using System.Linq;

namespace Sinter.Compiler.Llvm;

/// <summary>The arithmetic of a softmax whose maximum is found on the way: of numbers from which it has been taken away.</summary>
internal sealed class RunningSoftmax(IrWriter writer) {
    // 2^-126 is the least power of two that is not subnormal; whatever is below its half counts as nothing beside the maximum's 1.
    private const float Least = -88f;

    /// <summary>Minus infinity: the maximum of nothing, and the score of what is masked out.</summary>
    public static IrValue Lowest => new("float", ScalarEmitter.Float(double.NegativeInfinity));

    /// <summary>The larger of two, in one instruction on x86. NaN is passed over here: it comes back when its weight joins the sum.</summary>
    public IrValue Larger(IrValue value, IrValue best) =>
        writer.Select(writer.Emit(value.Lanes == 1 ? "i1" : $"<{value.Lanes} x i1>", $"fcmp ogt {value}, {best.Name}"), value, best);

    /// <summary>
    /// What is taken away for a maximum. Where every key so far is masked out it is minus infinity, and taking that away would make NaN of
    /// the zeros.
    /// </summary>
    public IrValue Shift(IrValue largest) => writer.Select(writer.Emit("i1", $"fcmp une {largest}, {Lowest.Name}"), largest, new IrValue("float", "0.0"));

    /// <summary>The largest lane.</summary>
    public IrValue Largest(IrValue vector) {
        while (vector.Lanes > 1) {
            int half = vector.Lanes / 2;
            string type = half == 1 ? "float" : $"<{half} x float>";
            IrValue Half(int from) => half == 1
                ? writer.Emit(type, $"extractelement {vector}, i64 {from}")
                : writer.Emit(type, $"shufflevector {vector}, {vector.Type} poison, <{half} x i32> <{string.Join(", ", Enumerable.Range(from, half).Select(lane => $"i32 {lane}"))}>");
            (IrValue low, IrValue high) = (Half(0), Half(half));
            vector = Larger(high, low);
        }
        return vector;
    }

    /// <summary>
    /// e^x of an x that is not above 0, or NaN, by the reduction and polynomial of <see cref="Llvm.Exponential"/>; as x reaches down to
    /// normal numbers only, one power of two is enough, and below it is zero.
    /// </summary>
    public IrValue Exponential(IrValue x) {
        IrValue Constant(double value) => writer.Splat(new IrValue("float", ScalarEmitter.Float(value)), x.Lanes);
        IrValue MultiplyAdd(IrValue a, IrValue b, IrValue c) => writer.Call(x.Type, $"@llvm.fmuladd.{IrTypes.Mangle("float", x.Lanes)}", a, b, c);
        string bits = IrTypes.Vector("i32", x.Lanes);
        IrValue isLow = writer.Emit(x.Lanes == 1 ? "i1" : $"<{x.Lanes} x i1>", $"fcmp olt {x}, {Constant(Least).Name}");
        x = writer.Select(isLow, Constant(Least), x);
        IrValue rounder = Constant(Llvm.Exponential.Rounder + Llvm.Exponential.Bias);
        IrValue rounded = MultiplyAdd(x, Constant(Llvm.Exponential.InverseLn2), rounder);
        IrValue k = writer.Emit(x.Type, $"fsub {rounded}, {rounder.Name}");
        IrValue r = MultiplyAdd(k, Constant(-Llvm.Exponential.Ln2Low), MultiplyAdd(k, Constant(-Llvm.Exponential.Ln2High), x));
        double[] c = Llvm.Exponential.Coefficients;
        IrValue power = Constant(c[c.Length - 1]);
        for (int i = c.Length - 2; i >= -2; i--) {
            power = MultiplyAdd(power, r, Constant(i < 0 ? 1 : c[i]));
        }
        IrValue exponent = writer.Emit(bits, $"shl {writer.Emit(bits, $"bitcast {x.Type} {rounded.Name} to {bits}")}, {writer.Splat(new IrValue("i32", "23"), x.Lanes).Name}");
        return writer.Emit(x.Type, $"fmul {power}, {writer.Emit(x.Type, $"bitcast {exponent} to {x.Type}").Name}");
    }
}
