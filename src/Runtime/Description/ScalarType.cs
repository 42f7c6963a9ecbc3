using System;

namespace Sinter.Runtime;

/// <summary>The type of one element of a buffer that native code sees.</summary>
public enum ScalarType {
    /// <summary>IEEE 754 single precision.</summary>
    F32,
    /// <summary>IEEE 754 half precision.</summary>
    F16,
    /// <summary>The upper half of an F32.</summary>
    BF16,
    /// <summary>IEEE 754 double precision.</summary>
    F64,
    /// <summary>Signed 8-bit integer.</summary>
    I8,
    /// <summary>Unsigned 8-bit integer.</summary>
    U8,
    /// <summary>Signed 16-bit integer.</summary>
    I16,
    /// <summary>Signed 32-bit integer.</summary>
    I32,
    /// <summary>Signed 64-bit integer.</summary>
    I64,
    /// <summary>One byte, 0 or 1.</summary>
    Bool,
}

static class ScalarTypes {
    /// <summary>Bytes of one element.</summary>
    public static int Size(this ScalarType type) => type switch {
        ScalarType.I8 or ScalarType.U8 or ScalarType.Bool => 1,
        ScalarType.F16 or ScalarType.BF16 or ScalarType.I16 => 2,
        ScalarType.F32 or ScalarType.I32 => 4,
        ScalarType.F64 or ScalarType.I64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "unknown scalar type"),
    };

    /// <summary>Whether C# values of type <typeparamref name="T"/> have the layout of <paramref name="type"/>.</summary>
    public static bool Holds<T>(this ScalarType type) where T : unmanaged => type switch {
        ScalarType.F32 => typeof(T) == typeof(float),
        ScalarType.F16 => typeof(T) == typeof(Half),
        // C# has no bfloat16: its 16 bits travel as they are.
        ScalarType.BF16 => typeof(T) == typeof(ushort),
        ScalarType.F64 => typeof(T) == typeof(double),
        ScalarType.I8 => typeof(T) == typeof(sbyte),
        ScalarType.U8 => typeof(T) == typeof(byte),
        ScalarType.I16 => typeof(T) == typeof(short),
        ScalarType.I32 => typeof(T) == typeof(int),
        ScalarType.I64 => typeof(T) == typeof(long),
        ScalarType.Bool => typeof(T) == typeof(bool),
        _ => false,
    };
}
