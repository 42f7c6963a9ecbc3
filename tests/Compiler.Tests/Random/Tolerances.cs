using System;
using System.Collections.Generic;

namespace Sinter.Compiler.Tests;

/// <summary>
/// How far a compiled operation may lie from the real result, in units of the last place of its largest possible result, and why.
/// The generator of random graphs carries these through a graph, as running error analysis does (Higham, Accuracy and Stability of
/// Numerical Algorithms, section 3.3), so that each output has a bound of its own.
/// </summary>
public static class Tolerances {
    private static readonly Dictionary<string, (double Units, string Reason)> Table = new() {
        ["add"] = (0.5, "rounded once"),
        ["subtract"] = (0.5, "rounded once"),
        ["multiply"] = (0.5, "rounded once"),
        ["divide"] = (1, "rounded once; a constant divisor may become a factor, rounded too"),
        ["sqrt"] = (0.5, "the processor rounds correctly"),
        ["rsqrt"] = (1.5, "a root and a quotient, each rounded"),
        ["exp"] = (2, "a polynomial after a reduction of the argument in two parts"),
        ["log"] = (2, "a polynomial on the significand plus the exponent"),
        ["sin"] = (2, "a polynomial after a reduction of the argument in three parts"),
        ["cos"] = (2, "as sin"),
        ["tanh"] = (4, "a quotient of exponentials or polynomials"),
        ["erf"] = (4, "polynomials on three ranges"),
        ["sigmoid"] = (3, "an exponential, a sum and a quotient"),
        ["power"] = (4, "a logarithm with an extended significand, a product and an exponential"),
        ["remainder"] = (1, "exact for the operands that are tried; the eager one rounds once"),
        ["cast"] = (0.5, "rounded once"),
    };

    /// <summary>One unit in the last place of 1.</summary>
    public const double Unit = 1.0 / (1 << 23);

    /// <summary>
    /// What a bound is multiplied with when a result is compared: both sides may be off by as much, and constants folded or scales
    /// moved at build are roundings that the analysis of the graph does not see.
    /// </summary>
    public const double Slack = 4;

    /// <summary>The error that an operation adds to a result of at most this magnitude.</summary>
    public static double Of(string operation, double magnitude) => Table.TryGetValue(operation, out (double Units, string Reason) entry)
        ? entry.Units * Unit * magnitude
        : throw new ArgumentException($"no tolerance is known for '{operation}'");
}
