using System;
using System.IO;
using Sinter.Build.Linking;
using Sinter.Build.Plans;
using Sinter.Build.Targets;
using Sinter.Build.Workers;
using Sinter.Compiler.Llvm;
using Sinter.Llvm;

namespace Sinter.Build;

/// <summary>What compiling one model for one processor takes, and what it gives: the steps of a build, in this process.</summary>
/// <param name="Model">The model's full name.</param>
/// <param name="Emission">Processor time of writing LLVM IR.</param>
/// <param name="Optimization">Of LLVM's passes.</param>
/// <param name="MachineCode">Of writing the object file.</param>
/// <param name="LibraryBytes">Bytes of a library with this model alone.</param>
public sealed record CompileCost(string Model, TimeSpan Emission, TimeSpan Optimization, TimeSpan MachineCode, long LibraryBytes) {
    /// <summary>All of the processor time.</summary>
    public TimeSpan Total => Emission + Optimization + MachineCode;

    /// <summary>The description of a processor that <see cref="Measure"/> compiles for.</summary>
    /// <param name="processor">As in SinterCpu: native, auto or a tier.</param>
    /// <exception cref="BuildErrorException">There is no such processor.</exception>
    public static TargetDescription Target(string processor) {
        string identifier = TargetSelection.HostIdentifier, name = TargetSelection.Resolve(identifier, processor);
        return name == TargetSelection.Native ? HostDescription.Detect(TargetSelection.Triple(identifier)) : TargetSelection.Tier(identifier, name);
    }

    /// <summary>Compiles and links a model, and leaves nothing behind.</summary>
    /// <param name="plan">The model's plan.</param>
    /// <param name="target">The processor.</param>
    /// <exception cref="BuildErrorException">The plan cannot be read, or the linker fails.</exception>
    /// <exception cref="LlvmException">LLVM refuses the code.</exception>
    public static CompileCost Measure(EmbeddedPlan plan, TargetDescription target) {
        string folder = Directory.CreateTempSubdirectory("sinter-cost-").FullName;
        try {
            string file = Path.Combine(folder, "model.o"), library = Path.Combine(folder, "libmodel.so");
            TimeSpan start = Processor();
            string text = PlanCompiler.Emit(plan.Model, plan.Text, target);
            TimeSpan emitted = Processor();
            using TargetCode code = TargetCode.Parse(plan.Model, text, target.Triple, target.Cpu, target.Features);
            code.Optimize(Worker.Pipeline);
            TimeSpan optimized = Processor();
            code.WriteObject(file);
            TimeSpan written = Processor();
            LinkerProgram program = LinkerProgram.Find(isHost: true, Environment.GetEnvironmentVariable("PATH") ?? "");
            new Linker(program).Link(new LinkRequest([file], [plan.SymbolPrefix], "libmodel.so", IsHost: true, KeepSymbols: false), folder, library);
            return new CompileCost(plan.Model, emitted - start, optimized - emitted, written - optimized, new FileInfo(library).Length);
        } finally {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Not the wall's time, which whatever else the machine does would lengthen.
    static TimeSpan Processor() => Environment.CpuUsage.TotalTime;
}
