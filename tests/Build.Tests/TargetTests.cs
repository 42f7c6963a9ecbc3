using System;
using Sinter.Build.Targets;
using Sinter.Compiler.Llvm;
using Xunit;

namespace Sinter.Build.Tests;

public sealed class TargetTests {
    [Theory]
    [InlineData("x86-64", 16, 16, false)]
    [InlineData("x86-64-v2", 16, 16, false)]
    [InlineData("x86-64-v3", 32, 16, true)]
    [InlineData("x86-64-v4", 64, 32, true)]
    [InlineData("armv8-a", 16, 32, false)]
    public void ATiersVectorsFollowFromItsFeatures(string tier, int bytes, int registers, bool fused) {
        TargetDescription target = TargetDescription.ForTier(tier);
        Assert.Equal((bytes, registers, fused), (target.VectorBytes, target.VectorRegisters, target.HasFeature("fma")));
    }

    [Fact]
    public void AFeatureThatIsLackingIsNotThere() {
        TargetDescription target = TargetDescription.ForProcessor("x86_64-unknown-linux-gnu", "some", "+avx2,-avx512f,-avx512vl", 0, 0, 0);
        Assert.True(target.HasFeature("avx2"));
        Assert.False(target.HasFeature("avx512f"));
        Assert.False(target.HasFeature("avx"));
        Assert.Equal(32, target.VectorBytes);
    }

    [Fact]
    public void CachesThatAreNotReportedAreTakenAsCommon() {
        TargetDescription target = TargetDescription.ForProcessor("x86_64-unknown-linux-gnu", "some", "", 49152, 0, 0);
        Assert.Equal((49152, 524288, 8388608), (target.Level1Bytes, target.Level2Bytes, target.Level3Bytes));
    }

    [Fact]
    public void TheTextFormReadsBack() {
        foreach (string tier in TargetDescription.Tiers) {
            TargetDescription target = TargetDescription.ForTier(tier);
            TargetDescription back = TargetDescription.Parse(target.Print());
            Assert.Equal(target, back);
            Assert.Equal(target.GetHashCode(), back.GetHashCode());
        }
        Assert.NotEqual(TargetDescription.ForTier("x86-64-v2"), TargetDescription.ForTier("x86-64-v3"));
    }

    [Theory]
    [InlineData("", "line 1 of a target description starts with 'triple '")]
    [InlineData("triple t\ncpu c\nfeature x", "line 3 of a target description starts with 'features ', not 'feature x'")]
    [InlineData("triple t\ncpu c\nfeatures \nvector 16 bytes, 16 registers\ncaches 1 2", "3 cache sizes, not")]
    [InlineData("triple t\ncpu c\nfeatures \nvector wide bytes, 16 registers\ncaches 1 2 3", "'wide' in a target description is no number")]
    public void ADamagedTextIsQuoted(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => TargetDescription.Parse(text)).Message);

    [Fact]
    public void AutomaticIsThisMachinesProcessorOnlyHere() {
        string other = TargetSelection.HostIdentifier == "linux-x64" ? "linux-arm64" : "linux-x64";
        Assert.Equal("native", TargetSelection.Resolve(TargetSelection.HostIdentifier, "auto"));
        Assert.Equal(other == "linux-arm64" ? "armv8-a" : "x86-64-v3", TargetSelection.Resolve(other, "auto"));
        Expect(() => TargetSelection.Resolve(other, "native"), $"none for '{other}'", "set SinterCpu to a tier");
    }

    [Fact]
    public void AListNamesItsLibrariesByTier() {
        Assert.Equal([("native", "")], TargetSelection.ResolveAll(TargetSelection.HostIdentifier, "auto"));
        Assert.Equal([("x86-64-v3", "")], TargetSelection.ResolveAll("linux-x64", "x86-64-v3"));
        Assert.Equal([("x86-64-v2", ".x86-64-v2"), ("x86-64-v3", ".x86-64-v3"), ("x86-64-v4", ".x86-64-v4")], TargetSelection.ResolveAll("linux-x64", "tiers"));
        Assert.Equal([("armv8-a", ".armv8-a")], TargetSelection.ResolveAll("linux-musl-arm64", "tiers"));
        string tier = TargetSelection.HostIdentifier == "linux-x64" ? "x86-64" : "armv8-a";
        Assert.Equal([("native", ""), (tier, "." + tier)], TargetSelection.ResolveAll(TargetSelection.HostIdentifier, $"auto+{tier}"));
        Expect(() => TargetSelection.ResolveAll("linux-x64", "x86-64-v2+x86-64-v2"), "twice");
    }

    [Fact]
    public void WhatCannotBeCompiledForIsNamed() {
        Expect(() => TargetSelection.Resolve("win-x64", "auto"), "not for 'win-x64'");
        Expect(() => TargetSelection.Tier("linux-x64", "pentium"), "no processor 'pentium'", "x86-64-v3");
        Expect(() => TargetSelection.Tier("linux-x64", "armv8-a"), "'armv8-a' is no processor of 'linux-x64'");
        Assert.Equal("x86_64-unknown-linux-musl", TargetSelection.Tier("linux-musl-x64", "x86-64-v3").Triple);
    }

    [Fact]
    public void AHostsNameChangesWithItsProcessorOnly() {
        string[] report = ["processor\t: 0", "model name\t: Some CPU", "cpu MHz\t\t: 2800.1", "flags\t\t: fma avx2", "", "processor\t: 1", "flags\t\t: fma"];
        string name = HostIdentity.Name(report);
        Assert.Matches("^host-[0-9a-f]{16}\\.txt$", name);
        Assert.Equal(name, HostIdentity.Name([.. report[..2], "cpu MHz\t\t: 1200.7", .. report[3..]]));
        Assert.NotEqual(name, HostIdentity.Name([.. report[..3], "flags\t\t: fma avx2 avx512f", .. report[4..]]));
    }

    static void Expect(Action action, params string[] parts) {
        BuildErrorException error = Assert.Throws<BuildErrorException>(action);
        Assert.Equal("SIN2009", error.Error.Id);
        Assert.All(parts, part => Assert.Contains(part, error.Message));
    }
}
