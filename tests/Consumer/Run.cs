using System.Collections.Generic;
using System.Diagnostics;
using System.Threading.Tasks;

namespace Sinter.Consumer;

/// <summary>A program that has run to its end.</summary>
public sealed record Run(int ExitCode, string Output, string Errors) {
    /// <summary>Runs the .NET SDK, or an app by its assembly.</summary>
    public static Run Sdk(string folder, params string[] arguments) => Start("dotnet", arguments, folder);

    /// <summary>Runs a program.</summary>
    public static Run Start(string program, IEnumerable<string> arguments, string folder) {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // What the test runner's own host sets would reach the SDK that is started here.
        foreach (string name in (string[])["MSBUILD_EXE_PATH", "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly", "NUGET_PACKAGES"]) {
            start.Environment.Remove(name);
        }
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return new Run(process.ExitCode, output.Result, errors.Result);
    }
}
