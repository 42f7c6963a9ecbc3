using System;
using System.Globalization;

namespace Sinter.Compiler.Llvm;

/// <summary>What a target's vectors of small integers can do.</summary>
internal sealed class ByteDots(IrWriter writer, PackedLayout layout) {
    public IrWriter Writer => writer;

    public DotProduct Kind => layout.Dots;

    public int Lanes { get; } = layout.Lanes;

    public string Integers => $"<{Lanes} x i32>";

    public string Words => $"<{2 * Lanes} x i16>";

    public string Bytes => $"<{4 * Lanes} x i8>";

    /// <summary>The four bytes at an address, in every lane.</summary>
    public IrValue Spread(IrValue address, string type) => writer.Emit(type, $"bitcast {writer.Splat(writer.Load("i32", address, 4), Lanes)} to {type}");

    /// <summary>The sums of the products of neighbouring words.</summary>
    public IrValue WordPairs(IrValue a, IrValue b) => writer.Call(Integers, Lanes switch {
        4 => "@llvm.x86.sse2.pmadd.wd",
        8 => "@llvm.x86.avx2.pmadd.wd",
        _ => "@llvm.x86.avx512.pmaddw.d.512",
    }, a, b);

    /// <summary>The 16-bit sums of the products of neighbouring bytes, the first without a sign.</summary>
    public IrValue BytePairs(IrValue a, IrValue b) => writer.Call(Words, Lanes switch {
        4 => "@llvm.x86.ssse3.pmadd.ub.sw.128",
        8 => "@llvm.x86.avx2.pmadd.ub.sw",
        _ => "@llvm.x86.avx512.pmaddubs.w.512",
    }, a, b);

    public IrValue Constant(string element, long value, int lanes) => writer.Splat(new IrValue(element, value.ToString(CultureInfo.InvariantCulture)), lanes);

    public IrValue Add(IrValue a, IrValue b) => writer.Emit(a.Type, $"add {a}, {b.Name}");

    public IrValue Multiply(IrValue a, IrValue b) => writer.Emit(a.Type, $"mul {a}, {b.Name}");
}

/// <summary>
/// A sum, one in each 32-bit lane, of products of unsigned weights with signed bytes of a left operand, four at a time. It is exact: sums
/// in 16 bits are widened before they can overflow.
/// </summary>
/// <param name="dots">What the target can do.</param>
/// <param name="most">The largest that a weight can be.</param>
internal sealed class ByteSum(ByteDots dots, int most) {
    private readonly int together = Math.Max(1, short.MaxValue / (2 * 127 * most));
    private IrValue? sum;
    private IrValue? pending;
    private int count;

    /// <summary>Adds the products of a vector of weights with the four bytes at an address.</summary>
    /// <param name="weights">Four bytes a lane.</param>
    /// <param name="address">The bytes of the left operand.</param>
    /// <param name="spread">These bytes in every lane, made when first asked for.</param>
    public void Add(IrValue weights, IrValue address, Func<IrValue> spread) {
        IrWriter writer = dots.Writer;
        switch (dots.Kind) {
            case DotProduct.Quadruples:
                IrValue before = sum ?? new IrValue(dots.Integers, "zeroinitializer");
                IrValue left = writer.Emit(dots.Integers, $"bitcast {weights} to {dots.Integers}");
                IrValue right = writer.Emit(dots.Integers, $"bitcast {spread()} to {dots.Integers}");
                sum = writer.Call(dots.Integers, $"@llvm.x86.avx512.vpdpbusd.{dots.Lanes * 32}", before, left, right);
                break;
            case DotProduct.Pairs:
                IrValue pairs = dots.BytePairs(weights, spread());
                pending = pending is null ? pairs : dots.Add(pending.Value, pairs);
                if (++count == together) {
                    Widen();
                }
                break;
            default:
                IrValue words = writer.Emit(dots.Integers, $"bitcast {weights} to {dots.Integers}");
                for (int k = 0; k < 4; k++) {
                    IrValue moved = k == 0 ? words : writer.Emit(words.Type, $"lshr {words}, {dots.Constant("i32", 8 * k, dots.Lanes).Name}");
                    IrValue weight = writer.Emit(words.Type, $"and {moved}, {dots.Constant("i32", 255, dots.Lanes).Name}");
                    IrValue value = writer.Emit("i32", $"sext {writer.Load("i8", writer.Element(address, "i8", IrWriter.Int(k)), 1)} to i32");
                    Plus(dots.Multiply(weight, writer.Splat(value, dots.Lanes)));
                }
                break;
        }
    }

    /// <summary>The sum.</summary>
    public IrValue Total() {
        if (pending is not null) {
            Widen();
        }
        return sum!.Value;
    }

    private void Widen() {
        Plus(dots.WordPairs(pending!.Value, dots.Constant("i16", 1, 2 * dots.Lanes)));
        (pending, count) = (null, 0);
    }

    private void Plus(IrValue value) => sum = sum is null ? value : dots.Add(sum.Value, value);
}
