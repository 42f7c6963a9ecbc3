using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Sinter.Build.Workers;
using Xunit;

namespace Sinter.Build.Tests;

/// <summary>The whole build step, its workers in processes of their own.</summary>
public sealed class LibraryBuildTests : IDisposable {
    readonly TemporaryFolder folder = new();
    readonly List<string> progress = [];
    readonly List<string> details = [];

    public void Dispose() => folder.Dispose();

    string Library => folder["out/libapp.sinter.so"];

    [Fact]
    public void EveryModelIsInTheLibrary() {
        Assert.Empty(Build(Assembly(("App.A", 1), ("App.B", 2))));
        Assert.Equal(["Sinter: compiled App.A", "Sinter: compiled App.B"], progress.Select(line => line[..line.IndexOf(" for ", StringComparison.Ordinal)]).Order());
        nint handle = NativeLibrary.Load(Library);
        Assert.True(NativeLibrary.TryGetExport(handle, "App_A_Forward", out _));
        Assert.True(NativeLibrary.TryGetExport(handle, "App_B_Forward", out _));
        NativeLibrary.Free(handle);
    }

    [Fact]
    public void NothingChangedStartsNoWorker() {
        CompileOptions options = Assembly(("App.A", 1), ("App.B", 2));
        Assert.Empty(Build(options));
        DateTime written = File.GetLastWriteTimeUtc(Library);
        progress.Clear();
        details.Clear();
        // A worker that cannot be started: the description of this machine is kept as well.
        Assert.Empty(Build(options, new WorkerProcess("/absent", [], TimeSpan.FromSeconds(1))));
        Assert.Empty(progress);
        Assert.Contains(details, line => line.Contains("0 compiled, 2 reused, 0 failed", StringComparison.Ordinal));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Library));
    }

    [Fact]
    public void OnlyTheModelThatChangedIsCompiled() {
        Assert.Empty(Build(Assembly(("App.A", 1), ("App.B", 2))));
        byte[] before = File.ReadAllBytes(Library);
        progress.Clear();
        details.Clear();
        Assert.Empty(Build(Assembly(("App.A", 1), ("App.B", 3))));
        Assert.StartsWith("Sinter: compiled App.B", Assert.Single(progress));
        Assert.Contains(details, line => line.Contains("1 compiled, 1 reused, 0 failed", StringComparison.Ordinal));
        Assert.NotEqual(before, File.ReadAllBytes(Library));
        Assert.Equal(2, Directory.GetFiles(folder["kept/objects"], "*.o").Length);
    }

    [Fact]
    public void AnotherProcessorIsAnotherObject() {
        CompileOptions options = Assembly(("App.A", 1));
        Assert.Empty(Build(options with { Processor = Tier }));
        progress.Clear();
        Assert.Empty(Build(options with { Processor = "native" }));
        Assert.Single(progress);
    }

    [Fact]
    public void EachTierHasALibraryOfItsOwnUntilItIsNoLongerAskedFor() {
        CompileOptions options = Assembly(("App.A", 1)) with { Processor = "native+" + Tier };
        Assert.Empty(Build(options));
        string tier = folder[$"out/libapp.sinter.{Tier}.so"];
        Assert.Equal(2, progress.Count);
        foreach (string file in (string[])[Library, tier]) {
            nint handle = NativeLibrary.Load(file);
            Assert.True(NativeLibrary.TryGetExport(handle, "App_A_Forward", out _));
            NativeLibrary.Free(handle);
        }
        Assert.Empty(Build(options with { Processor = Tier }));
        Assert.Equal(2, progress.Count);
        Assert.True(File.Exists(Library));
        Assert.False(File.Exists(tier));
    }

    [Fact]
    public void ALostLibraryIsLinkedAgainFromKeptObjects() {
        CompileOptions options = Assembly(("App.A", 1));
        Assert.Empty(Build(options));
        File.Delete(Library);
        progress.Clear();
        Assert.Empty(Build(options));
        Assert.Empty(progress);
        Assert.True(File.Exists(Library));
    }

    [Fact]
    public void WithoutModelsThereIsNoLibrary() {
        Assert.Empty(Build(Assembly(("App.A", 1))));
        Assert.Empty(Build(Assembly()));
        Assert.False(File.Exists(Library));
    }

    [Fact]
    public void TheTextsAreKeptWhenAskedFor() {
        Assert.Empty(Build(Assembly(("App.A", 1)) with { EmitIntermediate = true, EmitAssembly = true }));
        Assert.Contains("App_A_Forward", File.ReadAllText(Assert.Single(Directory.GetFiles(folder["kept/objects"], "*.ll"))));
        Assert.Contains("App_A_Forward", File.ReadAllText(Assert.Single(Directory.GetFiles(folder["kept/objects"], "*.s"))));
    }

    [Fact]
    public void ABadPlanNamesItsModelAndTheOthersAreStillCompiled() {
        CompileOptions options = Options(TestAssembly.Write(folder.Path, "app", ("App.A", "bad text"), ("App.B", TinyPlan.Text("App.B", 1))));
        BuildError error = Assert.Single(Build(options));
        Assert.Equal("SIN2002", error.Id);
        Assert.Contains("the plan of App.A cannot be read", error.Message);
        Assert.StartsWith("Sinter: compiled App.B", Assert.Single(progress));
        Assert.False(File.Exists(Library));
    }

    [Fact]
    public void ACrashOfTheCompilerIsAnErrorForEachModel() {
        CompileOptions options = Assembly(("App.A", 1), ("App.B", 2)) with { Processor = Tier };
        IReadOnlyList<BuildError> errors = Build(options, new WorkerProcess("/bin/sh", ["-c", "kill -SEGV $$"], TimeSpan.FromSeconds(60)));
        Assert.Equal(["SIN2005", "SIN2005"], errors.Select(error => error.Id));
        Assert.Contains("compiling App.A", errors[0].Message);
        Assert.Contains("segmentation fault", errors[0].Message);
        Assert.Contains("compiling App.B", errors[1].Message);
        Assert.False(File.Exists(Library));
    }

    [Fact]
    public void ATimeOutIsAnErrorThatNamesTheModel() {
        BuildError error = Assert.Single(Build(Assembly(("App.A", 1)) with { Processor = Tier }, new WorkerProcess("/bin/sh", ["-c", "sleep 314"], TimeSpan.FromSeconds(0.5))));
        Assert.Equal("SIN2006", error.Id);
        Assert.Contains("compiling App.A", error.Message);
    }

    [Fact]
    public void AWorkerThatLeavesNothingIsFound() {
        BuildError error = Assert.Single(Build(Assembly(("App.A", 1)) with { Processor = Tier }, new WorkerProcess("/bin/true", [], TimeSpan.FromSeconds(60))));
        Assert.Contains("compiling App.A", error.Message);
        Assert.Contains("ended without a result", error.Message);
    }

    [Fact]
    public void ADamagedDescriptionOfThisMachineIsNamed() {
        CompileOptions options = Assembly(("App.A", 1)) with { Processor = "native" };
        Assert.Empty(Build(options));
        string kept = Assert.Single(Directory.GetFiles(folder["kept"], "host-*.txt"));
        File.WriteAllText(kept, "nonsense");
        BuildError error = Assert.Single(Build(options));
        Assert.Equal("SIN2010", error.Id);
        Assert.Contains(kept, error.Message);
    }

    [Fact]
    public void AFolderThatCannotBeWrittenIsNamed() {
        File.WriteAllText(folder["file"], "");
        BuildError error = Assert.Single(Build(Assembly(("App.A", 1)) with { Intermediate = folder["file/kept"] }));
        Assert.Equal("SIN2010", error.Id);
        Assert.Contains(folder["file"], error.Message);
    }

    static string Tier => Targets.TargetSelection.HostIdentifier == "linux-x64" ? "x86-64" : "armv8-a";

    CompileOptions Assembly(params (string Model, float Value)[] models) =>
        Options(TestAssembly.Write(folder.Path, "app", [.. models.Select(model => (model.Model, TinyPlan.Text(model.Model, model.Value)))]));

    CompileOptions Options(string assembly) =>
        CompileOptions.Parse(["--assembly", assembly, "--output", folder["out"], "--intermediate", folder["kept"], "--cpu", Tier]);

    IReadOnlyList<BuildError> Build(CompileOptions options, WorkerProcess? workers = null) =>
        new LibraryBuild(options, workers ?? ToolWorkers, line => Add(progress, line), line => Add(details, line)).Run();

    static void Add(List<string> lines, string line) {
        lock (lines) {
            lines.Add(line);
        }
    }

    // The test runner is the running program here, so the tool is named.
    static WorkerProcess ToolWorkers => new("dotnet", ["exec", typeof(LibraryBuild).Assembly.Location], TimeSpan.FromSeconds(120));
}
