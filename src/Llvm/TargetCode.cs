using System;
using System.Runtime.InteropServices;
using System.Text;
using LLVMSharp.Interop;

namespace Sinter.Llvm;

/// <summary>
/// One module of LLVM IR on its way to machine code: parsed, verified, optimised, written. Owns everything it
/// makes in LLVM. Not safe for use by several threads at once.
/// </summary>
/// <remarks>LLVM ends the process on some failures, so a tool that must survive them uses this in a process of its own.</remarks>
public sealed unsafe class TargetCode : IDisposable {
    readonly string name;
    LLVMContextRef context;
    LLVMModuleRef module;
    LLVMTargetMachineRef machine;

    TargetCode(string name) => this.name = name;

    /// <summary>Parses and verifies IR and fixes what it is compiled for.</summary>
    /// <param name="name">What to call the text in errors.</param>
    /// <param name="text">LLVM IR.</param>
    /// <param name="triple">Architecture and system, such as x86_64-unknown-linux-gnu.</param>
    /// <param name="cpu">LLVM's name of the processor.</param>
    /// <param name="features">Features to add and to take away: "+avx2,-sse4a".</param>
    /// <exception cref="LlvmException">The text is no valid module, or LLVM cannot generate code for the triple.</exception>
    /// <exception cref="LlvmNotFoundException">There is no LLVM.</exception>
    public static TargetCode Parse(string name, string text, string triple, string cpu, string features) {
        LlvmLibrary.Load();
        TargetCode code = new(name);
        try {
            code.CreateMachine(triple, cpu, features);
            code.ParseText(text);
            code.Retarget(triple);
            code.Verify("as written");
            return code;
        } catch {
            code.Dispose();
            throw;
        }
    }

    /// <summary>Runs a pass pipeline and verifies its result.</summary>
    /// <param name="pipeline">In opt's notation, such as "default&lt;O3&gt;".</param>
    /// <exception cref="LlvmException">The pipeline is unknown or fails.</exception>
    public void Optimize(string pipeline) {
        ObjectDisposedException.ThrowIf(module.Handle == 0, this);
        using LLVMPassBuilderOptionsRef options = LLVMPassBuilderOptionsRef.Create();
        using MarshaledString passes = new(pipeline);
        LLVMOpaqueError* error = LLVM.RunPasses(module, passes, machine, options);
        if (error != null) {
            sbyte* message = LLVM.GetErrorMessage(error);
            string copy = Marshal.PtrToStringUTF8((nint)message) ?? "";
            LLVM.DisposeErrorMessage(message);
            throw new LlvmException($"{name}: the passes '{pipeline}' failed: {copy}");
        }
        Verify($"after the passes '{pipeline}'");
    }

    /// <summary>The module as it stands, as text.</summary>
    public string Print() {
        ObjectDisposedException.ThrowIf(module.Handle == 0, this);
        return module.PrintToString();
    }

    /// <summary>Writes an object file. Code generation changes the module, so it comes last.</summary>
    /// <param name="path">The file, which is overwritten.</param>
    /// <exception cref="LlvmException">Code generation fails, or the file cannot be written.</exception>
    public void WriteObject(string path) => Write(path, LLVMCodeGenFileType.LLVMObjectFile);

    /// <summary>Writes assembly text. Code generation changes the module, so it comes last.</summary>
    /// <param name="path">The file, which is overwritten.</param>
    /// <exception cref="LlvmException">Code generation fails, or the file cannot be written.</exception>
    public void WriteAssembly(string path) => Write(path, LLVMCodeGenFileType.LLVMAssemblyFile);

    /// <summary>Frees everything this has made in LLVM.</summary>
    public void Dispose() {
        // The context owns what the module is made of, so it goes last.
        module.Dispose();
        if (machine.Handle != 0) {
            LLVM.DisposeTargetMachine(machine);
            machine = default;
        }
        context.Dispose();
    }

    void CreateMachine(string triple, string cpu, string features) {
        Architecture.Register(triple);
        if (!LLVMTargetRef.TryGetTargetFromTriple(triple, out LLVMTargetRef target, out string error)) {
            throw new LlvmException($"{name}: LLVM {LlvmLibrary.Version} has no target '{triple}': {error}");
        }
        machine = target.CreateTargetMachine(triple, cpu, features, LLVMCodeGenOptLevel.LLVMCodeGenLevelAggressive, LLVMRelocMode.LLVMRelocPIC, LLVMCodeModel.LLVMCodeModelSmall);
        if (machine.Handle == 0) {
            throw new LlvmException($"{name}: LLVM {LlvmLibrary.Version} makes no code for '{triple}', processor '{cpu}'");
        }
    }

    void ParseText(string text) {
        context = LLVMContextRef.Create();
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        using MarshaledString bufferName = new(name);
        LLVMMemoryBufferRef buffer;
        fixed (byte* start = bytes) {
            buffer = LLVM.CreateMemoryBufferWithMemoryRangeCopy((sbyte*)start, (nuint)bytes.Length, bufferName);
        }
        // The parser takes the buffer over, also when it fails.
        if (!context.TryParseIR(buffer, out module, out string message)) {
            throw new LlvmException(message.TrimEnd());
        }
    }

    void Retarget(string triple) {
        LLVMTargetDataRef layout = machine.CreateTargetDataLayout();
        module.Target = triple;
        LLVM.SetModuleDataLayout(module, layout);
        LLVM.DisposeTargetData(layout);
    }

    void Verify(string when) {
        if (!module.TryVerify(LLVMVerifierFailureAction.LLVMReturnStatusAction, out string message)) {
            throw new LlvmException($"{name}: the module is broken {when}: {message.TrimEnd()}");
        }
    }

    void Write(string path, LLVMCodeGenFileType kind) {
        ObjectDisposedException.ThrowIf(module.Handle == 0, this);
        if (!machine.TryEmitToFile(module, path, kind, out string message)) {
            throw new LlvmException($"{name}: cannot write '{path}': {message}");
        }
    }
}
