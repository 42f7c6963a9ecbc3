using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using Sinter.Build.Targets;
using Sinter.Llvm;

namespace Sinter.Build.Workers;

/// <summary>
/// The side of the tool that calls LLVM, in a process of its own. A failure that it understands goes to standard
/// output as an error's id on one line and its message on the rest, with <see cref="Refused"/> as exit code;
/// any other end of the process is a crash to its parent.
/// </summary>
public static class Worker {
    /// <summary>The exit code of a failure that is described on standard output.</summary>
    public const int Refused = 3;

    const int Broken = 70;

    /// <summary>The verb that compiles a job file.</summary>
    public const string CompileVerb = "worker-compile";

    /// <summary>The verb that describes this machine's processor.</summary>
    public const string DescribeVerb = "worker-describe";

    /// <summary>The passes of every build.</summary>
    public const string Pipeline = "default<O3>";

    /// <summary>Runs one of the verbs.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string verb, string argument) {
        try {
            if (verb == DescribeVerb) {
                Console.Out.Write(HostDescription.Detect(argument).Print());
            } else {
                Compile(WorkerJob.Load(argument));
            }
            return 0;
        } catch (BuildErrorException error) {
            return Refuse(error.Error);
        } catch (LlvmNotFoundException error) {
            return Refuse(new BuildError(BuildError.LlvmMissing, error.Message));
        } catch (LlvmException error) {
            return Refuse(new BuildError(BuildError.CodeGeneration, error.Message));
        } catch (Exception error) when (error is IOException or UnauthorizedAccessException) {
            return Refuse(new BuildError(BuildError.File, error.Message));
        } catch (Exception error) {
            // A mistake in the compiler: its parent shows where, without the memory dump an unhandled exception may cost.
            Console.Error.WriteLine(error);
            return Broken;
        }
    }

    static int Refuse(BuildError error) {
        Console.Out.Write($"{error.Id}\n{error.Message}");
        return Refused;
    }

    static void Compile(WorkerJob job) {
        Stopwatch clock = Stopwatch.StartNew();
        string text = PlanCompiler.Emit(job.Model, File.ReadAllText(job.PlanFile), job.Target);
        if (job.IntermediateFile is not null) {
            File.WriteAllText(job.IntermediateFile, text);
        }
        string emitted = Lap(clock);
        using TargetCode code = TargetCode.Parse(job.Model, text, job.Target.Triple, job.Target.Cpu, job.Target.Features);
        string parsed = Lap(clock);
        code.Optimize(Pipeline);
        string optimized = Lap(clock);
        if (job.AssemblyFile is not null) {
            // Code generation leaves its marks on the module, so the text comes from one of its own.
            using TargetCode copy = TargetCode.Parse(job.Model, code.Print(), job.Target.Triple, job.Target.Cpu, job.Target.Features);
            copy.WriteAssembly(job.AssemblyFile);
        }
        clock.Restart();
        code.WriteObject(job.ObjectFile);
        Console.Out.Write($"{text.Length >> 10} KiB of IR written in {emitted}, parsed in {parsed}, optimized in {optimized}, machine code in {Lap(clock)}");
    }

    static string Lap(Stopwatch clock) {
        string lap = clock.Elapsed.TotalMilliseconds.ToString("0 ms", CultureInfo.InvariantCulture);
        clock.Restart();
        return lap;
    }
}
