using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;

namespace Sinter.Build.Workers;

/// <summary>Starts workers: this tool again, in a process of its own, under a time-out.</summary>
/// <param name="program">The program to start.</param>
/// <param name="arguments">What comes before the verb.</param>
/// <param name="timeout">How long one worker may take.</param>
public sealed class WorkerProcess(string program, string[] arguments, TimeSpan timeout) {
    const int KeptErrorLines = 12;

    /// <summary>A worker that is this very tool.</summary>
    public static WorkerProcess OfThisTool(TimeSpan timeout) =>
        new(Environment.ProcessPath ?? "dotnet", ["exec", typeof(WorkerProcess).Assembly.Location], timeout);

    /// <summary>Runs a verb to its end.</summary>
    /// <param name="verb">What to do.</param>
    /// <param name="argument">What to do it with.</param>
    /// <param name="subject">What to call the work in errors: "compiling Stories".</param>
    /// <returns>What the worker wrote to standard output.</returns>
    /// <exception cref="BuildErrorException">The worker refused, crashed or took too long.</exception>
    public string Run(string verb, string argument, string subject) {
        using Process process = Start(verb, argument);
        StringBuilder output = new();
        StringBuilder errors = new();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        if (!process.WaitForExit(timeout)) {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            throw new BuildErrorException(BuildError.Timeout, $"{subject} took longer than {timeout.TotalSeconds:0.###} s and was stopped; raise SinterTimeout if the model is that large");
        }
        process.WaitForExit();
        return process.ExitCode switch {
            0 => Text(output),
            Worker.Refused => throw Refusal(Text(output), subject),
            int code => throw Crash(code, Text(errors), subject),
        };
    }

    static void Append(StringBuilder text, string? line) {
        if (line is not null) {
            lock (text) {
                text.Append(line).Append('\n');
            }
        }
    }

    static string Text(StringBuilder text) {
        lock (text) {
            return text.ToString().TrimEnd('\n');
        }
    }

    static BuildErrorException Refusal(string output, string subject) {
        string[] parts = output.Split('\n', 2);
        return parts.Length == 2 && parts[0].StartsWith("SIN", StringComparison.Ordinal)
            ? new BuildErrorException(parts[0], $"{subject}: {parts[1]}")
            : Crash(Worker.Refused, output, subject);
    }

    static BuildErrorException Crash(int code, string errors, string subject) {
        string[] lines = [.. errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(KeptErrorLines)];
        string said = lines.Length == 0 ? "it said nothing" : $"it said: {string.Join(" | ", lines)}";
        return new BuildErrorException(BuildError.Crash, $"{subject} ended in a crash of the compiler ({Describe(code)}); {said}");
    }

    // A shell's convention, which .NET follows: 128 and the number of the signal that ended the process.
    static string Describe(int code) => code switch {
        128 + 4 => "illegal instruction",
        128 + 6 => "abort",
        128 + 8 => "arithmetic fault",
        128 + 9 => "killed, perhaps for want of memory",
        128 + 11 => "segmentation fault",
        > 128 and < 128 + 65 => $"signal {code - 128}",
        _ => $"exit code {code}",
    };

    Process Start(string verb, string argument) {
        ProcessStartInfo start = new(program, [.. arguments, verb, argument]) {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        // A crash is reported by its parent; a dump of LLVM's memory helps nobody in a build.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        try {
            return Process.Start(start)!;
        } catch (System.ComponentModel.Win32Exception error) {
            throw new BuildErrorException(BuildError.Crash, $"the compile worker '{program}' cannot be started: {error.Message}");
        }
    }
}
