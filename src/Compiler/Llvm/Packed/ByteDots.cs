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

    /// <summary>The magnitudes of bytes, without a sign.</summary>
    public IrValue Magnitude(IrValue bytes) {
        writer.Declare($"declare {Bytes} @llvm.abs.v{4 * Lanes}i8({Bytes}, i1)");
        return writer.Emit(Bytes, $"call {Bytes} @llvm.abs.v{4 * Lanes}i8({bytes}, i1 false)");
    }

    /// <summary>A vector of bytes above -128 where another is positive, its negative where that is negative; anything where it is zero.</summary>
    public IrValue Signed(IrValue bytes, IrValue signs) {
        if (Lanes <= 8) {
            return writer.Call(Bytes, Lanes == 4 ? "@llvm.x86.ssse3.psign.b.128" : "@llvm.x86.avx2.psign.b", bytes, signs);
        }
        IrValue isNegative = writer.Emit($"<{4 * Lanes} x i1>", $"icmp slt {signs}, zeroinitializer");
        return writer.Select(isNegative, writer.Emit(Bytes, $"sub {Bytes} zeroinitializer, {bytes.Name}"), bytes);
    }

    /// <summary>16-bit sums, added in pairs.</summary>
    public IrValue Widened(IrValue words) => WordPairs(words, Constant("i16", 1, 2 * Lanes));

    /// <summary>The four bytes of a left operand at an address, for <see cref="AddProducts"/> and <see cref="BytePairs"/>.</summary>
    public IrValue Left(IrValue address) => Kind == DotProduct.Single ? address : Spread(address, Bytes);

    /// <summary>Adds the products of four unsigned weights of each column with what <see cref="Left"/> gave.</summary>
    public IrValue AddProducts(IrValue sum, IrValue weights, IrValue left) {
        IrValue words = writer.Emit(Integers, $"bitcast {weights} to {Integers}");
        if (Kind == DotProduct.Quadruples) {
            return writer.Call(Integers, $"@llvm.x86.avx512.vpdpbusd.{Lanes * 32}", sum, words, writer.Emit(Integers, $"bitcast {left} to {Integers}"));
        }
        for (int k = 0; k < 4; k++) {
            IrValue moved = k == 0 ? words : writer.Emit(words.Type, $"lshr {words}, {Constant("i32", 8 * k, Lanes).Name}");
            IrValue weight = writer.Emit(words.Type, $"and {moved}, {Constant("i32", 255, Lanes).Name}");
            IrValue value = writer.Emit("i32", $"sext {writer.Load("i8", writer.Element(left, "i8", IrWriter.Int(k)), 1)} to i32");
            sum = Add(sum, Multiply(weight, writer.Splat(value, Lanes)));
        }
        return sum;
    }
}
