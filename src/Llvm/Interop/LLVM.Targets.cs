using System.Runtime.InteropServices;

namespace LLVMSharp.Interop;

// Every architecture is registered by functions of its own; a library built without one lacks them.
public static unsafe partial class LLVM {
    /// <summary>Registers x86's name and triple.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMInitializeX86TargetInfo")]
    public static partial void InitializeX86TargetInfo();

    /// <summary>Registers x86's code generator.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMInitializeX86Target")]
    public static partial void InitializeX86Target();

    /// <summary>Registers x86's machine code layer.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMInitializeX86TargetMC")]
    public static partial void InitializeX86TargetMC();

    /// <summary>Registers x86's writer of assembly and objects.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMInitializeX86AsmPrinter")]
    public static partial void InitializeX86AsmPrinter();

    /// <summary>Registers x86's reader of assembly, which inline assembly needs.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMInitializeX86AsmParser")]
    public static partial void InitializeX86AsmParser();

    /// <summary>Registers 64-bit Arm's name and triple.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMInitializeAArch64TargetInfo")]
    public static partial void InitializeAArch64TargetInfo();

    /// <summary>Registers 64-bit Arm's code generator.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMInitializeAArch64Target")]
    public static partial void InitializeAArch64Target();

    /// <summary>Registers 64-bit Arm's machine code layer.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMInitializeAArch64TargetMC")]
    public static partial void InitializeAArch64TargetMC();

    /// <summary>Registers 64-bit Arm's writer of assembly and objects.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMInitializeAArch64AsmPrinter")]
    public static partial void InitializeAArch64AsmPrinter();

    /// <summary>Registers 64-bit Arm's reader of assembly, which inline assembly needs.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMInitializeAArch64AsmParser")]
    public static partial void InitializeAArch64AsmParser();
}
