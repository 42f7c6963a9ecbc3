using System;

namespace Sinter.Compiler.Tests;

/// <summary>The functions in double precision, good to a few units of its last place.</summary>
static class Reference {
    /// <summary>A function of one operand by its name.</summary>
    public static Func<double, double> Of(string function) => function switch {
        "exp" => Math.Exp,
        "log" => Math.Log,
        "sin" => Math.Sin,
        "cos" => Math.Cos,
        "tanh" => Math.Tanh,
        "erf" => Erf,
        "sigmoid" => Sigmoid,
        _ => throw new ArgumentException($"no reference for '{function}'"),
    };

    static double Sigmoid(double x) => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));

    /// <summary>
    /// erf x = 2 x e^(-x^2) / sqrt(pi) * sum of (2 x^2)^n / (1 3 5 ... (2n + 1)), whose terms are all positive, so that
    /// nothing cancels (Abramowitz and Stegun 7.1.6). Beyond 6, erf differs from 1 by less than a double shows.
    /// </summary>
    static double Erf(double x) {
        if (double.IsNaN(x)) {
            return x;
        }
        if (Math.Abs(x) > 6) {
            return Math.Sign(x);
        }
        double term = 1, sum = 1;
        for (int n = 1; term > sum * 1e-17; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return x * (sum * Math.Exp(-x * x)) * (2 / Math.Sqrt(Math.PI));
    }
}
