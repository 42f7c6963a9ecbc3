namespace Sinter;

/// <summary>The type of a tensor's elements.</summary>
public enum ElementType {
    /// <summary>IEEE 754 binary32.</summary>
    F32,
    /// <summary>IEEE 754 binary16.</summary>
    F16,
    /// <summary>The upper 16 bits of a binary32.</summary>
    BF16,
    /// <summary>32-bit two's complement integer; arithmetic wraps.</summary>
    I32,
    /// <summary>64-bit two's complement integer; arithmetic wraps.</summary>
    I64,
    /// <summary>False or true, stored as 0 or 1.</summary>
    Bool,
}
