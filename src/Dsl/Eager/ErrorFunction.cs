using System;

namespace Sinter.Eager;

/// <summary>The error function, which .NET does not have.</summary>
static class ErrorFunction {
    /// <summary>Abramowitz and Stegun 7.1.6: a series of terms of one sign, so that nothing cancels.</summary>
    public static double Erf(double x) {
        if (double.IsNaN(x)) {
            return x;
        }
        if (Math.Abs(x) > 6) {
            // 1 - erf(6) is 2e-17, below half a unit in the last place of 1.
            return Math.Sign(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; Math.Abs(term) > Math.Abs(sum) * 1e-17; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
