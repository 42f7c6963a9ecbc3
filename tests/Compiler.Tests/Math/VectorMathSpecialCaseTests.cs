using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Compiler.Tests;

public sealed class VectorMathSpecialCaseTests {
    public static TheoryData<string> Processors() => [.. NativeVectorMath.Processors];

    [Theory, MemberData(nameof(Processors))]
    public void LimitsAreExact(string processor) {
        const float infinity = float.PositiveInfinity;
        (string Function, float Argument, float Result)[] expected = [
            ("exp", 0, 1), ("exp", -0f, 1), ("exp", infinity, infinity), ("exp", -infinity, 0), ("exp", 88.7228394f, infinity), ("exp", -103.98f, 0), ("exp", -103.27f, 1e-45f), ("exp", float.NaN, float.NaN),
            ("log", 1, 0), ("log", 0, -infinity), ("log", -0f, -infinity), ("log", -1e-45f, float.NaN), ("log", -infinity, float.NaN), ("log", infinity, infinity), ("log", float.NaN, float.NaN), ("log", 1e-45f, -103.278929f),
            ("sin", 0, 0), ("sin", -0f, -0f), ("sin", 1e-45f, 1e-45f), ("sin", infinity, float.NaN), ("sin", -infinity, float.NaN), ("sin", float.NaN, float.NaN),
            ("cos", 0, 1), ("cos", -0f, 1), ("cos", infinity, float.NaN), ("cos", -infinity, float.NaN), ("cos", float.NaN, float.NaN),
            ("tanh", 0, 0), ("tanh", -0f, -0f), ("tanh", 1e-45f, 1e-45f), ("tanh", -1e-45f, -1e-45f), ("tanh", infinity, 1), ("tanh", -infinity, -1), ("tanh", 9.1f, 1), ("tanh", float.NaN, float.NaN),
            ("erf", 0, 0), ("erf", -0f, -0f), ("erf", 1e-45f, 1e-45f), ("erf", infinity, 1), ("erf", -infinity, -1), ("erf", 4, 1), ("erf", float.NaN, float.NaN),
            ("sigmoid", 0, 0.5f), ("sigmoid", -0f, 0.5f), ("sigmoid", infinity, 1), ("sigmoid", -infinity, 0), ("sigmoid", -103.27f, 1e-45f), ("sigmoid", float.NaN, float.NaN),
        ];
        NativeVectorMath math = NativeVectorMath.For(processor);
        foreach (int lanes in NativeVectorMath.Lanes) {
            foreach ((string function, float argument, float result) in expected) {
                foreach (float found in math.Evaluate(function, lanes, Enumerable.Repeat(argument, lanes).ToArray())) {
                    AssertSame(result, found, function, argument, argument, lanes);
                }
            }
        }
    }

    [Theory, MemberData(nameof(Processors))]
    public void PowersOfSpecialNumbersFollowTheStandard(string processor) {
        List<float> x = [], y = [];
        foreach (float left in Samples.Special) {
            foreach (float right in Samples.Special) {
                x.Add(left);
                y.Add(right);
            }
        }
        while (x.Count % 32 != 0) {
            x.Add(1);
            y.Add(1);
        }
        NativeVectorMath math = NativeVectorMath.For(processor);
        foreach (int lanes in NativeVectorMath.Lanes) {
            float[] results = math.Evaluate("power", lanes, [.. x], [.. y]);
            for (int i = 0; i < results.Length; i++) {
                double truth = Math.Pow(x[i], y[i]);
                // The root of the largest subnormal number lies within 2^-47 of the middle between two floats: either will do.
                bool ordinary = truth != 0 && float.IsFinite((float)truth);
                if (!ordinary || Ulps.Between(results[i], truth) > 0.501) {
                    AssertSame((float)truth, results[i], "power", x[i], y[i], lanes);
                }
            }
        }
    }

    [Theory, MemberData(nameof(Processors))]
    public void SmallIntegerPowersAreExact(string processor) {
        List<float> x = [], y = [];
        for (int a = -10; a <= 10; a++) {
            for (int b = 0; b < 7; b++) {
                x.Add(a);
                y.Add(b);
            }
        }
        float[] results = NativeVectorMath.For(processor).Evaluate("power", 1, [.. x], [.. y]);
        for (int i = 0; i < results.Length; i++) {
            AssertSame((float)Math.Pow(x[i], y[i]), results[i], "power", x[i], y[i], 1);
        }
    }

    /// <summary>A kernel's tail uses fewer lanes, or lanes that hold nothing of use: neither may change a result.</summary>
    [Theory, MemberData(nameof(Processors))]
    public void ALaneDoesNotDependOnItsNeighboursNorOnTheirNumber(string processor) {
        NativeVectorMath math = NativeVectorMath.For(processor);
        float[] arguments = [.. Samples.Between(-20, 20, 7).Take(4096), .. Samples.Special, .. Enumerable.Repeat(1f, 32 - Samples.Special.Length % 32)];
        float[] exponents = [.. arguments.Reverse()];
        foreach (string function in Llvm.VectorMath.Functions) {
            float[] alone = math.Evaluate(function, 1, arguments, exponents);
            foreach (int lanes in NativeVectorMath.Lanes) {
                float[] together = math.Evaluate(function, lanes, arguments, exponents);
                float[] displaced = math.Evaluate(function, lanes, [.. arguments[13..], .. arguments[..13]], [.. exponents[13..], .. exponents[..13]]);
                for (int i = 0; i < arguments.Length; i++) {
                    AssertSame(alone[i], together[i], function, arguments[i], exponents[i], lanes);
                    AssertSame(alone[i], displaced[(i + arguments.Length - 13) % arguments.Length], function, arguments[i], exponents[i], lanes);
                }
            }
        }
    }

    /// <summary>Compares bits, so that the sign of a zero counts; one NaN is as good as another.</summary>
    static void AssertSame(float expected, float found, string function, float x, float y, int lanes) {
        bool same = float.IsNaN(expected) ? float.IsNaN(found) : BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(found);
        if (!same) {
            Assert.Fail($"{function}({x:R}, {y:R}) in {lanes} lanes: expected {expected:R}, found {found:R}");
        }
    }
}
