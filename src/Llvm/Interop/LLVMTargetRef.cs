using System;
using System.Runtime.InteropServices;

namespace LLVMSharp.Interop;

/// <summary>An architecture that this LLVM can generate code for; LLVM keeps it.</summary>
/// <param name="handle">The C API's pointer.</param>
public unsafe struct LLVMTargetRef(IntPtr handle) {
    /// <summary>The C API's pointer.</summary>
    public IntPtr Handle = handle;

    /// <summary>The target behind a pointer of the C API.</summary>
    public static implicit operator LLVMTargetRef(LLVMTarget* value) => new((IntPtr)value);

    /// <summary>The C API's pointer.</summary>
    public static implicit operator LLVMTarget*(LLVMTargetRef value) => (LLVMTarget*)value.Handle;

    /// <summary>The triple this LLVM was built for.</summary>
    public static string DefaultTriple => Message.Take(LLVM.GetDefaultTargetTriple());

    /// <summary>Finds the architecture of a triple among those initialized.</summary>
    /// <param name="triple">Such as x86_64-unknown-linux-gnu.</param>
    /// <param name="outTarget">The architecture.</param>
    /// <param name="outError">Why there is none; empty when there is one.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryGetTargetFromTriple(ReadOnlySpan<char> triple, out LLVMTargetRef outTarget, out string outError) {
        using MarshaledString text = new(triple);
        LLVMTarget* target = null;
        sbyte* error = null;
        bool found = LLVM.GetTargetFromTriple(text, &target, &error) == 0;
        outTarget = target;
        outError = Message.Take(error);
        return found;
    }

    /// <summary>Finds the architecture of a triple among those initialized.</summary>
    /// <exception cref="ExternalException">There is none.</exception>
    public static LLVMTargetRef GetTargetFromTriple(string triple) =>
        TryGetTargetFromTriple(triple, out LLVMTargetRef target, out string error) ? target : throw new ExternalException(error);

    /// <summary>Makes a target machine; freed by <see cref="LLVM.DisposeTargetMachine"/>.</summary>
    /// <param name="triple">Such as x86_64-unknown-linux-gnu.</param>
    /// <param name="cpu">A processor's name, such as x86-64-v3 or znver4.</param>
    /// <param name="features">Features to add and to take away: "+avx2,-sse4a".</param>
    /// <param name="level">How hard the code generator works.</param>
    /// <param name="reloc">How the code refers to addresses.</param>
    /// <param name="codeModel">How far apart code and data may lie.</param>
    public readonly LLVMTargetMachineRef CreateTargetMachine(string triple, string cpu, string features, LLVMCodeGenOptLevel level, LLVMRelocMode reloc, LLVMCodeModel codeModel) {
        using MarshaledString tripleText = new(triple);
        using MarshaledString cpuText = new(cpu);
        using MarshaledString featuresText = new(features);
        return LLVM.CreateTargetMachine(this, tripleText, cpuText, featuresText, level, reloc, codeModel);
    }
}
