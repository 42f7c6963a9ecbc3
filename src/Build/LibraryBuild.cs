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

/// <summary>One run of the build step: from an assembly to its native library, or one for each of several processors, doing only what is not done already.</summary>
/// <param name="options">What to do.</param>
/// <param name="workers">What starts the processes that call LLVM.</param>
/// <param name="progress">Takes a line for each model that was compiled.</param>
/// <param name="details">Takes a line about what was reused, and other figures.</param>
public sealed class LibraryBuild(CompileOptions options, WorkerProcess workers, Action<string> progress, Action<string> details) {
    readonly string objectFolder = Path.Combine(options.Intermediate, "objects");

    /// <summary>Reads the plans, compiles those whose object is not there, links if anything differs.</summary>
    /// <returns>What failed; empty when the libraries are in place.</returns>
    public IReadOnlyList<BuildError> Run() {
        try {
            IReadOnlyList<EmbeddedPlan> plans = EmbeddedPlanReader.Read(options.Assembly);
            if (plans.Count == 0) {
                details($"{options.Assembly} declares no model");
                DeleteLibraries(except: []);
                return [];
            }
            Directory.CreateDirectory(objectFolder);
            ObjectCache cache = new(objectFolder);
            List<TargetLibrary> libraries = [];
            foreach ((string processor, string suffix) in TargetSelection.ResolveAll(options.RuntimeIdentifier, options.Processor)) {
                TargetDescription target = DescribeTarget(processor);
                libraries.Add(new(target, options.LibraryNameFor(suffix), [.. plans.Select(plan => (plan, cache.PathOf(plan, target)))]));
            }
            IReadOnlyList<BuildError> errors = CompileMissing(libraries);
            if (errors.Count == 0) {
                foreach (TargetLibrary library in libraries) {
                    LinkIfChanged(library);
                }
                DeleteLibraries(except: [.. libraries.Select(library => library.Name)]);
                cache.Prune();
            }
            return errors;
        } catch (BuildErrorException error) {
            return [error.Error];
        } catch (Exception error) when (error is IOException or UnauthorizedAccessException) {
            return [new BuildError(BuildError.File, error.Message)];
        }
    }

    // What a build for other processors left is not to go along with the app.
    void DeleteLibraries(string[] except) {
        if (!Directory.Exists(options.Output)) {
            return;
        }
        foreach (string file in Directory.EnumerateFiles(options.Output, options.LibraryNameFor("*"))) {
            if (!except.Contains(Path.GetFileName(file))) {
                File.Delete(file);
            }
        }
    }

    // LLVM's description of this machine is kept, so that a build with nothing to compile does not start LLVM.
    TargetDescription DescribeTarget(string processor) {
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

    IReadOnlyList<BuildError> CompileMissing(List<TargetLibrary> libraries) {
        (TargetDescription Target, EmbeddedPlan Plan, string Object)[] missing = [.. libraries.SelectMany(library =>
            library.Models.Where(model => NeedsCompiling(model.Object)).Select(model => (library.Target, model.Plan, model.Object)))];
        ConcurrentBag<(TargetDescription Target, BuildError Error)> errors = [];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(missing, parallel, model => {
            try {
                Compile(model.Plan, model.Object, model.Target);
            } catch (BuildErrorException error) {
                errors.Add((model.Target, error.Error));
            }
        });
        foreach (TargetLibrary library in libraries) {
            int absent = missing.Count(model => model.Target == library.Target), failed = errors.Count(error => error.Target == library.Target);
            details($"{library.Models.Length} models for {library.Target.Cpu}: {absent - failed} compiled, {library.Models.Length - absent} reused, {failed} failed");
        }
        return [.. errors.Select(error => error.Error).OrderBy(error => error.Message, StringComparer.Ordinal)];
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

    void LinkIfChanged(TargetLibrary library) {
        bool isHost = TargetSelection.IsHost(options.RuntimeIdentifier);
        LinkRequest request = new(
            [.. library.Models.Select(model => model.Object)], [.. library.Models.Select(model => model.Plan.SymbolPrefix)],
            library.Name, isHost, KeepSymbols: options.Configuration == "Debug");
        string file = Path.Combine(options.Output, library.Name);
        string linked = Path.Combine(options.Intermediate, library.Name + ".linked");
        string record = Record(request);
        if (File.Exists(file) && File.Exists(linked) && File.ReadAllText(linked) == record) {
            details($"{library.Name} is up to date");
            return;
        }
        File.Delete(linked);
        LinkerProgram program = LinkerProgram.Find(isHost, Environment.GetEnvironmentVariable("PATH") ?? "");
        new Linker(program).Link(request, options.Intermediate, file);
        File.WriteAllText(linked, record);
        details($"{library.Name} linked with {program.Path}, {new FileInfo(file).Length >> 10} KiB");
    }

    /// <summary>One library: what it is compiled for, its file name, and the objects it is linked of.</summary>
    sealed record TargetLibrary(TargetDescription Target, string Name, (EmbeddedPlan Plan, string Object)[] Models);

    // The objects' names hold their hashes.
    static string Record(LinkRequest request) {
        string identity = $"{string.Join('\n', request.Objects.Select(Path.GetFileName))}\n{request.LibraryName}\n{request.KeepSymbols}\n{typeof(LibraryBuild).Module.ModuleVersionId}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));
    }
}
