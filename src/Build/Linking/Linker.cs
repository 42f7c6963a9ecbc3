using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace Sinter.Build.Linking;

/// <summary>What is linked, and how.</summary>
/// <param name="Objects">The object files, in a lasting order.</param>
/// <param name="Prefixes">What the exported symbols start with.</param>
/// <param name="LibraryName">The library's file name, which is also its shared-object name.</param>
/// <param name="IsHost">Whether the library is for this machine's system.</param>
/// <param name="KeepSymbols">Whether local symbols stay, for debuggers and profilers.</param>
public sealed record LinkRequest(IReadOnlyList<string> Objects, IReadOnlyList<string> Prefixes, string LibraryName, bool IsHost, bool KeepSymbols);

/// <summary>Makes one position-independent shared library of object files with the system's linker.</summary>
/// <param name="program">The linker.</param>
public sealed class Linker(LinkerProgram program) {
    // LLVM may turn a loop into a call of memcpy or memset, and knows no vector form of some functions: these come
    // from the C library. Without such a call nothing is needed and, by --as-needed, nothing is recorded.
    static readonly string[] systemLibraries = ["-l:libm.so.6", "-l:libc.so.6"];

    // ld.lld looks nowhere by itself.
    static readonly string[] systemFolders = [
        "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib",
    ];

    /// <summary>Links, and puts the library in place in one step, so that no process ever sees half of one.</summary>
    /// <param name="request">What to link.</param>
    /// <param name="workFolder">For the export list and the library before it is moved; on the same file system as the destination, for speed.</param>
    /// <param name="destination">Where the library goes.</param>
    /// <exception cref="BuildErrorException">The linker fails.</exception>
    public void Link(LinkRequest request, string workFolder, string destination) {
        string exports = Path.Combine(workFolder, "exports.map");
        string unfinished = Path.Combine(workFolder, request.LibraryName + ".new");
        File.WriteAllText(exports, ExportList(request.Prefixes));
        Run(Arguments(request, exports, unfinished), request.LibraryName);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(destination))!);
        string beside = destination + ".new";
        File.Move(unfinished, beside, overwrite: true);
        File.Move(beside, destination, overwrite: true);
    }

    /// <summary>The version script: everything but the models' interface is hidden.</summary>
    internal static string ExportList(IReadOnlyList<string> prefixes) =>
        $"{{\n  global:\n{string.Concat(prefixes.Select(prefix => $"    {prefix}_*;\n"))}  local:\n    *;\n}};\n";

    internal IReadOnlyList<string> Arguments(LinkRequest request, string exports, string output) {
        List<string> options = [
            "-shared", "--gc-sections", "--hash-style=gnu", "--build-id=none", "--eh-frame-hdr",
            "-z", "now", "-z", "relro", "-z", "noexecstack",
            "-soname", request.LibraryName, "--version-script=" + exports,
        ];
        if (!request.KeepSymbols) {
            options.Add("--strip-all");
        }
        List<string> inputs = [.. request.Objects];
        if (request.IsHost) {
            options.AddRange(["-z", "defs", "--as-needed"]);
            inputs.AddRange(systemFolders.Where(Directory.Exists).Select(folder => "-L" + folder));
            inputs.AddRange(systemLibraries);
        }
        return program.IsDriver
            ? ["-shared", "-nostdlib", "-o", output, .. options.Skip(1).Select(option => "-Wl," + option), .. inputs]
            : ["-o", output, .. options, .. inputs];
    }

    void Run(IReadOnlyList<string> arguments, string library) {
        ProcessStartInfo start = new(program.Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Start(start);
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) {
            throw new BuildErrorException(BuildError.Link, $"linking {library} with {program.Path} failed (exit code {process.ExitCode}): {string.Join(" | ", errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(8))}");
        }
    }

    Process Start(ProcessStartInfo start) {
        try {
            return Process.Start(start)!;
        } catch (System.ComponentModel.Win32Exception error) {
            throw new BuildErrorException(BuildError.Link, $"the linker '{program.Path}' cannot be started: {error.Message}");
        }
    }
}
