using System;

namespace LLVMSharp.Interop;

/// <summary>The options of a pass pipeline.</summary>
/// <param name="handle">The C API's pointer.</param>
public unsafe struct LLVMPassBuilderOptionsRef(IntPtr handle) : IDisposable {
    /// <summary>The C API's pointer.</summary>
    public IntPtr Handle = handle;

    /// <summary>The options behind a pointer of the C API.</summary>
    public static implicit operator LLVMPassBuilderOptionsRef(LLVMOpaquePassBuilderOptions* value) => new((IntPtr)value);

    /// <summary>The C API's pointer.</summary>
    public static implicit operator LLVMOpaquePassBuilderOptions*(LLVMPassBuilderOptionsRef value) => (LLVMOpaquePassBuilderOptions*)value.Handle;

    /// <summary>Makes the default options.</summary>
    public static LLVMPassBuilderOptionsRef Create() => LLVM.CreatePassBuilderOptions();

    /// <summary>Frees the options.</summary>
    public void Dispose() {
        if (Handle != IntPtr.Zero) {
            LLVM.DisposePassBuilderOptions(this);
            Handle = IntPtr.Zero;
        }
    }
}
