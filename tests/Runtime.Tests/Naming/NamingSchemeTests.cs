using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Runtime.Naming;
using Sinter.Runtime.Tests.Files;
using Sinter.Runtime.Weights;
using Xunit;

namespace Sinter.Runtime.Tests.Naming;

public sealed class NamingSchemeTests : IDisposable {
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("layers.{i}.norm.scale", "layers.12.norm.scale", "blk.{i}.n", "blk.12.n")]
    [InlineData("a.{i}.b.{j}", "a.1.b.20", "x.{j}.{i}.{j}", "x.20.1.20")]
    [InlineData("a.{i}", "a.0", "{i}", "0")]
    [InlineData("a.{i}", "a.01", "{i}", null)]
    [InlineData("a.{i}", "a.", "{i}", null)]
    [InlineData("a.{i}", "a.-1", "{i}", null)]
    [InlineData("a.{i}", "a.1x", "{i}", null)]
    [InlineData("a.{i}", "a.99999999999", "{i}", null)]
    [InlineData("a.{i}.b", "a.1.c", "{i}", null)]
    [InlineData("a.b", "a.b.c", "x", null)]
    [InlineData("a.b.c", "a.b", "x", null)]
    [InlineData("{rest}.scale", "a.0.scale.scale", "{rest}.weight", "a.0.scale.weight")]
    [InlineData("{first}.{i}.{rest}", "a.b.7.c.8.d", "{i}|{first}|{rest}", "7|a.b|c.8.d")]
    [InlineData("{word}.{word}", "ab.ab", "{word}", "ab")]
    [InlineData("{word}.{word}", "ab.ac", "{word}", null)]
    [InlineData("{rest}", "", "{rest}", null)]
    public void PatternsCarryNumbersOver(string from, string name, string to, string? expected) =>
        Assert.Equal(expected, NamePattern.Parse(from).Match(name) is { } values ? NamePattern.Parse(to).Fill(values) : null);

    [Fact]
    public void EverySchemeNamesEveryWeightOfADecoderOnce() {
        foreach (CheckpointMapping scheme in NamingSchemes.All) {
            string[] paths = [.. TinyLlama.Shapes(ownOutput: true).Select(shape => shape.Path)], names = [.. paths.Select(scheme.Show)];
            Assert.Equal(names.Length, names.Distinct().Count());
            Assert.Equal(scheme == NamingSchemes.Canonical, paths.SequenceEqual(names));
        }
    }

    [Fact]
    public void TheFileDecidesWhereItFixesTheNames() {
        var llama = new TinyLlama();
        using WeightFile safetensors = WeightFile.Open(folder.Write("s", llama.Safetensors())), gguf = WeightFile.Open(folder.Write("g", llama.Gguf().Write())), bin = WeightFile.Open(folder.Write("b", llama.Llama2C()));
        Assert.Same(NamingSchemes.HuggingFaceLlama, NamingSchemes.For(safetensors, "HuggingFaceLlama"));
        Assert.Same(NamingSchemes.Canonical, NamingSchemes.For(safetensors, null));
        Assert.Same(NamingSchemes.GgufLlama, NamingSchemes.For(gguf, "HuggingFaceLlama"));
        Assert.Same(NamingSchemes.Canonical, NamingSchemes.For(gguf, null));
        Assert.Same(NamingSchemes.Llama2C, NamingSchemes.For(bin, null));
        Assert.Contains("no naming scheme is called 'Other'", Assert.Throws<ArgumentException>(() => NamingSchemes.For(bin, "Other")).Message);
        using WeightFile other = WeightFile.Open(folder.Write("o", new GgufBytes().Add("general.architecture", "qwen2").Write()));
        Assert.Contains("expected general.architecture to be 'llama', found 'qwen2'", Assert.Throws<WeightFileException>(() => NamingSchemes.For(other, "HuggingFaceLlama")).Message);
    }

    [Fact]
    public void FactsComeFromTheMetadata() {
        var llama = new TinyLlama();
        using WeightFile gguf = WeightFile.Open(folder.Write("g", llama.Gguf().Write())), bin = WeightFile.Open(folder.Write("b", llama.Llama2C()));
        CheckpointFacts facts = CheckpointFacts.Read(gguf);
        Assert.Equal(("llama", (long?)TinyLlama.Width, (long?)TinyLlama.Layers, 10_000d), (facts.Architecture, facts.Width, facts.Layers, facts.RotaryTheta));
        Assert.Equal(1e-5f, facts.NormEpsilon);
        Assert.Null(facts.Heads);
        Assert.Equal((TinyLlama.Heads, TinyLlama.Vocabulary), (CheckpointFacts.Read(bin).Heads, CheckpointFacts.Read(bin).Vocabulary));
        using WeightFile wrong = WeightFile.Open(folder.Write("w", new GgufBytes().Add("general.architecture", "llama").Add("llama.block_count", "two").Write()));
        Assert.Contains("metadata 'llama.block_count': expected an integer, found 'two'", Assert.ThrowsAny<WeightFileException>(() => CheckpointFacts.Read(wrong)).Message);
    }

    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("flaw", "lawn", 2)]
    [InlineData("same", "same", 0)]
    public void DistancesAreLevenshteins(string a, string b, int expected) {
        Assert.Equal(expected, NearestName.Distance(a, b, 100));
        Assert.Equal(expected, NearestName.Distance(b, a, 100));
        Assert.Equal(Math.Min(expected, 2), NearestName.Distance(a, b, 2));
    }
}
