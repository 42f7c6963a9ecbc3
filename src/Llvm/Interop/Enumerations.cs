namespace LLVMSharp.Interop;

/// <summary>What the verifier does with a broken module.</summary>
public enum LLVMVerifierFailureAction {
    /// <summary>Prints to standard error and aborts the process.</summary>
    LLVMAbortProcessAction,

    /// <summary>Prints to standard error and returns.</summary>
    LLVMPrintMessageAction,

    /// <summary>Only returns the message.</summary>
    LLVMReturnStatusAction,
}

/// <summary>How hard the code generator works.</summary>
public enum LLVMCodeGenOptLevel {
    /// <summary>As at -O0.</summary>
    LLVMCodeGenLevelNone,

    /// <summary>As at -O1.</summary>
    LLVMCodeGenLevelLess,

    /// <summary>As at -O2.</summary>
    LLVMCodeGenLevelDefault,

    /// <summary>As at -O3.</summary>
    LLVMCodeGenLevelAggressive,
}

/// <summary>How generated code refers to addresses.</summary>
public enum LLVMRelocMode {
    /// <summary>The target's own choice.</summary>
    LLVMRelocDefault,

    /// <summary>Absolute addresses.</summary>
    LLVMRelocStatic,

    /// <summary>Position-independent code.</summary>
    LLVMRelocPIC,
}

/// <summary>How far apart code and data may lie.</summary>
public enum LLVMCodeModel {
    /// <summary>The target's own choice.</summary>
    LLVMCodeModelDefault,

    /// <summary>The choice for code compiled in memory.</summary>
    LLVMCodeModelJITDefault,

    /// <summary>The smallest distances.</summary>
    LLVMCodeModelTiny,

    /// <summary>Within 2 GiB.</summary>
    LLVMCodeModelSmall,
}

/// <summary>What the code generator writes.</summary>
public enum LLVMCodeGenFileType {
    /// <summary>Assembly text.</summary>
    LLVMAssemblyFile,

    /// <summary>An object file.</summary>
    LLVMObjectFile,
}
