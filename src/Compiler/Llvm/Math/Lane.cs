namespace Sinter.Compiler.Llvm;

/// <summary>What one lane of a vector holds.</summary>
enum Lane {
    /// <summary>A truth value, LLVM's i1.</summary>
    Truth,

    /// <summary>32 bits without a sign.</summary>
    Bits32,

    /// <summary>64 bits without a sign.</summary>
    Bits64,

    /// <summary>A single-precision number.</summary>
    Single,

    /// <summary>A double-precision number.</summary>
    Double,
}
