using System;

namespace Sinter.Compiler.Graph;

/// <summary>The type of a tensor's elements.</summary>
public enum ElementType {
    /// <summary>IEEE 754 binary32.</summary>
    F32,
    /// <summary>IEEE 754 binary64; computed without fused multiply-adds, as C# does.</summary>
    F64,
    /// <summary>IEEE 754 binary16.</summary>
    F16,
    /// <summary>The upper half of a binary32.</summary>
    BF16,
    /// <summary>32-bit signed integer.</summary>
    I32,
    /// <summary>64-bit signed integer.</summary>
    I64,
    /// <summary>Truth value, one byte in memory.</summary>
    Bool,
}

/// <summary>What follows from an element type.</summary>
public static class ElementTypes {
    /// <summary>The name in text forms: <c>f32</c>, <c>i32</c>, <c>bool</c> ...</summary>
    public static string Name(this ElementType type) => type switch {
        ElementType.F32 => "f32",
        ElementType.F64 => "f64",
        ElementType.F16 => "f16",
        ElementType.BF16 => "bf16",
        ElementType.I32 => "i32",
        ElementType.I64 => "i64",
        ElementType.Bool => "bool",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>The type of that name, or null.</summary>
    public static ElementType? Parse(string name) {
        foreach (ElementType type in (ElementType[])Enum.GetValues(typeof(ElementType))) {
            if (type.Name() == name) {
                return type;
            }
        }
        return null;
    }

    /// <summary>Bytes of one element in memory.</summary>
    public static int Bytes(this ElementType type) => type switch {
        ElementType.F32 or ElementType.I32 => 4,
        ElementType.F16 or ElementType.BF16 => 2,
        ElementType.I64 or ElementType.F64 => 8,
        _ => 1,
    };

    /// <summary>Whether elements are real numbers.</summary>
    public static bool IsFloat(this ElementType type) => type is ElementType.F32 or ElementType.F64 or ElementType.F16 or ElementType.BF16;

    /// <summary>Whether elements are integers (truth values are not).</summary>
    public static bool IsInteger(this ElementType type) => type is ElementType.I32 or ElementType.I64;
}
