using System;
using System.Runtime.InteropServices;

namespace LLVMSharp.Interop;

/// <summary>A context, which owns the types and constants of its modules; used by one thread at a time.</summary>
/// <param name="handle">The C API's pointer.</param>
public unsafe struct LLVMContextRef(IntPtr handle) : IDisposable {
    /// <summary>The C API's pointer.</summary>
    public IntPtr Handle = handle;

    /// <summary>The context behind a pointer of the C API.</summary>
    public static implicit operator LLVMContextRef(LLVMOpaqueContext* value) => new((IntPtr)value);

    /// <summary>The C API's pointer.</summary>
    public static implicit operator LLVMOpaqueContext*(LLVMContextRef value) => (LLVMOpaqueContext*)value.Handle;

    /// <summary>Makes a context.</summary>
    public static LLVMContextRef Create() => LLVM.ContextCreate();

    /// <summary>Parses IR, text or bitcode. The buffer belongs to LLVM afterwards, whatever the answer.</summary>
    /// <param name="MemBuf">The text; it must end in a zero byte that its size does not count.</param>
    /// <param name="OutM">The module, which the caller disposes before the context.</param>
    /// <param name="OutMessage">What is wrong with the text, with line and column; empty when nothing is.</param>
    /// <returns>Whether the text is a module.</returns>
    public readonly bool TryParseIR(LLVMMemoryBufferRef MemBuf, out LLVMModuleRef OutM, out string OutMessage) {
        LLVMOpaqueModule* module = null;
        sbyte* message = null;
        bool parsed = LLVM.ParseIRInContext(this, MemBuf, &module, &message) == 0;
        OutM = module;
        OutMessage = Message.Take(message);
        return parsed;
    }

    /// <summary>Parses IR as <see cref="TryParseIR"/> does.</summary>
    /// <exception cref="ExternalException">The text is no module; the message says where.</exception>
    public readonly LLVMModuleRef ParseIR(LLVMMemoryBufferRef MemBuf) =>
        TryParseIR(MemBuf, out LLVMModuleRef module, out string message) ? module : throw new ExternalException(message);

    /// <summary>Frees the context.</summary>
    public void Dispose() {
        if (Handle != IntPtr.Zero) {
            LLVM.ContextDispose(this);
            Handle = IntPtr.Zero;
        }
    }
}
