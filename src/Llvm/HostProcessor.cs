using System;
using System.Runtime.InteropServices;
using LLVMSharp.Interop;

namespace Sinter.Llvm;

/// <summary>What LLVM knows of the processor that this process runs on.</summary>
/// <param name="Triple">Architecture and system, such as x86_64-unknown-linux-gnu.</param>
/// <param name="Cpu">LLVM's name of the processor, such as znver3.</param>
/// <param name="Features">Every feature it has or lacks: "+avx2,-avx512f".</param>
public sealed record HostProcessor(string Triple, string Cpu, string Features) {
    /// <summary>Asks LLVM.</summary>
    /// <exception cref="LlvmNotFoundException">There is no LLVM to ask.</exception>
    public static unsafe HostProcessor Detect() {
        LlvmLibrary.Load();
        return new HostProcessor(Take(LLVM.GetDefaultTargetTriple()), Take(LLVM.GetHostCPUName()), Take(LLVM.GetHostCPUFeatures()));
    }

    static unsafe string Take(sbyte* message) {
        try {
            return Marshal.PtrToStringUTF8((nint)message) ?? "";
        } finally {
            LLVM.DisposeMessage(message);
        }
    }
}
