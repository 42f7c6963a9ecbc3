using System;
using System.Linq;
using Sinter.Runtime;
using Sinter.Runtime.Weights;

namespace Sinter.Zoo.Tests;

/// <summary>The numbers of one tensor: an array of float, int, long or bool, and its extents.</summary>
public sealed record Values(Array Elements, int[] Shape) {
    /// <summary>What the file holds under that name.</summary>
    public static unsafe Values Of(WeightTensor tensor) {
        Array elements = tensor.Type switch {
            WeightType.F32 => new float[tensor.ElementCount],
            WeightType.I32 => new int[tensor.ElementCount],
            WeightType.I64 => new long[tensor.ElementCount],
            WeightType.Bool => new bool[tensor.ElementCount],
            _ => throw new NotSupportedException($"tensor {tensor.Name}: a fixture holds F32, I32, I64 or BOOL, not {tensor.Type}"),
        };
        byte[] bytes = new ReadOnlySpan<byte>(tensor.Pointer, (int)tensor.ByteLength).ToArray();
        Buffer.BlockCopy(bytes, 0, elements, 0, bytes.Length);
        return new Values(elements, [.. tensor.Shape.Select(extent => (int)extent)]);
    }

    /// <summary>The elements of an eager tensor.</summary>
    public static Values Of(Tensor tensor) {
        Array elements = tensor.ElementType switch {
            ElementType.I32 => tensor.ToArray<int>(),
            ElementType.I64 => tensor.ToArray<long>(),
            ElementType.Bool => tensor.ToArray<bool>(),
            _ => tensor.ToArray<float>(),
        };
        return new Values(elements, tensor.Shape.ToArray());
    }

    /// <summary>The real elements.</summary>
    public float[] Floats => (float[])Elements;

    /// <summary>The rows of the outermost axis from <paramref name="start"/> on.</summary>
    public Values Rows(int start, int count) {
        int row = Shape.Skip(1).Aggregate(1, (product, extent) => product * extent);
        Array part = Array.CreateInstance(Elements.GetType().GetElementType()!, count * row);
        Array.Copy(Elements, start * row, part, 0, part.Length);
        return new Values(part, [count, .. Shape.Skip(1)]);
    }

    /// <summary>These rows, then the others.</summary>
    public Values Then(Values others) {
        Array all = Array.CreateInstance(Elements.GetType().GetElementType()!, Elements.Length + others.Elements.Length);
        Elements.CopyTo(all, 0);
        others.Elements.CopyTo(all, Elements.Length);
        return new Values(all, [Shape[0] + others.Shape[0], .. Shape.Skip(1)]);
    }

    /// <summary>The same as an eager tensor.</summary>
    public Tensor ToTensor() {
        // An array without extents would be one of a single axis, and a scalar has none.
        Tensor flat = Elements switch {
            float[] reals => Tensor.From(reals, reals.Length),
            int[] integers => Tensor.From(integers, integers.Length),
            long[] integers => Tensor.From(integers, integers.Length),
            _ => Tensor.From((bool[])Elements, Elements.Length),
        };
        return Operations.Reshape(flat, Shape);
    }

    /// <summary>Gives these to a call of a compiled entry.</summary>
    public void Give(EntryCall call, int index) {
        switch (Elements) {
            case float[] reals: call.Input<float>(index, reals); break;
            case int[] integers: call.Input<int>(index, integers); break;
            case long[] integers: call.Input<long>(index, integers); break;
            default: call.Input<bool>(index, (bool[])Elements); break;
        }
    }

    /// <summary>What a compiled entry returned.</summary>
    public static Values Take(EntryCall call, int index, ScalarType type, int[] shape) => new(type switch {
        ScalarType.F32 => call.Output<float>(index).ToArray(),
        ScalarType.I32 => call.Output<int>(index).ToArray(),
        ScalarType.I64 => call.Output<long>(index).ToArray(),
        ScalarType.Bool => call.Output<bool>(index).ToArray(),
        _ => throw new NotSupportedException($"an output of {type}"),
    }, shape);

    /// <summary>
    /// The largest distance from what was expected, in parts of the largest magnitude expected: infinite where a shape or an integer
    /// differs, or where a number is none.
    /// </summary>
    public double ErrorAgainst(Values expected) {
        if (!Shape.AsSpan().SequenceEqual(expected.Shape) || Elements.GetType() != expected.Elements.GetType()) {
            return double.PositiveInfinity;
        }
        if (Elements is not float[] found) {
            return Elements.Cast<object>().SequenceEqual(expected.Elements.Cast<object>()) ? 0 : double.PositiveInfinity;
        }
        double largest = 0, distance = 0;
        for (int i = 0; i < found.Length; i++) {
            double difference = Math.Abs((double)found[i] - expected.Floats[i]);
            largest = Math.Max(largest, Math.Abs(expected.Floats[i]));
            distance = Math.Max(distance, double.IsNaN(difference) ? double.PositiveInfinity : difference);
        }
        return distance == 0 ? 0 : distance / largest;
    }
}
