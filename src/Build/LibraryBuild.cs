using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using Sinter.Build.Linking;
using Sinter.Build.Plans;
using Sinter.Build.Targets;
using Sinter.Build.Workers;
using Sinter.Compiler.Llvm;

namespace Sinter.Build;

/// <summary>One run of the build step: from an assembly to its native library, doing only what is not done already.</summary>
/// <param name="options">What to do.</param>
/// <param name="workers">What starts the processes that call LLVM.</param>
/// <param name="progress">Takes a line for each model that was compiled.</param>
/// <param name="details">Takes a line about what was reused, and other figures.</param>
public sealed class LibraryBuild(CompileOptions options, WorkerProcess workers, Action<string> progress, Action<string> details) {
    readonly string objectFolder = Path.Combine(options.Intermediate, "objects");

    string Library => Path.Combine(options.Output, options.LibraryName);

    string LinkRecord => Path.Combine(options.Intermediate, options.LibraryName + ".linked");

    /// <summary>Reads the plans, compiles those whose object is not there, links if anything differs.</summary>
    /// <returns>What failed; empty when the library is in place.</returns>
    public IReadOnlyList<BuildError> Run() {
        try {
            IReadOnlyList<EmbeddedPlan> plans = EmbeddedPlanReader.Read(options.Assembly);
            if (plans.Count == 0) {
                details($"{options.Assembly} declares no model");
                File.Delete(Library);
                return [];
            }
            Directory.CreateDirectory(objectFolder);
            TargetDescription target = DescribeTarget();
            ObjectCache cache = new(objectFolder);
            (EmbeddedPlan Plan, string Object)[] models = [.. plans.Select(plan => (plan, cache.PathOf(plan, target)))];
            IReadOnlyList<BuildError> errors = CompileMissing(models, target);
            if (errors.Count == 0) {
                LinkIfChanged(models);
                cache.Prune();
            }
            return errors;
        } catch (BuildErrorException error) {
            return [error.Error];
        } catch (Exception error) when (error is IOException or UnauthorizedAccessException) {
            return [new BuildError(BuildError.File, error.Message)];
        }
    }

    // LLVM's description of this machine is kept, so that a build with nothing to compile does not start LLVM.
    TargetDescription DescribeTarget() {
        string processor = TargetSelection.Resolve(options.RuntimeIdentifier, options.Processor);
        if (processor != TargetSelection.Native) {
            return TargetSelection.Tier(options.RuntimeIdentifier, processor);
        }
        string triple = TargetSelection.Triple(options.RuntimeIdentifier);
        string kept = Path.Combine(options.Intermediate, HostIdentity.Name());
        if (!File.Exists(kept)) {
            string description = workers.Run(Worker.DescribeVerb, triple, "describing this machine's processor");
            File.WriteAllText(kept + ".new", description + "\n");
            File.Move(kept + ".new", kept, overwrite: true);
        }
        TargetDescription target;
        try {
            target = TargetDescription.Parse(File.ReadAllText(kept));
        } catch (FormatException error) {
            throw new BuildErrorException(BuildError.File, $"'{kept}' is damaged and must be deleted: {error.Message}");
        }
        return target with { Triple = triple };
    }

    IReadOnlyList<BuildError> CompileMissing((EmbeddedPlan Plan, string Object)[] models, TargetDescription target) {
        (EmbeddedPlan Plan, string Object)[] missing = [.. models.Where(model => NeedsCompiling(model.Object))];
        ConcurrentBag<BuildError> errors = [];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(missing, parallel, model => {
            try {
                Compile(model.Plan, model.Object, target);
            } catch (BuildErrorException error) {
                errors.Add(error.Error);
            }
        });
        details($"{models.Length} models for {target.Cpu}: {missing.Length - errors.Count} compiled, {models.Length - missing.Length} reused, {errors.Count} failed");
        return [.. errors.OrderBy(error => error.Message, StringComparer.Ordinal)];
    }

    bool NeedsCompiling(string file) =>
        !File.Exists(file)
        || (options.EmitIntermediate && !File.Exists(Path.ChangeExtension(file, ".ll")))
        || (options.EmitAssembly && !File.Exists(Path.ChangeExtension(file, ".s")));

    void Compile(EmbeddedPlan plan, string file, TargetDescription target) {
        Stopwatch clock = Stopwatch.StartNew();
        string planFile = Path.ChangeExtension(file, ".plan");
        string jobFile = Path.ChangeExtension(file, ".job");
        string unfinished = Path.ChangeExtension(file, ".new");
        File.WriteAllText(planFile, plan.Text);
        new WorkerJob(plan.Model, planFile, target, unfinished,
            options.EmitIntermediate ? Path.ChangeExtension(file, ".ll") : null,
            options.EmitAssembly ? Path.ChangeExtension(file, ".s") : null).Save(jobFile);
        string report = workers.Run(Worker.CompileVerb, jobFile, $"compiling {plan.Model} for {target.Cpu}");
        if (!File.Exists(unfinished)) {
            throw new BuildErrorException(BuildError.Crash, $"compiling {plan.Model} for {target.Cpu} ended without a result");
        }
        File.Move(unfinished, file, overwrite: true);
        File.Delete(jobFile);
        progress(string.Create(CultureInfo.InvariantCulture, $"Sinter: compiled {plan.Model} for {target.Cpu} in {clock.Elapsed.TotalSeconds:0.0} s"));
        details($"{plan.Model}: {report}");
    }

    void LinkIfChanged((EmbeddedPlan Plan, string Object)[] models) {
        bool isHost = TargetSelection.IsHost(options.RuntimeIdentifier);
        LinkRequest request = new(
            [.. models.Select(model => model.Object)], [.. models.Select(model => model.Plan.SymbolPrefix)],
            options.LibraryName, isHost, KeepSymbols: options.Configuration == "Debug");
        string record = Record(request);
        if (File.Exists(Library) && File.Exists(LinkRecord) && File.ReadAllText(LinkRecord) == record) {
            details($"{options.LibraryName} is up to date");
            return;
        }
        File.Delete(LinkRecord);
        LinkerProgram program = LinkerProgram.Find(isHost, Environment.GetEnvironmentVariable("PATH") ?? "");
        new Linker(program).Link(request, options.Intermediate, Library);
        File.WriteAllText(LinkRecord, record);
        details($"{options.LibraryName} linked with {program.Path}, {new FileInfo(Library).Length >> 10} KiB");
    }

    // The objects' names hold their hashes.
    static string Record(LinkRequest request) {
        string identity = $"{string.Join('\n', request.Objects.Select(Path.GetFileName))}\n{request.LibraryName}\n{request.KeepSymbols}\n{typeof(LibraryBuild).Module.ModuleVersionId}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));
    }
}
