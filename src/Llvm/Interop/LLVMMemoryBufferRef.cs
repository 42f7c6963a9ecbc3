using System;

namespace LLVMSharp.Interop;

/// <summary>A run of bytes that LLVM owns, until it is disposed or handed to a parser.</summary>
/// <param name="handle">The C API's pointer.</param>
public unsafe struct LLVMMemoryBufferRef(IntPtr handle) : IDisposable {
    /// <summary>The C API's pointer.</summary>
    public IntPtr Handle = handle;

    /// <summary>The buffer behind a pointer of the C API.</summary>
    public static implicit operator LLVMMemoryBufferRef(LLVMOpaqueMemoryBuffer* MemoryBuffer) => new((IntPtr)MemoryBuffer);

    /// <summary>The C API's pointer.</summary>
    public static implicit operator LLVMOpaqueMemoryBuffer*(LLVMMemoryBufferRef MemoryBuffer) => (LLVMOpaqueMemoryBuffer*)MemoryBuffer.Handle;

    /// <summary>Frees the bytes.</summary>
    public void Dispose() {
        if (Handle != IntPtr.Zero) {
            LLVM.DisposeMemoryBuffer(this);
            Handle = IntPtr.Zero;
        }
    }
}
