using System;
using System.Linq;

namespace Sinter.Runtime.Tests.Quantization;

/// <summary>The numbers of tests/reference/quantization.py, made again.</summary>
static class ReferenceNumbers {
    public const int Rows = 512, Row = 256;

    /// <summary>Rows of powers of two apart, some of zeros and some of halves of small integers, where roundings tie.</summary>
    public static float[] Values() => [.. Enumerable.Range(0, Rows * Row).Select(i => {
        ulong hash = Hash(i, 1);
        int row = i / Row;
        return row % 64 == 63 ? 0
            : row % 8 == 7 ? ((int)((hash >> 32) % 17) - 8) * 0.5f
            : MathF.ScaleB((int)(hash >> 40) - (1 << 23), -23) * MathF.ScaleB(1, row % 21 - 12);
    })];

    /// <summary>Sums of 12 uniform numbers: close to normal, as trained weights are.</summary>
    public static float[] Smooth() => [.. Enumerable.Range(0, Rows * Row).Select(i =>
        MathF.ScaleB(Enumerable.Range(0, 12).Sum(k => (int)(Hash(i * 12 + k, 2) >> 44)) - 6 * (1 << 20), -20))];

    /// <summary>Random blocks, one a row, with finite half scales.</summary>
    public static byte[] Blocks(int bytes, int[] halves, uint seed) => [.. Enumerable.Range(0, Rows * bytes).Select(i =>
        (byte)(Hash(i, seed) >> 56 & (halves.Contains(i % bytes - 1) ? 0xBFu : 0xFFu)))];

    // Steele, Lea and Flood's SplitMix64.
    static ulong Hash(int index, uint seed) {
        ulong z = unchecked(((ulong)index + ((ulong)seed << 32) + 1) * 0x9E3779B97F4A7C15);
        z = unchecked((z ^ z >> 30) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ z >> 27) * 0x94D049BB133111EB);
        return z ^ z >> 31;
    }
}
