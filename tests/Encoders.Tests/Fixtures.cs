using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using Sinter.Runtime.Weights;

namespace Sinter.Encoders.Tests;

/// <summary>What <c>tests/reference/encoders/fixtures.py</c> writes.</summary>
internal static class Fixtures {
    public static string At(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "fixtures", name + ".safetensors");

    public static unsafe T[] Read<T>(string name, string tensor) where T : unmanaged {
        using WeightFile file = WeightFile.Open(At(name));
        WeightTensor found = file.Tensors[tensor];
        return new ReadOnlySpan<T>(found.Pointer, (int)found.ElementCount).ToArray();
    }

    /// <summary>The largest distance in parts of the largest magnitude; infinite where lengths differ or a number is none.</summary>
    public static double Distance(ReadOnlySpan<float> found, ReadOnlySpan<float> expected) {
        if (found.Length != expected.Length) {
            return double.PositiveInfinity;
        }
        double largest = 0, distance = 0;
        for (int i = 0; i < found.Length; i++) {
            double apart = Math.Abs((double)found[i] - expected[i]);
            distance = Math.Max(distance, double.IsNaN(apart) ? double.PositiveInfinity : apart);
            largest = Math.Max(largest, Math.Abs(expected[i]));
        }
        return distance / largest;
    }
}
