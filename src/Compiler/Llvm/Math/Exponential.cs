namespace Sinter.Compiler.Llvm;

/// <summary>
/// e^x = 2^k e^r with k = rint(x / ln 2) and |r| at most ln 2 / 2.
/// </summary>
static class Exponential {
    /// <summary>1 / ln 2 to single precision.</summary>
    public const float InverseLn2 = 1.44269504f;

    /// <summary>ln 2 to 15 bits, so that its product with |k| below 2^9 is exact also where there is no fused multiply-add.</summary>
    public const float Ln2High = 0.693145751953125f;

    /// <summary>What <see cref="Ln2High"/> leaves of ln 2, to single precision.</summary>
    public const float Ln2Low = 1.428606765330187e-06f;

    /// <summary>
    /// A number this large has 1 as the unit of its last place. So adding it rounds to an integer, and the integer then
    /// stands in the low bits of the sum. Its own low bits are zero: what is added to it adds to the integer.
    /// </summary>
    public const float Rounder = 12582912f; // 1.5 * 2^23

    /// <summary>The bias of the exponent of a single-precision number.</summary>
    public const float Bias = 127f;

    /// <summary>Below this, e^x rounds to 0; the reduction is good down to here and beyond.</summary>
    const float Lowest = -104.5f;

    /// <summary>Above this, e^x is infinite; the reduction is good up to here.</summary>
    const float Highest = 89f;

    /// <summary>
    /// (e^r - 1 - r) / r^2 for |r| at most 0.3473: minimax with the error weighted by e^-r, 2^-28.2 of e^r.
    /// See docs/vector-math.md.
    /// </summary>
    public static readonly double[] Coefficients = [0.4999999403953552, 0.16666515171527863, 0.04166807979345322, 0.008369364775717258, 0.0013841342879459262];

    /// <summary>e^x of any x.</summary>
    public static Value Write(FunctionBody body, Value x) => Scale(body, x.AtMost(Highest).AtLeast(Lowest));

    /// <summary>e^x of an x that is not above 0, or NaN.</summary>
    public static Value WriteNotAboveOne(FunctionBody body, Value x) => Scale(body, x.AtLeast(Lowest));

    static Value Scale(FunctionBody body, Value x) {
        // With the bias added twice, one half of the low bits is the exponent of 2^floor(k/2), biased, and what remains
        // of them that of 2^ceil(k/2). Two factors, because k reaches from -151 to 128, beyond the exponents of normal
        // numbers; the second product rounds once into the subnormal numbers or overflows.
        const float rounder = Rounder + 2 * Bias;
        Value rounded = body.MultiplyAdd(x, InverseLn2, rounder);
        Value k = rounded - rounder;
        Value r = body.MultiplyAdd(k, -Ln2Low, body.MultiplyAdd(k, -Ln2High, x));
        double[] c = Coefficients;
        Value power = body.Polynomial(r, 1, 1, c[0], c[1], c[2], c[3], c[4]);
        Value low = rounded.ToBits() >>> 1;
        Value high = rounded.ToBits() - low;
        return power * (low << 23).ToNumber() * (high << 23).ToNumber();
    }
}
