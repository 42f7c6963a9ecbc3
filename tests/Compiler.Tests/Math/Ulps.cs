using System;

namespace Sinter.Compiler.Tests;

/// <summary>Distances in units of the last place of a float.</summary>
static class Ulps {
    /// <summary>
    /// How far a result lies from the true value, in units of the last place of the float nearest to that value. The
    /// largest double stands for NaN where none belongs, and for none where one does; infinity counts as 2^128.
    /// </summary>
    public static double Between(float result, double truth) {
        if (float.IsNaN(result) || double.IsNaN(truth)) {
            return float.IsNaN(result) && double.IsNaN(truth) ? 0 : double.MaxValue;
        }
        const double overflow = 340282366920938463463374607431768211456.0; // 2^128
        double bounded = Math.Clamp(truth, -overflow, overflow);
        double found = Math.Clamp((double)result, -overflow, overflow);
        if (found == bounded) {
            return 0;
        }
        int exponent = bounded == 0 ? -126 : Math.Clamp(Math.ILogB(bounded), -126, 127);
        return Math.Abs(found - bounded) / Math.ScaleB(1, exponent - 23);
    }
}
