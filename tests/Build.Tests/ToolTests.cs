using System;
using System.IO;
using System.Linq;
using Sinter.Build.Linking;
using Sinter.Build.Targets;
using Sinter.Llvm;
using Xunit;

namespace Sinter.Build.Tests;

/// <summary>The tool as a process: what is missing on the machine, and what it prints.</summary>
public sealed class ToolTests : IDisposable {
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ItCompilesAndSaysWhatItDid() {
        ToolRun run = Compile();
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Matches(@"^Sinter: compiled App\.A for \S+ in \d+\.\d s\n$", run.Output);
        Assert.Contains("1 models for", run.Errors);
        Assert.Contains("1 compiled, 0 reused, 0 failed", run.Errors);
        Assert.True(File.Exists(folder["out/libapp.sinter.so"]));
        Assert.Empty(File.ReadAllLines(folder["errors.txt"]));
    }

    [Fact]
    public void WithoutLlvmItSaysHowToGetIt() {
        string path = folder["libLLVM.so.absent"];
        ToolRun run = Compile((LlvmLibrary.PathVariable, path));
        ExpectError(run, "SIN2003", $"SINTER_LLVM is '{path}', which is no LLVM library that can be loaded");
    }

    [Fact]
    public void AnOldLlvmIsNamedWithItsVersion() {
        string path = OldLlvm();
        ToolRun run = Compile((LlvmLibrary.PathVariable, path));
        ExpectError(run, "SIN2003", $"'{path}', which is LLVM 18.1.8; LLVM 19 or newer is needed");
    }

    [Fact]
    public void WithoutALinkerItSaysWhatToInstall() {
        // The workers are started by the path of this very runtime, so an empty PATH hides the linkers only.
        ToolRun run = Compile(("PATH", folder["absent"]));
        ExpectError(run, "SIN2007", "apt-get install binutils");
    }

    [Fact]
    public void AWrongCommandLineShowsTheRightOne() {
        ToolRun run = ToolRun.Compile(["--assembly", "app.dll"]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("sinter-compile : error SIN2000: --output is missing", run.Errors);
        Assert.Contains("usage: sinter-compile", run.Errors);
    }

    [Fact]
    public void HelpListsEveryOption() {
        ToolRun run = ToolRun.Compile(["--help"]);
        Assert.Equal(0, run.ExitCode);
        Assert.All(["--assembly", "--output", "--intermediate", "--rid", "--configuration", "--cpu", "--emit", "--timeout", "--errors", "--details"], option => Assert.Contains(option, run.Output));
    }

    void ExpectError(ToolRun run, string id, string message) {
        Assert.Equal(1, run.ExitCode);
        string line = Assert.Single(run.Errors.Split('\n'), line => line.Contains(" : error ", StringComparison.Ordinal));
        Assert.StartsWith($"app.dll : error {id}: ", line);
        Assert.Contains(message, line);
        Assert.StartsWith(id + " ", Assert.Single(File.ReadAllLines(folder["errors.txt"])));
        Assert.False(File.Exists(folder["out/libapp.sinter.so"]));
    }

    ToolRun Compile(params (string Name, string? Value)[] variables) => ToolRun.Compile([
        "--assembly", TestAssembly.Write(folder.Path, "app", ("App.A", TinyPlan.Text("App.A", 1))), "--output", folder["out"], "--intermediate", folder["kept"],
        "--errors", folder["errors.txt"], "--details", "true",
    ], variables);

    // A library that answers as LLVM 18.1.8 would, made with the real one.
    string OldLlvm() {
        string triple = TargetSelection.Triple(TargetSelection.HostIdentifier);
        using (TargetCode code = TargetCode.Parse("old",
            "define void @LLVMGetVersion(ptr %a, ptr %b, ptr %c) {\n  store i32 18, ptr %a\n  store i32 1, ptr %b\n  store i32 8, ptr %c\n  ret void\n}\n", triple, "generic", "")) {
            code.WriteObject(folder["old.o"]);
        }
        string path = folder["libLLVM.so.18.1"];
        LinkerProgram linker = LinkerProgram.Find(true, Environment.GetEnvironmentVariable("PATH")!);
        ToolRun run = ToolRun.Start(linker.Path, ["-shared", "-o", path, folder["old.o"]], folder.Path);
        Assert.True(run.ExitCode == 0, run.Errors);
        return path;
    }
}
