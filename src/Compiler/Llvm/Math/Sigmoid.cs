namespace Sinter.Compiler.Llvm;

/// <summary>
/// 1 / (1 + e^-x), for negative x as e^x / (1 + e^x): with e = e^-|x| either has the denominator 1 + e, nothing overflows,
/// and the lower tail runs out through the subnormal numbers.
/// </summary>
static class Sigmoid {
    /// <summary>The logistic function of x.</summary>
    public static Value Write(FunctionBody body, Value x) {
        Value fall = (x.ToBits() | unchecked((int)0x80000000)).ToNumber();
        Value e = Exponential.WriteNotAboveOne(body, fall);
        return (x < 0).Select(e, x.Constant(1)) / (e + 1.0);
    }
}
