using System;
using System.Linq;
using Sinter.Runtime;

namespace Sinter.EndToEnd.Tests;

/// <summary>Inputs and outputs of every element type, for a compiled call and for eager tensors.</summary>
internal static class Elements {
    /// <summary>Gives a call an input made of numbers in [-1, 1), and the same as a tensor.</summary>
    public static Tensor Give(EntryCall call, int index, ScalarType type, int[] shape, float[] unit) {
        switch (type) {
            case ScalarType.F32:
                call.Input<float>(index, unit);
                return Tensor.From(unit, shape);
            case ScalarType.F16: {
                Half[] halves = Array.ConvertAll(unit, value => (Half)value);
                call.Input<Half>(index, halves);
                return Tensor.From(halves, shape);
            }
            case ScalarType.BF16: {
                // The upper half of the bits, exact on both sides.
                ushort[] bits = Array.ConvertAll(unit, value => (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16));
                call.Input<ushort>(index, bits);
                return Operations.Cast(Tensor.From(Array.ConvertAll(bits, value => BitConverter.UInt32BitsToSingle((uint)value << 16)), shape), ElementType.BF16);
            }
            case ScalarType.I32: {
                int[] integers = Array.ConvertAll(unit, value => (int)((value + 1) * 6));
                call.Input<int>(index, integers);
                return Tensor.From(integers, shape);
            }
            case ScalarType.I64: {
                long[] integers = Array.ConvertAll(unit, value => (long)(value * 1e15f));
                call.Input<long>(index, integers);
                return Tensor.From(integers, shape);
            }
            case ScalarType.Bool: {
                bool[] truths = Array.ConvertAll(unit, value => value > -0.9f);
                call.Input<bool>(index, truths);
                return Tensor.From(truths, shape);
            }
            default:
                throw new NotSupportedException($"an input of {type}");
        }
    }

    /// <summary>The elements of an output.</summary>
    public static double[] Of(EntryCall call, int index, ScalarType type) => type switch {
        ScalarType.F32 => Array.ConvertAll(call.Output<float>(index).ToArray(), value => (double)value),
        ScalarType.F16 => Array.ConvertAll(call.Output<Half>(index).ToArray(), value => (double)value),
        ScalarType.BF16 => Array.ConvertAll(call.Output<ushort>(index).ToArray(), value => (double)BitConverter.UInt32BitsToSingle((uint)value << 16)),
        ScalarType.I32 => Array.ConvertAll(call.Output<int>(index).ToArray(), value => (double)value),
        ScalarType.I64 => Array.ConvertAll(call.Output<long>(index).ToArray(), value => (double)value),
        ScalarType.Bool => Array.ConvertAll(call.Output<bool>(index).ToArray(), value => value ? 1.0 : 0),
        _ => throw new NotSupportedException($"an output of {type}"),
    };

    /// <summary>The elements of a tensor.</summary>
    public static double[] Of(Tensor tensor) => tensor.ElementType switch {
        ElementType.Bool => Array.ConvertAll(tensor.ToArray<bool>(), value => value ? 1.0 : 0),
        ElementType.I32 or ElementType.I64 => Array.ConvertAll(tensor.ToArray<long>(), value => (double)value),
        _ => tensor.ToArray<double>(),
    };
}
