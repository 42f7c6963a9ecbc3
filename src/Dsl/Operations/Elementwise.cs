using System;
using Sinter.Eager;

namespace Sinter;

/// <summary>
/// The operations on tensors. Those marked <see cref="PrimitiveAttribute"/> are operations of the graph; the others are
/// written in terms of them. Operands of elementwise operations broadcast by trailing alignment.
/// </summary>
public static partial class Operations {
    /// <summary>e^x.</summary>
    [Primitive("exp")]
    public static Tensor Exp(Tensor x) => Loops.Map("exp", x, Math.Exp);

    /// <summary>The natural logarithm.</summary>
    [Primitive("log")]
    public static Tensor Log(Tensor x) => Loops.Map("log", x, Math.Log);

    /// <summary>The square root.</summary>
    [Primitive("sqrt")]
    public static Tensor Sqrt(Tensor x) => Loops.Map("sqrt", x, Math.Sqrt);

    /// <summary>1 / sqrt(x).</summary>
    [Primitive("rsqrt")]
    public static Tensor ReciprocalSqrt(Tensor x) => Loops.Map("rsqrt", x, a => 1 / Math.Sqrt(a));

    /// <summary>The sine of radians.</summary>
    [Primitive("sin")]
    public static Tensor Sin(Tensor x) => Loops.Map("sin", x, Math.Sin);

    /// <summary>The cosine of radians.</summary>
    [Primitive("cos")]
    public static Tensor Cos(Tensor x) => Loops.Map("cos", x, Math.Cos);

    /// <summary>The hyperbolic tangent.</summary>
    [Primitive("tanh")]
    public static Tensor Tanh(Tensor x) => Loops.Map("tanh", x, Math.Tanh);

    /// <summary>The error function, 2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x.</summary>
    [Primitive("erf")]
    public static Tensor Erf(Tensor x) => Loops.Map("erf", x, ErrorFunction.Erf);

    /// <summary>The logistic function, 1 / (1 + e^-x).</summary>
    [Primitive("sigmoid")]
    public static Tensor Sigmoid(Tensor x) => Loops.Map("sigmoid", x, a => 1 / (1 + Math.Exp(-a)));

    /// <summary>The largest integer that is not greater.</summary>
    [Primitive("floor")]
    public static Tensor Floor(Tensor x) => Loops.Map("floor", x, Math.Floor);

    /// <summary>The smallest integer that is not less.</summary>
    [Primitive("ceiling")]
    public static Tensor Ceiling(Tensor x) => Loops.Map("ceiling", x, Math.Ceiling);

    /// <summary>The nearest integer, ties to the even one.</summary>
    [Primitive("round")]
    public static Tensor Round(Tensor x) => Loops.Map("round", x, a => Math.Round(a, MidpointRounding.ToEven));

    /// <summary>The absolute value; of the least integer, itself.</summary>
    [Primitive("abs")]
    public static Tensor Abs(Tensor x) => Loops.Map("abs", x, Math.Abs, a => a < 0 ? unchecked(-a) : a);

    /// <summary><paramref name="x"/> to the power of <paramref name="exponent"/>, as IEEE 754 pow defines it.</summary>
    [Primitive("power")]
    public static Tensor Power(Tensor x, Tensor exponent) => Loops.ZipReals("power", x, exponent, Math.Pow);

    /// <summary>The smaller element; NaN when either is.</summary>
    [Primitive("minimum")]
    public static Tensor Minimum(Tensor left, Tensor right) => Loops.Zip("minimum", left, right, Math.Min, Math.Min);

    /// <summary>The larger element; NaN when either is.</summary>
    [Primitive("maximum")]
    public static Tensor Maximum(Tensor left, Tensor right) => Loops.Zip("maximum", left, right, Math.Max, Math.Max);

    /// <summary>The remainder of a division rounded toward zero: it has the sign of the dividend, as in C#.</summary>
    [Primitive("remainder")]
    public static Tensor Remainder(Tensor left, Tensor right) => left % right;

    /// <summary>
    /// The elements in another type. Real to integer cuts toward zero and saturates (NaN becomes 0); anything but 0
    /// becomes true; between integers the low bits stay.
    /// </summary>
    [Primitive("cast")]
    public static Tensor Cast(Tensor x, ElementType type) => Loops.Convert(x, type);
}
