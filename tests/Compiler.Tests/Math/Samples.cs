using System;

namespace Sinter.Compiler.Tests;

/// <summary>Arguments at which functions are compared with their references. Every length is a multiple of 32.</summary>
static class Samples {
    /// <summary>About a million floats spread evenly over the bit patterns: every exponent, both signs, NaNs and infinities.</summary>
    public static readonly float[] AllBitPatterns = Spread();

    /// <summary>Floats spread evenly and at random between two bounds.</summary>
    public static float[] Between(double low, double high, int seed) {
        Random random = new(seed);
        float[] values = new float[1 << 19];
        for (int i = 0; i < values.Length; i++) {
            values[i] = (float)(low + (high - low) * random.NextDouble());
        }
        return values;
    }

    /// <summary>Zeros, infinities, NaN, the ends of the subnormal and of the normal numbers, and numbers a power treats apart; both signs.</summary>
    public static readonly float[] Special = [
        0f, 1e-45f, 1.1754942e-38f, 1.17549435e-38f, 0.25f, 0.5f, 0.99999994f, 1f, 1.0000001f, 2f, 2.5f, 3f, 4f, 16777215f, 16777216f, 3.4028235e38f, float.PositiveInfinity,
        -0f, -1e-45f, -1.1754942e-38f, -1.17549435e-38f, -0.25f, -0.5f, -0.99999994f, -1f, -1.0000001f, -2f, -2.5f, -3f, -4f, -16777215f, -16777216f, -3.4028235e38f, float.NegativeInfinity,
        float.NaN,
    ];

    static float[] Spread() {
        const uint stride = 4093; // A prime, so that the low bits vary.
        float[] values = new float[uint.MaxValue / stride / 32 * 32];
        for (int i = 0; i < values.Length; i++) {
            values[i] = BitConverter.UInt32BitsToSingle((uint)i * stride);
        }
        return values;
    }
}
