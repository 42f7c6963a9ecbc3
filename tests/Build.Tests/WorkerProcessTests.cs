using System;
using System.Diagnostics;
using System.Linq;
using Sinter.Build.Workers;
using Xunit;

namespace Sinter.Build.Tests;

/// <summary>What a worker may do wrong, by shells in its place.</summary>
public sealed class WorkerProcessTests {
    static readonly TimeSpan patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void OutputComesBack() => Assert.Equal("verb argument\nmore", Shell("echo $0 $1; echo more; echo noise >&2").Run("verb", "argument", "compiling App.A"));

    [Fact]
    public void AnArgumentArrivesWhole() => Assert.Equal("a \"b\" 'c' $d", Shell("printf %s \"$1\"").Run("verb", "a \"b\" 'c' $d", "compiling App.A"));

    [Theory]
    [InlineData("kill -SEGV $$", "segmentation fault")]
    [InlineData("kill -ABRT $$", "abort")]
    [InlineData("kill -ILL $$", "illegal instruction")]
    [InlineData("kill -KILL $$", "killed, perhaps for want of memory")]
    [InlineData("exit 1", "exit code 1")]
    [InlineData("exit 3", "exit code 3")]
    public void ACrashNamesTheModelAndTheCause(string script, string cause) {
        BuildErrorException error = Assert.Throws<BuildErrorException>(() => Shell("echo LLVM ERROR: cannot select >&2; " + script).Run("verb", "argument", "compiling App.A"));
        Assert.Equal("SIN2005", error.Error.Id);
        Assert.Contains("compiling App.A", error.Message);
        Assert.Contains(cause, error.Message);
        if (script != "exit 3") {
            Assert.Contains("LLVM ERROR: cannot select", error.Message);
        }
    }

    [Fact]
    public void ATimeOutStopsTheWorkerAndItsChildren() {
        Stopwatch clock = Stopwatch.StartNew();
        BuildErrorException error = Assert.Throws<BuildErrorException>(() => Shell("sleep 314 & sleep 314", TimeSpan.FromSeconds(0.5)).Run("verb", "argument", "compiling App.A"));
        Assert.Equal("SIN2006", error.Error.Id);
        Assert.Contains("compiling App.A took longer than 0.5 s", error.Message);
        Assert.True(clock.Elapsed < patience, $"stopping took {clock.Elapsed}");
    }

    [Fact]
    public void ARefusalKeepsItsId() {
        BuildErrorException error = Assert.Throws<BuildErrorException>(() => Shell("printf 'SIN2004\\nfirst line\\nsecond line'; exit 3").Run("verb", "argument", "compiling App.A"));
        Assert.Equal("SIN2004", error.Error.Id);
        Assert.Equal("compiling App.A: first line\nsecond line", error.Message);
    }

    [Fact]
    public void MuchOutputDoesNotBlock() =>
        Assert.Equal(200_000, Shell("i=0; while [ $i -lt 20000 ]; do echo 123456789; echo noise >&2; i=$((i+1)); done").Run("verb", "argument", "x").Count(letter => letter != '\n') + 20_000);

    [Fact]
    public void AProgramThatIsNotThereIsNamed() {
        BuildErrorException error = Assert.Throws<BuildErrorException>(() => new WorkerProcess("/absent/program", [], patience).Run("verb", "argument", "compiling App.A"));
        Assert.Contains("'/absent/program' cannot be started", error.Message);
    }

    static WorkerProcess Shell(string script) => Shell(script, patience);

    static WorkerProcess Shell(string script, TimeSpan timeout) => new("/bin/sh", ["-c", script], timeout);
}
