using System;
using System.Buffers.Binary;

namespace Sinter.Runtime.Quantization;

/// <summary>
/// Rounds 256 values to a block whose parts have scales that are integers themselves. Each part's scale is searched: the integers that a
/// few candidates give are held, the scale that fits them best in the least-squares sense is computed, and the best of all is taken.
/// Large values weigh more, for they are what a product is made of.
/// </summary>
static class SuperBlockQuantizer {
    const int Candidates = 19;

    /// <summary>x = scale * q - minimum, q in 0 .. 15, for each 32 values.</summary>
    public static void Q4K(ReadOnlySpan<float> values, Span<byte> block) {
        Span<float> scales = stackalloc float[8], minima = stackalloc float[8];
        for (int part = 0; part < 8; part++) {
            (scales[part], minima[part]) = FitWithMinimum(values.Slice(part * 32, 32));
        }
        Half scaleOfScales = (Half)(Most(scales) / 63), scaleOfMinima = (Half)(Most(minima) / 63);
        block.Clear();
        BinaryPrimitives.WriteHalfLittleEndian(block, scaleOfScales);
        BinaryPrimitives.WriteHalfLittleEndian(block[2..], scaleOfMinima);
        for (int part = 0; part < 8; part++) {
            int scale = Integer(scales[part], (float)scaleOfScales, 63), minimum = Integer(minima[part], (float)scaleOfMinima, 63);
            WritePair(block[4..16], part, scale, minimum);
            float each = (float)scaleOfScales * scale, least = (float)scaleOfMinima * minimum;
            for (int i = 0; i < 32; i++) {
                int q = each == 0 ? 0 : (int)Math.Clamp(MathF.Round((values[part * 32 + i] + least) / each), 0, 15);
                block[16 + part / 2 * 32 + i] |= (byte)(q << part % 2 * 4);
            }
        }
    }

    /// <summary>x = scale * q, q in -32 .. 31, for each 16 values.</summary>
    public static void Q6K(ReadOnlySpan<float> values, Span<byte> block) {
        Span<float> scales = stackalloc float[16];
        float most = 0;
        for (int part = 0; part < 16; part++) {
            scales[part] = FitSigned(values.Slice(part * 16, 16));
            most = MathF.Abs(scales[part]) > MathF.Abs(most) ? scales[part] : most;
        }
        // The largest becomes -128, the integer that has no opposite.
        Half scaleOfScales = (Half)(most / -128);
        block.Clear();
        BinaryPrimitives.WriteHalfLittleEndian(block[208..], scaleOfScales);
        for (int part = 0; part < 16; part++) {
            int scale = (float)scaleOfScales == 0 ? 0 : (int)Math.Clamp(MathF.Round(scales[part] / (float)scaleOfScales), -128, 127);
            block[192 + part] = (byte)(sbyte)scale;
            float each = (float)scaleOfScales * scale;
            for (int i = part * 16; i < part * 16 + 16; i++) {
                int q = 32 + (each == 0 ? 0 : (int)Math.Clamp(MathF.Round(values[i] / each), -32, 31));
                int half = i / 128, quarter = i / 32 % 4, place = i % 32;
                block[half * 64 + quarter % 2 * 32 + place] |= (byte)((q & 15) << quarter / 2 * 4);
                block[128 + half * 32 + place] |= (byte)(q >> 4 << quarter * 2);
            }
        }
    }

    static (float Scale, float Minimum) FitWithMinimum(ReadOnlySpan<float> values) {
        float least = 0, most = values[0], squares = 0;
        foreach (float value in values) {
            (least, most) = (MathF.Min(least, value), MathF.Max(most, value));
            squares += value * value;
        }
        if (most <= least) {
            return (0, -least);
        }
        float usual = MathF.Sqrt(squares / values.Length);
        (float, float) best = ((most - least) / 15, -least);
        double bestError = Error(values, usual, best.Item1, best.Item2, 15);
        for (int candidate = 0; candidate < Candidates; candidate++) {
            float inverse = (14 + 2f * candidate / (Candidates - 1)) / (most - least);
            // Weighted sums of 1, q, q q, x and q x give the line of least squares.
            double n = 0, q1 = 0, q2 = 0, x1 = 0, qx = 0;
            foreach (float value in values) {
                double weight = usual + MathF.Abs(value), q = Math.Clamp(MathF.Round(inverse * (value - least)), 0, 15);
                (n, q1, q2, x1, qx) = (n + weight, q1 + weight * q, q2 + weight * q * q, x1 + weight * value, qx + weight * q * value);
            }
            double determinant = n * q2 - q1 * q1;
            if (determinant <= 0) {
                continue;
            }
            double scale = (n * qx - q1 * x1) / determinant, minimum = -(q2 * x1 - q1 * qx) / determinant;
            if (minimum < 0) {
                // Stored minima have no sign.
                (scale, minimum) = (qx / q2, 0);
            }
            double error = Error(values, usual, (float)scale, (float)minimum, 15);
            if (scale > 0 && error < bestError) {
                (best, bestError) = (((float)scale, (float)minimum), error);
            }
        }
        return best;
    }

    static double Error(ReadOnlySpan<float> values, float usual, float scale, float minimum, int most) {
        double error = 0;
        foreach (float value in values) {
            double away = scale * Math.Clamp(MathF.Round((value + minimum) / scale), 0, most) - minimum - value;
            error += (usual + MathF.Abs(value)) * away * away;
        }
        return error;
    }

    static float FitSigned(ReadOnlySpan<float> values) {
        float most = 0;
        foreach (float value in values) {
            most = MathF.Abs(value) > MathF.Abs(most) ? value : most;
        }
        if (most == 0) {
            return 0;
        }
        float best = 0;
        double bestGain = -1;
        for (int candidate = 0; candidate < Candidates; candidate++) {
            float inverse = -(31 + 2f * candidate / (Candidates - 1)) / most;
            double q2 = 0, qx = 0;
            foreach (float value in values) {
                double weight = (double)value * value, q = Math.Clamp(MathF.Round(inverse * value), -32, 31);
                (q2, qx) = (q2 + weight * q * q, qx + weight * q * value);
            }
            // The error of the best scale for these integers is what is left of the values' own square.
            if (q2 > 0 && qx * qx / q2 > bestGain) {
                (best, bestGain) = ((float)(qx / q2), qx * qx / q2);
            }
        }
        return best;
    }

    static int Integer(float value, float scale, int most) => scale == 0 ? 0 : (int)Math.Clamp(MathF.Round(value / scale), 0, most);

    static void WritePair(Span<byte> packed, int part, int scale, int minimum) {
        if (part < 4) {
            packed[part] |= (byte)scale;
            packed[part + 4] |= (byte)minimum;
        } else {
            packed[part + 4] = (byte)(scale & 15 | (minimum & 15) << 4);
            packed[part - 4] |= (byte)(scale >> 4 << 6);
            packed[part] |= (byte)(minimum >> 4 << 6);
        }
    }

    static float Most(ReadOnlySpan<float> values) {
        float most = 0;
        foreach (float value in values) {
            most = MathF.Max(most, value);
        }
        return most;
    }
}
