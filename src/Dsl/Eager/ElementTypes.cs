using System;

namespace Sinter.Eager;

static class ElementTypes {
    public static bool IsReal(this ElementType type) => type is ElementType.F32 or ElementType.F16 or ElementType.BF16;

    /// <summary>The nearest value that the type can hold, ties to even.</summary>
    public static double Round(this ElementType type, double value) => type switch {
        ElementType.F32 => (float)value,
        ElementType.F16 => (double)(Half)value,
        ElementType.BF16 => RoundToBrainFloat(value),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a real type"),
    };

    /// <summary>The value that the low bits of the type hold.</summary>
    public static long Wrap(this ElementType type, long value) => type switch {
        ElementType.I32 => unchecked((int)value),
        ElementType.I64 => value,
        ElementType.Bool => value is 0 or 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a Bool is 0 or 1"),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not an integer type"),
    };

    static double RoundToBrainFloat(double value) {
        // Rounding to odd on the way to f32 keeps the second rounding, to 8 significant bits, correct.
        float nearest = (float)value;
        if (!float.IsFinite(nearest) || nearest == 0) {
            // A double beyond f32 rounds to infinity in both; f32's largest values do so below.
            return nearest;
        }
        if (nearest != value) {
            float truncated = Math.Abs((double)nearest) > Math.Abs(value) ? TowardZero(nearest) : nearest;
            nearest = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(truncated) | 1);
        }
        uint bits = BitConverter.SingleToUInt32Bits(nearest);
        bits += 0x7FFF + ((bits >> 16) & 1);
        return BitConverter.UInt32BitsToSingle(bits & 0xFFFF0000);
    }

    static float TowardZero(float value) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) - 1);
}
