using System;
using System.Collections.Concurrent;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace Sinter.Compiler.Tests;

/// <summary>Compares the compiled functions with double precision over all exponents and, densely, where they bend.</summary>
public sealed class VectorMathAccuracyTests(ITestOutputHelper output) {
    const int Seed = 20241;

    static readonly ConcurrentDictionary<string, (float[] Arguments, double[] Truth)> cases = new();

    public static TheoryData<string, int> Targets() {
        TheoryData<string, int> data = [];
        foreach (string processor in NativeVectorMath.Processors) {
            foreach (int lanes in NativeVectorMath.Lanes) {
                data.Add(processor, lanes);
            }
        }
        return data;
    }

    [Theory, MemberData(nameof(Targets))]
    public void Exp(string processor, int lanes) => Check("exp", processor, lanes, -105, 90, 1.25);

    [Theory, MemberData(nameof(Targets))]
    public void Log(string processor, int lanes) => Check("log", processor, lanes, 0.25, 4, 1);

    [Theory, MemberData(nameof(Targets))]
    public void Tanh(string processor, int lanes) => Check("tanh", processor, lanes, -9.5, 9.5, 2);

    [Theory, MemberData(nameof(Targets))]
    public void Erf(string processor, int lanes) => Check("erf", processor, lanes, -4.2, 4.2, 2);

    [Theory, MemberData(nameof(Targets))]
    public void Sigmoid(string processor, int lanes) => Check("sigmoid", processor, lanes, -105, 20, 2.5);

    [Theory, MemberData(nameof(Targets))]
    public void Sin(string processor, int lanes) => CheckCircular("sin", processor, lanes);

    [Theory, MemberData(nameof(Targets))]
    public void Cos(string processor, int lanes) => CheckCircular("cos", processor, lanes);

    [Theory, MemberData(nameof(Targets))]
    public void Power(string processor, int lanes) {
        // x over all exponents, then y such that the power spreads over all exponents too, and a little beyond.
        Random random = new(Seed);
        float[] x = new float[1 << 19], y = new float[1 << 19];
        for (int i = 0; i < x.Length; i++) {
            double logarithm = i % 2 == 0 ? random.NextDouble() * 277 - 149 : (random.NextDouble() - 0.5) * Math.ScaleB(1, -random.Next(20));
            x[i] = (float)Math.Pow(2, logarithm);
            y[i] = (float)((random.NextDouble() * 282 - 152) / logarithm);
        }
        float[] results = NativeVectorMath.For(processor).Evaluate("power", lanes, x, y);
        double worst = 0;
        int at = 0;
        for (int i = 0; i < x.Length; i++) {
            double distance = Ulps.Between(results[i], Math.Pow(x[i], y[i]));
            if (distance > worst) {
                (worst, at) = (distance, i);
            }
        }
        output.WriteLine($"power, {processor}, {lanes} lanes: {worst:F3} ulp at ({x[at]:R}, {y[at]:R})");
        Assert.True(worst <= 0.51, $"power({x[at]:R}, {y[at]:R}) = {results[at]:R} is {worst:F3} ulp from {Math.Pow(x[at], y[at]):R} (seed {Seed})");
    }

    void Check(string function, string processor, int lanes, double low, double high, double bound) {
        (float[] arguments, double[] truth) = Case(function, low, high);
        float[] results = NativeVectorMath.For(processor).Evaluate(function, lanes, arguments);
        double worst = 0;
        int at = 0;
        for (int i = 0; i < arguments.Length; i++) {
            double distance = Ulps.Between(results[i], truth[i]);
            if (distance > worst) {
                (worst, at) = (distance, i);
            }
        }
        output.WriteLine($"{function}, {processor}, {lanes} lanes: {worst:F3} ulp at {arguments[at]:R}");
        Assert.True(worst <= bound, $"{function}({arguments[at]:R}) = {results[at]:R} is {worst:F3} ulp from {truth[at]:R}, above {bound} (seed {Seed})");
    }

    void CheckCircular(string function, string processor, int lanes) {
        (float[] arguments, double[] truth) = Case(function, -1e5, 1e5);
        float[] results = NativeVectorMath.For(processor).Evaluate(function, lanes, arguments);
        double worst = 0, largest = 0, ulps = 0;
        int at = 0;
        for (int i = 0; i < arguments.Length; i++) {
            if (!float.IsFinite(arguments[i])) {
                if (!float.IsNaN(results[i])) {
                    Assert.Fail($"{function}({arguments[i]}) = {results[i]:R}, expected NaN");
                }
                continue;
            }
            // Written so that a NaN counts as a failure.
            if (!(Math.Abs(results[i]) <= 1)) {
                Assert.Fail($"{function}({arguments[i]:R}) = {results[i]:R} leaves [-1, 1]");
            }
            largest = Math.Max(largest, Math.Abs(results[i]));
            if (Math.Abs(arguments[i]) <= 1e5f) {
                double distance = Math.Abs(results[i] - truth[i]);
                ulps = Math.Max(ulps, Ulps.Between(results[i], truth[i]));
                if (distance > worst) {
                    (worst, at) = (distance, i);
                }
            }
        }
        output.WriteLine($"{function}, {processor}, {lanes} lanes: {worst:E2} at {arguments[at]:R}, {ulps:F1} ulp; largest {largest:R}");
        Assert.True(worst <= 1.5e-7, $"{function}({arguments[at]:R}) = {results[at]:R} is {worst:E3} from {truth[at]:R} (seed {Seed})");
    }

    static (float[] Arguments, double[] Truth) Case(string function, double low, double high) => cases.GetOrAdd(function, _ => {
        float[] arguments = [.. Samples.AllBitPatterns, .. Samples.Between(low, high, Seed), .. Samples.Between(-2, 2, Seed + 1)];
        Func<double, double> reference = Reference.Of(function);
        return (arguments, arguments.Select(x => reference(x)).ToArray());
    });
}
