using System;

namespace Sinter.Runtime.Weights;

/// <summary>The sizes of weight types: every type is a run of blocks along the innermost axis.</summary>
public static class WeightLayout {
    /// <summary>Elements and bytes of one block of a type; (1, size) for plain types.</summary>
    /// <remarks>Sizes of the quantised types are those of the structs in ggml's ggml-common.h.</remarks>
    public static (int Elements, int Bytes) Block(WeightType type) => type switch {
        WeightType.F32 or WeightType.I32 or WeightType.U32 => (1, 4),
        WeightType.F16 or WeightType.BF16 or WeightType.I16 or WeightType.U16 => (1, 2),
        WeightType.F64 or WeightType.I64 or WeightType.U64 or WeightType.C64 => (1, 8),
        WeightType.Bool or WeightType.I8 or WeightType.U8 => (1, 1),
        WeightType.F8_E5M2 or WeightType.F8_E4M3 or WeightType.F8_E8M0 => (1, 1),
        WeightType.F6_E2M3 or WeightType.F6_E3M2 => (4, 3),
        WeightType.F4 => (2, 1),
        WeightType.Q4_0 or WeightType.IQ4_NL => (32, 18),
        WeightType.Q4_1 => (32, 20),
        WeightType.Q5_0 => (32, 22),
        WeightType.Q5_1 => (32, 24),
        WeightType.Q8_0 => (32, 34),
        WeightType.Q8_1 => (32, 36),
        WeightType.MXFP4 => (32, 17),
        WeightType.NVFP4 => (64, 36),
        WeightType.Q2_0 => (64, 18),
        WeightType.Q1_0 => (128, 18),
        WeightType.Q2_K => (256, 84),
        WeightType.Q3_K or WeightType.IQ3_S => (256, 110),
        WeightType.Q4_K => (256, 144),
        WeightType.Q5_K => (256, 176),
        WeightType.Q6_K => (256, 210),
        WeightType.Q8_K => (256, 292),
        WeightType.IQ1_S => (256, 50),
        WeightType.IQ1_M => (256, 56),
        WeightType.IQ2_XXS or WeightType.TQ2_0 => (256, 66),
        WeightType.IQ2_XS => (256, 74),
        WeightType.IQ2_S => (256, 82),
        WeightType.IQ3_XXS => (256, 98),
        WeightType.IQ4_XS => (256, 136),
        WeightType.TQ1_0 => (256, 54),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "unknown weight type"),
    };

    /// <summary>Whether values of this type can be turned into f32.</summary>
    public static bool IsDecodable(WeightType type) =>
        type is WeightType.F32 or WeightType.F16 or WeightType.BF16 or WeightType.F64 or WeightType.Q8_0 or WeightType.Q4_0 or WeightType.Q4_K or WeightType.Q6_K;

    /// <summary>The elements and bytes of a tensor, or what is wrong with its shape. Nothing wraps around.</summary>
    internal static string? Measure(WeightType type, ReadOnlySpan<long> shape, out long elements, out long bytes) {
        elements = 1;
        bytes = 0;
        // A zero extent must not hide an overflow of the others, whatever their order.
        long product = 1;
        bool empty = false;
        foreach (long extent in shape) {
            if (extent < 0) {
                return $"shape {Quoting.Shape(shape)} has a negative extent";
            }
            if (extent == 0) {
                empty = true;
            } else if (Math.BigMul(product, extent, out product) != 0 || product < 0) {
                return $"shape {Quoting.Shape(shape)} has more than 2^63-1 elements";
            }
        }
        elements = empty ? 0 : product;
        (int blockElements, int blockBytes) = Block(type);
        long row = shape.Length == 0 ? 1 : shape[^1];
        // Types of safetensors below a byte pack the whole tensor; those of ggml pack rows.
        bool packsWhole = type is WeightType.F4 or WeightType.F6_E2M3 or WeightType.F6_E3M2;
        long unit = packsWhole ? elements : row;
        if (unit % blockElements != 0) {
            return $"shape {Quoting.Shape(shape)} of type {type}: expected a multiple of {blockElements} elements "
                + (packsWhole ? $"in all, found {unit}" : $"in a row, found {unit}");
        }
        if (Math.BigMul(elements / blockElements, blockBytes, out bytes) != 0 || bytes < 0) {
            return $"shape {Quoting.Shape(shape)} of type {type} takes more than 2^63-1 bytes";
        }
        return null;
    }
}
