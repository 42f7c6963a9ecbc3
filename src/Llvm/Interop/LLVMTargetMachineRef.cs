using System;
using System.Runtime.InteropServices;

namespace LLVMSharp.Interop;

/// <summary>An architecture with a processor, its features and code generation options; freed by <see cref="LLVM.DisposeTargetMachine"/>.</summary>
/// <param name="handle">The C API's pointer.</param>
public unsafe struct LLVMTargetMachineRef(IntPtr handle) {
    /// <summary>The C API's pointer.</summary>
    public IntPtr Handle = handle;

    /// <summary>The target machine behind a pointer of the C API.</summary>
    public static implicit operator LLVMTargetMachineRef(LLVMOpaqueTargetMachine* value) => new((IntPtr)value);

    /// <summary>The C API's pointer.</summary>
    public static implicit operator LLVMOpaqueTargetMachine*(LLVMTargetMachineRef value) => (LLVMOpaqueTargetMachine*)value.Handle;

    /// <summary>Makes the machine's data layout.</summary>
    public readonly LLVMTargetDataRef CreateTargetDataLayout() => LLVM.CreateTargetDataLayout(this);

    /// <summary>Generates code into a file.</summary>
    /// <param name="module">The module, which code generation changes.</param>
    /// <param name="fileName">The file to write.</param>
    /// <param name="codegen">Object or assembly.</param>
    /// <param name="message">Why it failed; empty when it did not.</param>
    /// <returns>Whether the file is written.</returns>
    public readonly bool TryEmitToFile(LLVMModuleRef module, string fileName, LLVMCodeGenFileType codegen, out string message) {
        using MarshaledString path = new(fileName);
        sbyte* error = null;
        bool written = LLVM.TargetMachineEmitToFile(this, module, path, codegen, &error) == 0;
        message = Message.Take(error);
        return written;
    }

    /// <summary>Generates code into a file.</summary>
    /// <exception cref="ExternalException">It failed; the message says why.</exception>
    public readonly void EmitToFile(LLVMModuleRef module, string fileName, LLVMCodeGenFileType codegen) {
        if (!TryEmitToFile(module, fileName, codegen, out string message)) {
            throw new ExternalException(message);
        }
    }
}
