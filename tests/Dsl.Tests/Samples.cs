using System;
using System.Linq;
using Xunit;

namespace Sinter.Tests;

/// <summary>Seeded inputs and comparisons for the tests.</summary>
static class Samples {
    /// <summary>Values in (-2, 2) that depend on the seed alone.</summary>
    public static float[] Values(int seed, int count) {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 4 - 2))];
    }

    public static Tensor Reals(int seed, params int[] shape) => Tensor.From(Values(seed, new Shape(shape).Count), shape);

    public static void Close(double[] expected, Tensor actual, double tolerance) {
        double[] found = actual.ToArray<double>();
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < found.Length; i++) {
            double bound = tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(Math.Abs(expected[i] - found[i]) <= bound, $"element {i} of {actual.Shape}: expected {expected[i]:G9}, found {found[i]:G9}, bound {bound:G3}");
        }
    }

    public static void Close(Tensor expected, Tensor actual, double tolerance) {
        Assert.Equal(expected.Shape, actual.Shape);
        Close(expected.ToArray<double>(), actual, tolerance);
    }

    public static void Is(Tensor actual, int[] shape, params float[] elements) {
        Assert.Equal(new Shape(shape), actual.Shape);
        Assert.Equal(elements, actual.ToArray<float>());
    }

    public static void Is(Tensor actual, int[] shape, params int[] elements) {
        Assert.Equal(new Shape(shape), actual.Shape);
        Assert.Equal(elements, actual.ToArray<int>());
    }

    public static void Is(Tensor actual, int[] shape, params bool[] elements) {
        Assert.Equal(new Shape(shape), actual.Shape);
        Assert.Equal(elements, actual.ToArray<bool>());
    }
}
