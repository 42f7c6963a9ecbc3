using System;
using System.Linq;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Kernels;
using Sinter.Runtime.Quantization;

/// <summary>A matrix as a checkpoint stores it, and the very numbers that this stands for.</summary>
internal sealed class StoredBlocks {
    private readonly int depth;
    private readonly double[] factors;
    private readonly int[] integers;
    private readonly double[] offsets;

    /// <summary>Random values rounded to a form; the scales of some columns are far from those of others.</summary>
    public StoredBlocks(StoredForm form, int columns, int depth, int seed) {
        (Form, this.depth) = (form, depth);
        Random random = new(seed);
        float[] values = [.. Enumerable.Range(0, columns * depth).Select(i => (float)((random.NextDouble() + random.NextDouble() - 1) * Math.Pow(2, i / depth % 5 - 2)))];
        (int elements, int bytes) = StoredForms.BlockOf(form);
        Bytes = new byte[columns * (depth / elements) * bytes];
        (factors, integers, offsets) = (new double[values.Length], new int[values.Length], new double[values.Length]);
        if (form <= StoredForm.BF16) {
            for (int i = 0; i < values.Length; i++) {
                ushort bits = form == StoredForm.F16 ? BitConverter.HalfToUInt16Bits((Half)values[i]) : (ushort)(BitConverter.SingleToUInt32Bits(values[i]) >> 16);
                BitConverter.TryWriteBytes(Bytes.AsSpan(2 * i), bits);
                (factors[i], integers[i]) = (form == StoredForm.F16 ? (double)BitConverter.UInt16BitsToHalf(bits) : BitConverter.UInt32BitsToSingle((uint)bits << 16), 1);
            }
            return;
        }
        BlockQuantizer.Quantize(QuantizedForm.Find(form.ToString())!, values, Bytes);
        for (int block = 0; block < values.Length / elements; block++) {
            Read(Bytes.AsSpan(block * bytes, bytes), block * elements);
        }
    }

    public StoredForm Form { get; }

    public byte[] Bytes { get; }

    /// <summary>factor * integer - offset.</summary>
    public double this[int column, int k] => factors[column * depth + k] * integers[column * depth + k] - offsets[column * depth + k];

    /// <summary>The sum that kernels make with a row: as real numbers with floats; else with the row's integers, block by block.</summary>
    public double Product(int column, QuantizedVector row) {
        double sum = 0;
        for (int k = 0; k < depth; k++) {
            sum += this[column, k] * (Form <= StoredForm.BF16 ? row.Exact[k] : row[k]);
        }
        return sum;
    }

    /// <summary>The sum of magnitudes, to measure errors by.</summary>
    public double Magnitude(int column, QuantizedVector row) {
        double sum = 0;
        for (int k = 0; k < depth; k++) {
            sum += (Math.Abs(factors[column * depth + k] * integers[column * depth + k]) + Math.Abs(offsets[column * depth + k])) * Math.Abs(row.Exact[k]);
        }
        return sum;
    }

    // The layouts of ggml-common.h, element by element.
    private void Read(ReadOnlySpan<byte> block, int at) {
        double Half(ReadOnlySpan<byte> two) => (double)BitConverter.ToHalf(two);
        for (int i = 0; i < StoredForms.BlockOf(Form).Elements; i++) {
            (double factor, int integer, double offset) = (0.0, 0, 0.0);
            switch (Form) {
                case StoredForm.Q8_0:
                    (factor, integer) = (Half(block), (sbyte)block[2 + i]);
                    break;
                case StoredForm.Q4_0:
                    (factor, integer) = (Half(block), (block[2 + i % 16] >> i / 16 * 4 & 15) - 8);
                    break;
                case StoredForm.Q4_K:
                    ReadOnlySpan<byte> scales = block.Slice(4, 12);
                    int j = i / 32;
                    (int scale, int minimum) = j < 4 ? (scales[j] & 63, scales[j + 4] & 63)
                        : ((scales[j + 4] & 0xF) | (scales[j - 4] >> 6 << 4), (scales[j + 4] >> 4) | (scales[j] >> 6 << 4));
                    (factor, integer, offset) = (Half(block) * scale, block[16 + i / 64 * 32 + i % 32] >> i / 32 % 2 * 4 & 15, Half(block[2..]) * minimum);
                    break;
                default:
                    int half = i / 128, l = i % 32, q = i / 32 % 4;
                    int low = block[half * 64 + (q % 2 == 0 ? l : l + 32)], high = block[128 + half * 32 + l];
                    integer = ((q < 2 ? low & 0xF : low >> 4) | ((high >> 2 * q & 3) << 4)) - 32;
                    factor = Half(block[208..]) * (sbyte)block[192 + i / 16];
                    break;
            }
            (factors[at + i], integers[at + i], offsets[at + i]) = (factor, integer, offset);
        }
    }
}

/// <summary>A row of a left operand in bytes: in each block of 32 the largest magnitude is 127.</summary>
internal sealed class QuantizedVector {
    private readonly double[] values;

    public QuantizedVector(float[] exact) {
        Exact = exact;
        values = new double[exact.Length];
        for (int block = 0; block < exact.Length; block += 32) {
            float largest = exact.AsSpan(block, 32).ToArray().Max(MathF.Abs);
            float scale = largest / 127, inverse = largest > 1e-30f ? 127 / largest : 0;
            for (int i = block; i < block + 32; i++) {
                values[i] = (double)scale * MathF.Round(exact[i] * inverse);
            }
        }
    }

    public float[] Exact { get; }

    public double this[int k] => values[k];
}
