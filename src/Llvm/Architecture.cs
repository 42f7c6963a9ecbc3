using System;
using System.Collections.Generic;
using System.Threading;
using LLVMSharp.Interop;

namespace Sinter.Llvm;

/// <summary>Registers LLVM's architectures as they are needed: most builds of LLVM have them all, a process needs one.</summary>
static class Architecture {
    static readonly Lock gate = new();
    static readonly HashSet<string> registered = [];

    /// <summary>Makes the architecture of a triple known to LLVM.</summary>
    /// <exception cref="LlvmException">It is none that Sinter generates code for, or this LLVM was built without it.</exception>
    public static void Register(string triple) {
        string architecture = triple.Split('-')[0];
        Action register = architecture switch {
            "x86_64" => X86,
            "aarch64" or "arm64" => AArch64,
            _ => throw new LlvmException($"the triple '{triple}' is for '{architecture}'; code is generated for x86_64 and aarch64"),
        };
        lock (gate) {
            if (registered.Contains(architecture)) {
                return;
            }
            try {
                register();
            } catch (EntryPointNotFoundException) {
                throw new LlvmException($"{LlvmLibrary.Name} (LLVM {LlvmLibrary.Version}) was built without the architecture '{architecture}'");
            }
            registered.Add(architecture);
        }
    }

    static void X86() {
        LLVM.InitializeX86TargetInfo();
        LLVM.InitializeX86Target();
        LLVM.InitializeX86TargetMC();
        LLVM.InitializeX86AsmPrinter();
        LLVM.InitializeX86AsmParser();
    }

    static void AArch64() {
        LLVM.InitializeAArch64TargetInfo();
        LLVM.InitializeAArch64Target();
        LLVM.InitializeAArch64TargetMC();
        LLVM.InitializeAArch64AsmPrinter();
        LLVM.InitializeAArch64AsmParser();
    }
}
