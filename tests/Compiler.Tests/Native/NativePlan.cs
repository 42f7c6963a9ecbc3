using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Llvm;
using Sinter.Compiler.Plans;
using Sinter.Llvm;

/// <summary>A plan compiled to machine code by the same steps as in a build, and loaded.</summary>
internal sealed unsafe class NativePlan : IDisposable {
    private readonly nint library;

    private NativePlan(Plan plan, nint library) {
        (Plan, this.library) = (plan, library);
        long* layout = (long*)NativeLibrary.GetExport(library, $"{plan.Prefix}_layout");
        ScratchBytes = layout[1];
        PreparedBytes = [.. Enumerable.Range(0, (int)layout[0]).Select(i => layout[3 + i])];
        long* forms = (long*)NativeLibrary.GetExport(library, $"{plan.Prefix}_forms");
        Forms = [.. Enumerable.Range(0, 1 + plan.Weights.Count + plan.Prepared.Count * (int)forms[0]).Select(i => forms[i])];
        string hash = Marshal.PtrToStringUTF8(NativeLibrary.GetExport(library, $"{plan.Prefix}_hash"))!;
        if (hash != plan.Hash || *(int*)NativeLibrary.GetExport(library, $"{plan.Prefix}_abi") != PlanEmitter.InterfaceVersion || layout[0] != plan.Prepared.Count) {
            throw new InvalidOperationException($"the library of {plan.Name} does not describe its plan");
        }
    }

    public Plan Plan { get; }

    public long ScratchBytes { get; }

    public IReadOnlyList<long> PreparedBytes { get; }

    /// <summary>The number of forms; for each weight whether it may have any; for each prepared tensor whose form it has and its bytes in each.</summary>
    public IReadOnlyList<long> Forms { get; }

    /// <summary>The processors that tests compile for: this machine's, and those that it contains; or the tier that SINTER_TIER names.</summary>
    public static IReadOnlyList<TargetDescription> Targets { get; } = FindTargets();

    public static NativePlan Compile(Plan plan, TargetDescription target, string pipeline = "default<O2>", bool canProfile = false) {
        string folder = Directory.CreateTempSubdirectory("sinter-plan-").FullName;
        try {
            string text = PlanEmitter.Emit(plan, target, canProfile);
            using (TargetCode code = TargetCode.Parse(plan.Name, text, target.Triple, target.Cpu, target.Features)) {
                code.Optimize(pipeline);
                code.WriteObject(Path.Combine(folder, "plan.o"));
            }
            Link(folder);
            return new NativePlan(plan, NativeLibrary.Load(Path.Combine(folder, "plan.so")));
        } finally {
            Directory.Delete(folder, recursive: true);
        }
    }

    public delegate* unmanaged<void**, long*, byte*, int, int, void*, void> Export(string name) =>
        (delegate* unmanaged<void**, long*, byte*, int, int, void*, void>)NativeLibrary.GetExport(library, $"{Plan.Prefix}_{name}");

    /// <summary>A text that the library exports.</summary>
    public string Text(string name) => Marshal.PtrToStringUTF8(NativeLibrary.GetExport(library, $"{Plan.Prefix}_{name}"))!;

    public void Dispose() => NativeLibrary.Free(library);

    private static TargetDescription[] FindTargets() {
        if (Environment.GetEnvironmentVariable("SINTER_TIER") is { Length: > 0 } tier and not "native") {
            return [TargetDescription.ForTier(tier)];
        }
        HostProcessor host = HostProcessor.Detect();
        List<TargetDescription> targets = [TargetDescription.ForProcessor(host.Triple, host.Cpu, host.Features, 0, 0, 0)];
        if (Sse42.IsSupported && Popcnt.IsSupported) {
            targets.Add(TargetDescription.ForTier("x86-64-v2"));
        }
        if (Avx2.IsSupported && Fma.IsSupported && Bmi2.IsSupported && Lzcnt.IsSupported) {
            // With caches so small, products of small graphs are cut into blocks as large ones are.
            targets.Add(TargetDescription.ForTier("x86-64-v3") with { Level1Bytes = 2 << 10, Level2Bytes = 8 << 10 });
        }
        if (Avx512F.VL.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported && Avx512CD.IsSupported) {
            targets.Add(TargetDescription.ForTier("x86-64-v4"));
        }
        return [.. targets];
    }

    private static void Link(string folder) {
        ProcessStartInfo start = new("ld", ["-shared", "-o", "plan.so", "plan.o", "-L/usr/lib/x86_64-linux-gnu", "-L/lib/x86_64-linux-gnu", "-L/usr/lib64", "--as-needed", "-z", "defs", "-l:libm.so.6", "-l:libc.so.6"]) {
            WorkingDirectory = folder,
            RedirectStandardError = true,
        };
        using Process linker = Process.Start(start) ?? throw new InvalidOperationException("ld did not start");
        string errors = linker.StandardError.ReadToEnd();
        linker.WaitForExit();
        if (linker.ExitCode != 0) {
            throw new InvalidOperationException($"ld ended with {linker.ExitCode}: {errors}");
        }
    }
}
