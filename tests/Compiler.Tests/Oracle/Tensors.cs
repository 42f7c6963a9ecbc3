using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;

/// <summary>Tensors of the language made, read and compared by the tests.</summary>
public static class Tensors {
    /// <summary>
    /// Elements for a type: reals are multiples of a quarter from -2 to 2, so that sums and products of a few stay exact; integers go
    /// from 0 to one below the bound.
    /// </summary>
    public static Tensor Random(Random random, TensorType type, Func<Dimension, long> evaluate, long below = 4) {
        int[] shape = [.. type.Shape.Select(extent => (int)evaluate(extent))];
        int count = shape.Aggregate(1, (product, extent) => product * extent);
        int bound = (int)(below == 0 ? 4 : below);
        Tensor flat = type.Element switch {
            ElementType.Bool => Tensor.From([.. Enumerable.Range(0, count).Select(_ => random.Next(2) == 1)]),
            ElementType.I32 => Tensor.From([.. Enumerable.Range(0, count).Select(_ => random.Next(bound))]),
            ElementType.I64 => Tensor.From([.. Enumerable.Range(0, count).Select(_ => (long)random.Next(bound))]),
            _ => Sinter.Operations.Cast(Tensor.From([.. Enumerable.Range(0, count).Select(_ => random.Next(-8, 9) / 4f)]), Enum.Parse<Sinter.ElementType>(type.Element.ToString())),
        };
        return Sinter.Operations.Reshape(flat, shape);
    }

    /// <summary>
    /// Elements at the ends of their type: NaN, infinities, zeros of both signs, and a few others; with the extremes also the largest and
    /// tiny ones, or the least and the largest integer.
    /// </summary>
    public static Tensor Special(Random random, TensorType type, Func<Dimension, long> evaluate, bool extreme) {
        float[] reals = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -0f, 1, -1, 2.5f, -2, 0.5f, .. extreme ? new[] { float.MaxValue, -float.MaxValue, 1e30f, -1e30f, 1e-30f } : []];
        int[] integers = [0, 1, -1, 3, -7, 31, 64, .. extreme ? new[] { int.MinValue, int.MaxValue } : []];
        int[] shape = [.. type.Shape.Select(extent => (int)evaluate(extent))];
        int count = shape.Aggregate(1, (product, extent) => product * extent);
        // Ordinary elements are more frequent, or every sum would be NaN.
        Tensor flat = type.Element == ElementType.F32
            ? Tensor.From([.. Enumerable.Range(0, count).Select(_ => random.Next(3) == 0 ? reals[random.Next(reals.Length)] : random.Next(-4, 5) / 2f)])
            : Tensor.From([.. Enumerable.Range(0, count).Select(_ => integers[random.Next(integers.Length)])]);
        return Sinter.Operations.Reshape(flat, shape);
    }

    /// <summary>Reals spread evenly over -1 to 1, with all their bits in use.</summary>
    public static Tensor Dense(Random random, params int[] shape) {
        int count = shape.Aggregate(1, (product, extent) => product * extent);
        return Sinter.Operations.Reshape(Tensor.From([.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1))]), shape);
    }

    /// <summary>Weights whose products neither vanish nor grow: even over -1 to 1, divided by the root of the last extent.</summary>
    public static Dictionary<string, Tensor> Weights(Random random, Module module) => module.Weights
        .Where(weight => weight.TiedTo is null)
        .ToDictionary(weight => weight.Name, weight => {
            int[] shape = [.. weight.Type.Shape.Select(extent => (int)extent.Value)];
            Tensor dense = Dense(random, shape);
            return shape.Length < 2 ? dense + 1.25f : dense * (1.7f / MathF.Sqrt(shape[^1]));
        });

    /// <summary>The elements in row-major order, whatever their type.</summary>
    public static double[] Elements(this Tensor tensor) => tensor.ElementType is Sinter.ElementType.F32 or Sinter.ElementType.F16 or Sinter.ElementType.BF16
        ? tensor.ToArray<double>()
        : tensor.ElementType == Sinter.ElementType.Bool
            ? Array.ConvertAll(tensor.ToArray<bool>(), value => value ? 1d : 0d)
            : Array.ConvertAll(tensor.ToArray<long>(), value => (double)value);

    /// <summary>The first place where elements differ by more than the tolerance, in words; null when there is none.</summary>
    public static string? Difference(double[] expected, double[] actual, double tolerance) {
        if (expected.Length != actual.Length) {
            return $"expected {expected.Length} elements, found {actual.Length}";
        }
        for (int i = 0; i < expected.Length; i++) {
            bool close = expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= tolerance;
            if (!close) {
                return $"element {i} of {expected.Length}: expected {expected[i]:R}, found {actual[i]:R}, tolerance {tolerance:G3}";
            }
        }
        return null;
    }
}
