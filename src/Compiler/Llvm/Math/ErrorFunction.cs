namespace Sinter.Compiler.Llvm;

/// <summary>
/// erf t = 1 - e^-q with q = -log erfc t = t + t G(t) and t = |x|. 1 - e^-q is put together so that it keeps its relative
/// precision down to 0, hence one formula for all x; the sign comes back at the end.
/// </summary>
static class ErrorFunction {
    /// <summary>From here on erf rounds to 1.</summary>
    const float Saturation = 3.95f;

    /// <summary>
    /// G(t) = -log(erfc t)/t - 1 for t up to 3.95: minimax with the error weighted by its part in the result,
    /// t erfc t / erf t; 2^-27.6 of erf. See docs/vector-math.md.
    /// </summary>
    static readonly double[] coefficients = [
        0.12837916612625122, 0.6366195678710938, 0.10277630388736725, -0.019147826358675957, -0.00016948471602518111,
        0.0016756415134295821, -0.000637337623629719, 0.000118852942250669, -9.386499186803121e-06,
    ];

    /// <summary>erf x.</summary>
    public static Value Write(FunctionBody body, Value x) {
        const float rounder = Exponential.Rounder + Exponential.Bias;
        Value t = x.Magnitude().AtMost(Saturation);
        Value q = body.MultiplyAdd(t, body.Polynomial(t, coefficients), t);
        Value rounded = body.MultiplyAdd(q, -Exponential.InverseLn2, rounder);
        Value k = rounded - rounder;
        Value r = body.MultiplyAdd(k, Exponential.Ln2Low, body.MultiplyAdd(k, Exponential.Ln2High, q));

        // With -q = k ln 2 - r: 1 - e^-q = 2^k (1 - e^-r) + (1 - 2^k).
        double[] c = Exponential.Coefficients;
        Value curve = body.Polynomial(r, -c[0], c[1], -c[2], c[3], -c[4]);
        Value risen = body.MultiplyAdd(r * r, curve, r);
        Value scale = (rounded.ToBits() << 23).ToNumber();
        Value error = body.MultiplyAdd(scale, risen, 1.0 - scale);
        return (error.ToBits() | (x.ToBits() & unchecked((int)0x80000000))).ToNumber();
    }
}
