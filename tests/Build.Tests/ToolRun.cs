using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace Sinter.Build.Tests;

/// <summary>A program that has run to its end.</summary>
sealed record ToolRun(int ExitCode, string Output, string Errors) {
    /// <summary>Runs the compile tool as the build does.</summary>
    public static ToolRun Compile(IEnumerable<string> arguments, params (string Name, string? Value)[] variables) =>
        Start(Host, ["exec", typeof(LibraryBuild).Assembly.Location, .. arguments], Path.GetTempPath(), variables);

    /// <summary>Runs the .NET SDK.</summary>
    public static ToolRun Sdk(string folder, params string[] arguments) => Start(Host, arguments, folder);

    public static ToolRun Start(string program, IEnumerable<string> arguments, string folder, params (string Name, string? Value)[] variables) {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // What the test runner's own host sets would reach the SDK that is started here.
        foreach (string name in (string[])["MSBUILD_EXE_PATH", "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly"]) {
            start.Environment.Remove(name);
        }
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach ((string name, string? value) in variables) {
            start.Environment[name] = value;
        }
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return new ToolRun(process.ExitCode, output.Result, errors.Result);
    }

    static string Host => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
}
