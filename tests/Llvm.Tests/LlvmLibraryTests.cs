using System;
using System.Linq;
using Xunit;

namespace Sinter.Llvm.Tests;

public sealed class LlvmLibraryTests {
    [Fact]
    public void TheInstalledLibraryIsNewEnough() {
        Assert.True(LlvmLibrary.Version >= new Version(LlvmLibrary.OldestMajor, 0), $"{LlvmLibrary.Name} is {LlvmLibrary.Version}");
        Assert.Contains("LLVM", LlvmLibrary.Name);
    }

    [Fact]
    public void TheNamesOfEveryDistributionAreTried() {
        string[] names = [.. LlvmLibrary.Names(19, 20)];
        Assert.Equal(["libLLVM.so.19.1", "libLLVM-19.so", "libLLVM-19.so.1", "libLLVM.so.20.1", "libLLVM-20.so", "libLLVM-20.so.1"], names);
    }

    [Fact]
    public void TheHostIsDescribed() {
        HostProcessor host = HostProcessor.Detect();
        Assert.Contains("linux", host.Triple);
        Assert.NotEqual("", host.Cpu);
        Assert.All(host.Features.Split(','), feature => Assert.Contains(feature[0], "+-"));
        Assert.True(host.Features.Split(',').Length > 3, host.Features);
    }
}
