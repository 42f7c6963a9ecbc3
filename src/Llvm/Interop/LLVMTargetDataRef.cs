using System;

namespace LLVMSharp.Interop;

/// <summary>Sizes and alignments of a target machine's types; freed by <see cref="LLVM.DisposeTargetData"/>.</summary>
/// <param name="handle">The C API's pointer.</param>
public unsafe struct LLVMTargetDataRef(IntPtr handle) {
    /// <summary>The C API's pointer.</summary>
    public IntPtr Handle = handle;

    /// <summary>The data layout behind a pointer of the C API.</summary>
    public static implicit operator LLVMTargetDataRef(LLVMOpaqueTargetData* TargetData) => new((IntPtr)TargetData);

    /// <summary>The C API's pointer.</summary>
    public static implicit operator LLVMOpaqueTargetData*(LLVMTargetDataRef TargetData) => (LLVMOpaqueTargetData*)TargetData.Handle;
}
