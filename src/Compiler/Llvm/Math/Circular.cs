namespace Sinter.Compiler.Llvm;

/// <summary>
/// Sine and cosine as (-1)^k sin r, where r is what a multiple of pi leaves of x. One polynomial serves both: the sine
/// takes off k pi, the cosine (k + 1/2) pi.
/// </summary>
static class Circular {
    const float InversePi = 0.318309873f;

    // pi in four parts. The first three have 8 bits, so their products with k or k + 1/2, of at most 16 bits, are exact
    // also where there is no fused multiply-add, and the result keeps its relative precision where x is near a multiple
    // of pi. All are positive, lest the reduction makes +0 of -0.
    const float PiHigh = 3.140625f;
    const float PiMiddle = 0.000965118408203125f;
    const float PiLow = 2.5331974029541016e-06f;
    const float PiLowest = 1.984187258941006e-09f;

    /// <summary>
    /// (sin r / r - 1) / r^2 in powers of r^2 for |r| at most 1.58, somewhat above pi/2 since k is rounded from a rounded
    /// product: minimax, 2^-27.4 of sin r / r. See docs/vector-math.md.
    /// </summary>
    static readonly double[] coefficients = [-0.16666659712791443, 0.00833306647837162, -0.00019809383957181126, 2.604872634037747e-06];

    /// <summary>The sine, good for |x| up to 1e5.</summary>
    public static Value WriteSine(FunctionBody body, Value x) {
        Value rounded = body.MultiplyAdd(x, InversePi, Exponential.Rounder);
        return WriteReduced(body, x, rounded - Exponential.Rounder, rounded);
    }

    /// <summary>The cosine, good for |x| up to 1e5.</summary>
    public static Value WriteCosine(FunctionBody body, Value x) {
        // cos x = cos(r + k pi + pi/2) = (-1)^(k+1) sin r: an odd rounder turns the parity in its sum round.
        const float rounder = Exponential.Rounder + 1;
        Value rounded = body.MultiplyAdd(x, InversePi, -0.5) + rounder;
        return WriteReduced(body, x, rounded - rounder + 0.5, rounded);
    }

    static Value WriteReduced(FunctionBody body, Value x, Value multiple, Value parity) {
        Value r = body.MultiplyAdd(multiple, -PiHigh, x);
        r = body.MultiplyAdd(multiple, -PiMiddle, r);
        r = body.MultiplyAdd(multiple, -PiLow, r);
        r = body.MultiplyAdd(multiple, -PiLowest, r);
        Value square = r * r;
        Value sine = body.MultiplyAdd(r * square, body.Polynomial(square, coefficients), r);
        // Rounding may lead a last place beyond 1, and an x far beyond the range leaves an r of any size.
        sine = sine.AtMost(1).AtLeast(-1);
        // The sum makes +0 of -0; elsewhere it already has the sign of r.
        Value signed = sine.ToBits() | (r.ToBits() & unchecked((int)0x80000000));
        return (signed ^ (parity.ToBits() << 31)).ToNumber();
    }
}
