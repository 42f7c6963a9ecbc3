namespace Sinter.Compiler.Llvm;

/// <summary>
/// |x|^y = 2^(y log2 |x|) in double precision, whose 29 spare bits are what the product takes: it may be as large as
/// 150, and each bit before its point is one lost behind it. Doubles also hold every subnormal float as a normal
/// number and every result, so nothing is scaled. The special cases are those of IEEE 754's pow.
/// </summary>
static class Power {
    const long RootOfHalf = 0x3FE6A09E667F3BCD;
    const long One = 0x3FF0000000000000;

    /// <summary>Adding it rounds a double to an integer, with the exponent's bias on top; see <see cref="Exponential.Rounder"/>.</summary>
    const double Rounder = 6755399441055744.0 + 1023;

    /// <summary>2 atanh(s) / (s ln 2) in powers of s^2 for s up to (sqrt 2 - 1)/(sqrt 2 + 1): minimax, 2^-43.6. See docs/vector-math.md.</summary>
    static readonly double[] logarithm = [
        2.8853900817778495, 0.9617966941139606, 0.5770779421990474, 0.4122092679572459, 0.31990509897996605, 0.28290819554283275,
    ];

    /// <summary>2^f for |f| at most 1/2: minimax, 2^-34.5. See docs/vector-math.md.</summary>
    static readonly double[] exponential = [
        0.9999999999616811, 0.693147180728444, 0.24022651198162123, 0.05550410353453595,
        0.009618027253286063, 0.0013333922559951134, 0.00015469291233325335, 1.5201922373160161e-05,
    ];

    /// <summary>x^y.</summary>
    public static Value Write(FunctionBody body, Value x, Value y) {
        Value magnitude = x.Magnitude();
        Value wide = body.Convert("fpext", magnitude, Lane.Double);
        // Beyond 200 either way the result is 0 or infinite for certain.
        Value product = (body.Convert("fpext", y, Lane.Double) * WriteLogarithm(body, wide)).AtMost(200).AtLeast(-200);
        Value power = body.Convert("fptrunc", WriteExponential(body, product), Lane.Single);

        // A y of 2^24 or more is even. NaN is put there too: it has no integer, and makes the power NaN anyway.
        Value bounded = y.Magnitude();
        bounded = (bounded < 16777216).Select(bounded, y.Constant(16777216));
        Value whole = body.Convert("fptosi", bounded, Lane.Bits32);
        Value fractional = body.Convert("sitofp", whole, Lane.Single).Differs(bounded);
        Value sign = x.ToBits() & (whole << 31);
        power = fractional.Select(power, (power.ToBits() | sign).ToNumber());

        Value undefined = (x < 0) & (x > double.NegativeInfinity) & fractional;
        power = undefined.Select(double.NaN, power);
        // These hold even where the other operand is NaN or, for -1, infinite.
        Value one = y.Is(0) | x.Is(1) | (x.Is(-1) & y.Magnitude().Is(double.PositiveInfinity));
        return one.Select(1, power);
    }

    /// <summary>log2 of a double that is not negative and was a float: -inf of 0, inf of inf, NaN of NaN.</summary>
    static Value WriteLogarithm(FunctionBody body, Value x) {
        Value bits = x.ToBits();
        Value shifted = bits + (One - RootOfHalf);
        // The exponent, still biased, as the low bits of 2^52: the only way from a 64-bit integer to a double without AVX-512.
        Value k = ((shifted >>> 52) | 0x4330000000000000).ToNumber() - (4503599627370496.0 + 1023);
        Value m = (bits - (shifted & unchecked((long)0xFFF0000000000000)) + One).ToNumber();
        Value s = (m - 1.0) / (m + 1.0);
        Value result = body.MultiplyAdd(s, body.Polynomial(s * s, logarithm), k);
        result = (x < double.PositiveInfinity).Select(result, x);
        return x.Is(0).Select(double.NegativeInfinity, result);
    }

    static Value WriteExponential(FunctionBody body, Value x) {
        Value rounded = x + Rounder;
        Value f = x - (rounded - Rounder);
        return body.Polynomial(f, exponential) * (rounded.ToBits() << 52).ToNumber();
    }
}
