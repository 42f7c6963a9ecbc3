using System;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LLVMSharp.Interop;

/// <summary>LLVM's C API (headers llvm-c/*.h of LLVM 19), without the prefix LLVM: only the functions that Sinter calls.</summary>
public static unsafe partial class LLVM {
    const string Library = "libLLVM";

    // Explicit, so that the resolver is in place before the first call into this class whatever the runtime's
    // beforefieldinit rules would allow.
    static LLVM() => NativeLibrary.SetDllImportResolver(typeof(LLVM).Assembly, Resolve);

    /// <summary>Asked for the library before the platform's own search; the first answer other than zero is taken.</summary>
    public static event DllImportResolver? ResolveLibrary;

    static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) {
        if (ResolveLibrary is { } resolvers) {
            foreach (DllImportResolver resolver in Delegate.EnumerateInvocationList(resolvers)) {
                nint handle = resolver(name, assembly, path);
                if (handle != 0) {
                    return handle;
                }
            }
        }
        return 0;
    }

    /// <summary>Writes the three parts of LLVM's version.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMGetVersion")]
    public static partial void GetVersion(uint* Major, uint* Minor, uint* Patch);

    /// <summary>Frees a message that LLVM returned.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMDisposeMessage")]
    public static partial void DisposeMessage(sbyte* Message);

    /// <summary>Makes a context of its own.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMContextCreate")]
    public static partial LLVMOpaqueContext* ContextCreate();

    /// <summary>Frees a context, whose modules must be freed before.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMContextDispose")]
    public static partial void ContextDispose(LLVMOpaqueContext* C);

    /// <summary>Copies bytes into a buffer that LLVM owns.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMCreateMemoryBufferWithMemoryRangeCopy")]
    public static partial LLVMOpaqueMemoryBuffer* CreateMemoryBufferWithMemoryRangeCopy(sbyte* InputData, nuint InputDataLength, sbyte* BufferName);

    /// <summary>The first byte of a buffer.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMGetBufferStart")]
    public static partial sbyte* GetBufferStart(LLVMOpaqueMemoryBuffer* MemBuf);

    /// <summary>The number of bytes in a buffer.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMGetBufferSize")]
    public static partial nuint GetBufferSize(LLVMOpaqueMemoryBuffer* MemBuf);

    /// <summary>Frees a buffer.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMDisposeMemoryBuffer")]
    public static partial void DisposeMemoryBuffer(LLVMOpaqueMemoryBuffer* MemBuf);

    /// <summary>Parses IR, text or bitcode; takes the buffer over. Not zero on failure.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMParseIRInContext")]
    public static partial int ParseIRInContext(LLVMOpaqueContext* ContextRef, LLVMOpaqueMemoryBuffer* MemBuf, LLVMOpaqueModule** OutM, sbyte** OutMessage);

    /// <summary>Frees a module.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMDisposeModule")]
    public static partial void DisposeModule(LLVMOpaqueModule* M);

    /// <summary>Checks a module. Not zero when it is broken.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMVerifyModule")]
    public static partial int VerifyModule(LLVMOpaqueModule* M, LLVMVerifierFailureAction Action, sbyte** OutMessage);

    /// <summary>A module as text, to be freed by <see cref="DisposeMessage"/>.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMPrintModuleToString")]
    public static partial sbyte* PrintModuleToString(LLVMOpaqueModule* M);

    /// <summary>The module's target triple; the module keeps the string.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMGetTarget")]
    public static partial sbyte* GetTarget(LLVMOpaqueModule* M);

    /// <summary>Sets the module's target triple.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMSetTarget")]
    public static partial void SetTarget(LLVMOpaqueModule* M, sbyte* Triple);

    /// <summary>The module's data layout; the module keeps the string.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMGetDataLayoutStr")]
    public static partial sbyte* GetDataLayout(LLVMOpaqueModule* M);

    /// <summary>Sets the module's data layout from text.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMSetDataLayout")]
    public static partial void SetDataLayout(LLVMOpaqueModule* M, sbyte* DataLayoutStr);

    /// <summary>Sets the module's data layout.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMSetModuleDataLayout")]
    public static partial void SetModuleDataLayout(LLVMOpaqueModule* M, LLVMOpaqueTargetData* DL);

    /// <summary>Finds the architecture of a triple. Not zero on failure.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMGetTargetFromTriple")]
    public static partial int GetTargetFromTriple(sbyte* Triple, LLVMTarget** T, sbyte** ErrorMessage);

    /// <summary>The triple this LLVM was built for, to be freed by <see cref="DisposeMessage"/>.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMGetDefaultTargetTriple")]
    public static partial sbyte* GetDefaultTargetTriple();

    /// <summary>The name of this machine's processor, to be freed by <see cref="DisposeMessage"/>.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMGetHostCPUName")]
    public static partial sbyte* GetHostCPUName();

    /// <summary>The features of this machine's processor ("+avx2,-sse4a"), to be freed by <see cref="DisposeMessage"/>.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMGetHostCPUFeatures")]
    public static partial sbyte* GetHostCPUFeatures();

    /// <summary>Makes a target machine.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMCreateTargetMachine")]
    public static partial LLVMOpaqueTargetMachine* CreateTargetMachine(LLVMTarget* T, sbyte* Triple, sbyte* CPU, sbyte* Features, LLVMCodeGenOptLevel Level, LLVMRelocMode Reloc, LLVMCodeModel CodeModel);

    /// <summary>Frees a target machine.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMDisposeTargetMachine")]
    public static partial void DisposeTargetMachine(LLVMOpaqueTargetMachine* T);

    /// <summary>Makes the data layout of a target machine.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMCreateTargetDataLayout")]
    public static partial LLVMOpaqueTargetData* CreateTargetDataLayout(LLVMOpaqueTargetMachine* T);

    /// <summary>Frees a data layout.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMDisposeTargetData")]
    public static partial void DisposeTargetData(LLVMOpaqueTargetData* TD);

    /// <summary>Generates code into a buffer. Not zero on failure.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMTargetMachineEmitToMemoryBuffer")]
    public static partial int TargetMachineEmitToMemoryBuffer(LLVMOpaqueTargetMachine* T, LLVMOpaqueModule* M, LLVMCodeGenFileType codegen, sbyte** ErrorMessage, LLVMOpaqueMemoryBuffer** OutMemBuf);

    /// <summary>Generates code into a file. Not zero on failure.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMTargetMachineEmitToFile")]
    public static partial int TargetMachineEmitToFile(LLVMOpaqueTargetMachine* T, LLVMOpaqueModule* M, sbyte* Filename, LLVMCodeGenFileType codegen, sbyte** ErrorMessage);

    /// <summary>Makes the options of a pass pipeline.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMCreatePassBuilderOptions")]
    public static partial LLVMOpaquePassBuilderOptions* CreatePassBuilderOptions();

    /// <summary>Frees the options of a pass pipeline.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMDisposePassBuilderOptions")]
    public static partial void DisposePassBuilderOptions(LLVMOpaquePassBuilderOptions* Options);

    /// <summary>Runs a pipeline such as "default&lt;O3&gt;" over a module. Null, or the failure.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMRunPasses")]
    public static partial LLVMOpaqueError* RunPasses(LLVMOpaqueModule* M, sbyte* Passes, LLVMOpaqueTargetMachine* TM, LLVMOpaquePassBuilderOptions* Options);

    /// <summary>The text of a failure, which it frees; to be freed by <see cref="DisposeErrorMessage"/>.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMGetErrorMessage")]
    public static partial sbyte* GetErrorMessage(LLVMOpaqueError* Err);

    /// <summary>Frees the text of a failure.</summary>
    [LibraryImport(Library, EntryPoint = "LLVMDisposeErrorMessage")]
    public static partial void DisposeErrorMessage(sbyte* ErrMsg);
}
