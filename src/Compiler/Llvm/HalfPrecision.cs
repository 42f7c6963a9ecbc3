using Sinter.Compiler.Graph;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// Conversions between single precision and the two 16-bit formats, which lie in memory and registers as <c>i16</c>. Where a processor
/// has no instruction LLVM would call a function of the compiler's own run-time library, which no system library provides; these are
/// the same by integer and float instructions, in any number of lanes. Results round to nearest, ties to even; NaNs stay NaNs.
/// </summary>
internal sealed class HalfPrecision(IrWriter writer, TargetDescription target) {
    // As bits of single precision.
    private const int Infinity = 255 << 23;
    private const int HalfOverflow = (127 + 16) << 23;
    private const int SmallestNormalHalf = (127 - 14) << 23;
    // 1/2: its last place is 2^-24, that of the subnormal halves. A sum with it is rounded to them by the adder.
    private const int HalfSubnormalAnchor = 126 << 23;

    private bool Converts => !target.Triple.StartsWith("x86_64", System.StringComparison.Ordinal) || target.HasFeature("f16c");

    /// <summary>Single precision of a 16-bit format: exact.</summary>
    public IrValue Widen(ElementType from, IrValue narrow) {
        int lanes = narrow.Lanes;
        string floats = IrTypes.Vector("float", lanes);
        string integers = IrTypes.Vector("i32", lanes);
        if (from == ElementType.F16 && Converts) {
            IrValue half = writer.Emit(IrTypes.Vector("half", lanes), $"bitcast {narrow} to {IrTypes.Vector("half", lanes)}");
            return writer.Emit(floats, $"fpext {half} to {floats}");
        }
        IrValue wide = writer.Emit(integers, $"zext {narrow} to {integers}");
        if (from == ElementType.BF16) {
            return AsFloat(Binary("shl", wide, 16));
        }
        IrValue magnitude = Binary("shl", Binary("and", wide, 0x7FFF), 13);
        // The exponents' biases differ by 112; a product makes normal and subnormal numbers alike right.
        IrValue scaled = writer.Emit(floats, $"fmul {AsFloat(magnitude)}, {writer.Splat(new IrValue("float", ScalarEmitter.Float(System.Math.Pow(2, 112))), lanes).Name}");
        IrValue special = writer.Compare("uge", magnitude, Splat(31 << 23, lanes));
        IrValue bits = AsBits(scaled);
        IrValue finished = writer.Select(special, Binary("or", bits, Infinity), bits);
        IrValue sign = Binary("shl", Binary("and", wide, 0x8000), 16);
        return AsFloat(writer.Emit(integers, $"or {finished}, {sign.Name}"));
    }

    /// <summary>The nearest value of a 16-bit format.</summary>
    public IrValue Narrow(ElementType to, IrValue value) {
        int lanes = value.Lanes;
        if (to == ElementType.F16 && Converts) {
            string halves = IrTypes.Vector("half", lanes);
            IrValue half = writer.Emit(halves, $"fptrunc {value} to {halves}");
            return writer.Emit(IrTypes.Vector("i16", lanes), $"bitcast {half} to {IrTypes.Vector("i16", lanes)}");
        }
        IrValue bits = AsBits(value);
        IrValue result = to == ElementType.BF16 ? NarrowToBrain(bits, value) : NarrowToHalf(bits);
        return writer.Emit(IrTypes.Vector("i16", lanes), $"trunc {result} to {IrTypes.Vector("i16", lanes)}");
    }

    // The upper half of the bits; the lower is rounded off by a carry, which in a NaN could run into the sign.
    private IrValue NarrowToBrain(IrValue bits, IrValue value) {
        IrValue rounded = AddForTiesToEven(bits, 16, 0x7FFF);
        IrValue isNan = writer.Emit(IrTypes.Vector("i1", value.Lanes), $"fcmp uno {value}, {value.Name}");
        return Binary("lshr", writer.Select(isNan, Binary("or", bits, 0x400000), rounded), 16);
    }

    private IrValue NarrowToHalf(IrValue bits) {
        int lanes = bits.Lanes;
        IrValue magnitude = Binary("and", bits, 0x7FFFFFFF);
        // Normal: the biases differ by 112, and 13 bits are rounded off.
        IrValue normal = Binary("lshr", AddForTiesToEven(Binary("sub", magnitude, 112 << 23), 13, 0xFFF), 13);
        // Subnormal: the sum's last bits count units of 2^-24.
        IrValue anchor = AsFloat(Splat(HalfSubnormalAnchor, lanes));
        IrValue sum = writer.Emit(anchor.Type, $"fadd {AsFloat(magnitude)}, {anchor.Name}");
        IrValue subnormal = Binary("sub", AsBits(sum), HalfSubnormalAnchor);
        IrValue special = writer.Select(writer.Compare("ugt", magnitude, Splat(Infinity, lanes)), Splat(0x7E00, lanes), Splat(0x7C00, lanes));
        IrValue finite = writer.Select(writer.Compare("ult", magnitude, Splat(SmallestNormalHalf, lanes)), subnormal, normal);
        IrValue half = writer.Select(writer.Compare("uge", magnitude, Splat(HalfOverflow, lanes)), special, finite);
        return writer.Emit(bits.Type, $"or {half}, {Binary("lshr", Binary("and", bits, int.MinValue), 16).Name}");
    }

    // Adds just under half a unit of what stays, and the rest of it where the last bit that stays is odd.
    private IrValue AddForTiesToEven(IrValue bits, int dropped, int underHalf) {
        IrValue odd = Binary("and", Binary("lshr", bits, dropped), 1);
        return writer.Emit(bits.Type, $"add {Binary("add", bits, underHalf)}, {odd.Name}");
    }

    private IrValue Binary(string instruction, IrValue value, int constant) => writer.Emit(value.Type, $"{instruction} {value}, {Splat(constant, value.Lanes).Name}");

    private IrValue Splat(int constant, int lanes) => writer.Splat(new IrValue("i32", constant.ToString(System.Globalization.CultureInfo.InvariantCulture)), lanes);

    private IrValue AsBits(IrValue value) => writer.Emit(IrTypes.Vector("i32", value.Lanes), $"bitcast {value} to {IrTypes.Vector("i32", value.Lanes)}");

    private IrValue AsFloat(IrValue value) => writer.Emit(IrTypes.Vector("float", value.Lanes), $"bitcast {value} to {IrTypes.Vector("float", value.Lanes)}");
}
