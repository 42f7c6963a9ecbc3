using System;
using System.Buffers.Binary;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Quantization;

/// <summary>
/// Rounds rows of f32 to blocks. Q8_0 and Q4_0 follow ggml's reference rounding to the byte; for the types with scales of scales, whose
/// choice is a search, see <see cref="SuperBlockQuantizer"/>.
/// </summary>
public static class BlockQuantizer {
    /// <summary>The largest magnitude that a half scale can hold.</summary>
    const float LargestScale = 65504;

    /// <summary>Rounds one row.</summary>
    /// <param name="form">How it is stored.</param>
    /// <param name="row">Finite values, a whole number of blocks.</param>
    /// <param name="blocks">Receives the blocks, exactly as many bytes as they take.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or a value cannot be stored: it is not finite, or too large for a half scale.</exception>
    public static void Quantize(QuantizedForm form, ReadOnlySpan<float> row, Span<byte> blocks) {
        ArgumentNullException.ThrowIfNull(form);
        (int elements, int bytes) = WeightLayout.Block(form.Type);
        if (row.Length % elements != 0 || blocks.Length != row.Length / elements * bytes) {
            throw new ArgumentException($"expected a multiple of {elements} values and {bytes} bytes for each {elements}, found {row.Length} and {blocks.Length}");
        }
        float largest = Largest(row);
        float most = form.Type switch { WeightType.Q8_0 => 127, WeightType.Q4_0 => 8, _ => 1 };
        if (!(largest / most < LargestScale)) {
            throw new ArgumentException($"a value of magnitude {largest} cannot be stored as {form.Name}");
        }
        if (form.SharesRowScale) {
            // The scale that the blocks hold is a half; rounding by it, and not by what it was rounded from, is nearest.
            float scale = (float)(Half)(largest / 127);
            for (int i = 0; i < row.Length / elements; i++) {
                Q8(row.Slice(i * elements, elements), blocks.Slice(i * bytes, bytes), scale);
            }
            return;
        }
        for (int i = 0; i < row.Length / elements; i++) {
            ReadOnlySpan<float> values = row.Slice(i * elements, elements);
            Span<byte> block = blocks.Slice(i * bytes, bytes);
            switch (form.Type) {
                case WeightType.Q8_0: Q8(values, block, Largest(values) / 127); break;
                case WeightType.Q4_0: Q4(values, block); break;
                case WeightType.Q4_K: SuperBlockQuantizer.Q4K(values, block); break;
                case WeightType.Q6_K: SuperBlockQuantizer.Q6K(values, block); break;
                default: throw new ArgumentException($"no rounding to {form.Type}", nameof(form));
            }
        }
    }

    static void Q8(ReadOnlySpan<float> values, Span<byte> block, float scale) {
        float inverse = scale == 0 ? 0 : 1 / scale;
        BinaryPrimitives.WriteHalfLittleEndian(block, (Half)scale);
        for (int i = 0; i < values.Length; i++) {
            float rounded = MathF.Round(values[i] * inverse, MidpointRounding.AwayFromZero);
            // Beyond 127 only where a row's scale, rounded to a half, came out smaller.
            block[2 + i] = (byte)(sbyte)Math.Clamp(rounded, -127, 127);
        }
    }

    // The value of largest magnitude becomes -8, the integer that has no opposite.
    static void Q4(ReadOnlySpan<float> values, Span<byte> block) {
        float most = 0;
        foreach (float value in values) {
            most = MathF.Abs(value) > MathF.Abs(most) ? value : most;
        }
        float scale = most / -8;
        float inverse = scale == 0 ? 0 : 1 / scale;
        BinaryPrimitives.WriteHalfLittleEndian(block, (Half)scale);
        for (int i = 0; i < 16; i++) {
            int low = Math.Min(15, (int)(values[i] * inverse + 8.5f)), high = Math.Min(15, (int)(values[16 + i] * inverse + 8.5f));
            block[2 + i] = (byte)(low | high << 4);
        }
    }

    // NaN wins over every number, so that it is found.
    static float Largest(ReadOnlySpan<float> values) {
        float largest = 0;
        foreach (float value in values) {
            largest = MathF.Max(largest, MathF.Abs(value));
        }
        return largest;
    }
}
