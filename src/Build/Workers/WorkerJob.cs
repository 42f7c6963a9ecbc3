using System;
using System.IO;
using System.Linq;
using Sinter.Compiler.Llvm;

namespace Sinter.Build.Workers;

/// <summary>What one worker compiles. Written to a file, because a plan is longer than a command line may be.</summary>
/// <param name="Model">The model's full name.</param>
/// <param name="PlanFile">The plan's text.</param>
/// <param name="Target">The processor to compile for.</param>
/// <param name="ObjectFile">The object to write.</param>
/// <param name="IntermediateFile">Where to keep the LLVM IR; null for nowhere.</param>
/// <param name="AssemblyFile">Where to keep the assembly text; null for nowhere.</param>
public sealed record WorkerJob(string Model, string PlanFile, TargetDescription Target, string ObjectFile, string? IntermediateFile, string? AssemblyFile) {
    const int HeaderLines = 5;

    /// <summary>Writes the job.</summary>
    public void Save(string path) =>
        File.WriteAllText(path, $"{Model}\n{PlanFile}\n{ObjectFile}\n{IntermediateFile}\n{AssemblyFile}\n{Target.Print()}");

    /// <summary>Reads a job that <see cref="Save"/> wrote.</summary>
    /// <exception cref="FormatException">The file is no job.</exception>
    public static WorkerJob Load(string path) {
        string[] lines = File.ReadAllText(path).Split('\n');
        if (lines.Length <= HeaderLines) {
            throw new FormatException($"'{path}' is no worker's job: it has {lines.Length} lines");
        }
        TargetDescription target = TargetDescription.Parse(string.Join('\n', lines.Skip(HeaderLines)));
        return new WorkerJob(lines[0], lines[1], target, lines[2], Optional(lines[3]), Optional(lines[4]));
    }

    static string? Optional(string line) => line.Length == 0 ? null : line;
}
