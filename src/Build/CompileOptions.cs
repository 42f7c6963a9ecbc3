using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace Sinter.Build;

/// <summary>What to compile, for which processor, and where the results go.</summary>
/// <param name="Assembly">The built assembly that embeds the plans.</param>
/// <param name="Output">The folder of the native library.</param>
/// <param name="Intermediate">The folder of what is kept between builds.</param>
/// <param name="RuntimeIdentifier">The system the library is for, such as linux-x64.</param>
/// <param name="Configuration">Debug keeps symbols in the library; any other strips them.</param>
/// <param name="Processor">"native", a tier such as x86-64-v3, "auto", "tiers", or several joined by a plus sign.</param>
/// <param name="EmitIntermediate">Keep the LLVM IR beside the objects.</param>
/// <param name="EmitAssembly">Keep the assembly text beside the objects.</param>
/// <param name="Timeout">How long the compilation of one model may take.</param>
/// <param name="ErrorFile">Where to list errors for the build targets; null for none.</param>
/// <param name="Details">Report on standard error what was compiled and what was reused.</param>
public sealed record CompileOptions(
    string Assembly, string Output, string Intermediate, string RuntimeIdentifier, string Configuration, string Processor,
    bool EmitIntermediate, bool EmitAssembly, TimeSpan Timeout, string? ErrorFile, bool Details) {
    /// <summary>How the tool is called.</summary>
    public const string Usage = """
        usage: sinter-compile --assembly app.dll --output folder [option value]...
          --assembly file        the built assembly; its plans are read from metadata, no code of it runs
          --output folder        where lib<assembly>.sinter.so goes
          --intermediate folder  where objects are kept between builds (default: the output folder's .sinter)
          --rid identifier       the system to compile for (default: linux-x64 or linux-arm64, as this machine is)
          --configuration name   Debug keeps symbols in the library (default: Release)
          --cpu name             native, or a tier: x86-64, x86-64-v2, x86-64-v3, x86-64-v4, armv8-a
                                 (default: auto, which is native where this machine can run the result);
                                 several joined by +, or tiers for all that an app is published for, give
                                 lib<assembly>.sinter.<tier>.so each, of which the app loads the best that can run
          --emit list            ir, asm: keep these texts beside the objects
          --timeout seconds      for each model (default: 300)
          --errors file          list errors here for the build targets
          --details true         say on standard error what was compiled and what was reused
          @file                  arguments from a file, one on each line
        """;

    /// <summary>The file name of the library of an assembly.</summary>
    public string LibraryName => LibraryNameFor("");

    /// <summary>The file name of the library for one processor of several.</summary>
    /// <param name="suffix">What tells it from the others, such as <c>.x86-64-v3</c>.</param>
    public string LibraryNameFor(string suffix) => $"lib{Path.GetFileNameWithoutExtension(Assembly)}.sinter{suffix}.so";

    /// <summary>Reads a command line.</summary>
    /// <exception cref="BuildErrorException">An argument is unknown, repeated, missing or malformed.</exception>
    public static CompileOptions Parse(IEnumerable<string> arguments) {
        Dictionary<string, string> values = Pairs(Expand(arguments));
        string Take(string name, string otherwise) => values.Remove(name, out string? value) ? value : otherwise;
        string Require(string name) => values.Remove(name, out string? value) ? value : throw Wrong($"{name} is missing");

        string output = Require("--output");
        string[] emit = Take("--emit", "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (Array.Find(emit, kind => kind is not ("ir" or "asm")) is { } unknown) {
            throw Wrong($"--emit takes ir and asm, not '{unknown}'");
        }
        string timeout = Take("--timeout", "300");
        if (!double.TryParse(timeout, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) || !(seconds is > 0 and <= 86400)) {
            throw Wrong($"--timeout takes a number of seconds up to a day, not '{timeout}'");
        }
        string details = Take("--details", "false");
        if (details is not ("true" or "false")) {
            throw Wrong($"--details takes true or false, not '{details}'");
        }
        CompileOptions options = new(
            Require("--assembly"), output, Take("--intermediate", Path.Combine(output, ".sinter")), Take("--rid", Targets.TargetSelection.HostIdentifier),
            Take("--configuration", "Release"), Take("--cpu", Targets.TargetSelection.Automatic), Array.IndexOf(emit, "ir") >= 0, Array.IndexOf(emit, "asm") >= 0,
            TimeSpan.FromSeconds(seconds), values.Remove("--errors", out string? errors) ? errors : null, details == "true");
        foreach (string left in values.Keys) {
            throw Wrong($"there is no option {left}");
        }
        return options;
    }

    static IEnumerable<string> Expand(IEnumerable<string> arguments) {
        foreach (string argument in arguments) {
            if (!argument.StartsWith('@')) {
                yield return argument;
                continue;
            }
            string[] lines;
            try {
                lines = File.ReadAllLines(argument[1..]);
            } catch (Exception error) when (error is IOException or UnauthorizedAccessException) {
                throw Wrong($"the argument file '{argument[1..]}' cannot be read: {error.Message}");
            }
            foreach (string line in lines) {
                if (line.Length > 0) {
                    yield return line;
                }
            }
        }
    }

    static Dictionary<string, string> Pairs(IEnumerable<string> arguments) {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        string? name = null;
        foreach (string argument in arguments) {
            if (name is not null) {
                if (!values.TryAdd(name, argument)) {
                    throw Wrong($"{name} is given twice");
                }
                name = null;
            } else if (argument.StartsWith("--", StringComparison.Ordinal)) {
                name = argument;
            } else {
                throw Wrong($"'{argument}' is no option; options start with --");
            }
        }
        return name is null ? values : throw Wrong($"{name} has no value");
    }

    static BuildErrorException Wrong(string message) => new(BuildError.CommandLine, message);
}
