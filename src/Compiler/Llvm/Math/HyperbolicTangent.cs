namespace Sinter.Compiler.Llvm;

/// <summary>
/// tanh |x| = E / (1 - E) with E = (1 - e^(-2|x|)) / 2. E is put together so that it keeps its relative precision down
/// to 0, hence one formula for all x; the sign comes back at the end. (With a growing exponential it would be E / (E + 1),
/// whose sum above 1 is rounded twice as coarsely as the difference below 1 where x is small.)
/// </summary>
static class HyperbolicTangent {
    /// <summary>From here on tanh rounds to 1.</summary>
    const float Saturation = 9.02f;

    /// <summary>tanh x.</summary>
    public static Value Write(FunctionBody body, Value x) {
        const float rounder = Exponential.Rounder + Exponential.Bias;
        Value magnitude = x.Magnitude().AtMost(Saturation);
        Value rounded = body.MultiplyAdd(magnitude, -2 * Exponential.InverseLn2, rounder);
        Value k = rounded - rounder;
        Value h = body.MultiplyAdd(k, Exponential.Ln2High / 2, magnitude);
        h = body.MultiplyAdd(k, Exponential.Ln2Low / 2, h);

        // With -2|x| = k ln 2 - 2h: E = 2^k ((1 - e^-2h) / 2) + (1 - 2^k) / 2.
        double[] c = Exponential.Coefficients;
        Value curve = body.Polynomial(h, -2 * c[0], 4 * c[1], -8 * c[2], 16 * c[3], -32 * c[4]);
        Value risen = body.MultiplyAdd(h * h, curve, h);
        Value scale = (rounded.ToBits() << 23).ToNumber();
        Value rest = body.MultiplyAdd(scale, -0.5, 0.5);
        Value e = body.MultiplyAdd(scale, risen, rest);
        // 1 - E not from the rounded E, whose error would count twice, but from its parts, which are exact but for one.
        Value complement = body.MultiplyAdd(scale, -risen, 1.0 - rest);
        Value tangent = e / complement;
        return (tangent.ToBits() | (x.ToBits() & unchecked((int)0x80000000))).ToNumber();
    }
}
