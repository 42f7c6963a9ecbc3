namespace Sinter.Compiler.Llvm;

/// <summary>log x = k ln 2 + log(1 + f), where x = 2^k (1 + f) and 1 + f lies between the square roots of 1/2 and 2.</summary>
static class Logarithm {
    const long RootOfHalf = 0x3F3504F3;
    const float SmallestNormal = 1.17549435e-38f;

    /// <summary>
    /// (log(1 + f) - f + f^2/2) / f^3 for f between sqrt(1/2) - 1 and sqrt(2) - 1: minimax with the error weighted by
    /// 1 / log(1 + f), 2^-27.2 of the logarithm. See docs/vector-math.md.
    /// </summary>
    static readonly double[] coefficients = [
        0.3333333134651184, -0.2500081956386566, 0.20001228153705597, -0.1662335842847824,
        0.14201752841472626, -0.1316017061471939, 0.1276160180568695, -0.07634556293487549,
    ];

    /// <summary>log x: -inf for either 0, NaN below 0, good for subnormal numbers too.</summary>
    public static Value Write(FunctionBody body, Value x) {
        Value subnormal = x < SmallestNormal;
        Value normal = subnormal.Select(x * 8388608, x);
        // Counting the exponent from the root of 1/2 puts 1 + f around 1; the scaling above comes off the exponent too.
        Value origin = subnormal.SelectBits(RootOfHalf + (23 << 23), RootOfHalf, Lane.Bits32);
        Value bits = normal.ToBits() - origin;
        Value k = body.Convert("sitofp", bits >> 23, Lane.Single);
        Value f = ((bits & 0x007FFFFF) + RootOfHalf).ToNumber() - 1.0;

        Value square = f * f;
        Value tail = square * f * body.Polynomial(f, coefficients);
        tail = body.MultiplyAdd(k, Exponential.Ln2Low, tail);
        tail = body.MultiplyAdd(square, -0.5, tail);
        Value logarithm = body.MultiplyAdd(k, Exponential.Ln2High, f + tail);

        // Infinity, 0, and negative numbers and NaN are none that the bits above speak of.
        logarithm = (x < double.PositiveInfinity).Select(logarithm, x);
        Value outside = x.Is(0).Select(double.NegativeInfinity, x.Constant(double.NaN));
        return (x > 0).Select(logarithm, outside);
    }
}
