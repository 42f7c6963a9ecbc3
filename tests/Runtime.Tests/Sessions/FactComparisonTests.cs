using System.IO;
using Sinter.Runtime.Naming;
using Sinter.Runtime.Tests.Files;
using Sinter.Runtime.Weights;
using Xunit;

namespace Sinter.Runtime.Tests;

public class FactComparisonTests {
    static readonly CheckpointFacts Facts = new() {
        Width = TinyLlama.Width, Hidden = TinyLlama.Hidden, Layers = TinyLlama.Layers, Heads = TinyLlama.Heads,
        KeyValueHeads = TinyLlama.KeyValueHeads, Vocabulary = TinyLlama.Vocabulary, NormEpsilon = 1e-5, RotaryTheta = 10_000,
    };

    [Fact]
    public void AFileThatSaysTheSameIsTaken() {
        using WeightFile file = Checkpoint();
        FactComparison.Check(file, Facts);
        FactComparison.Check(file, new CheckpointFacts());
        FactComparison.Check(file, Facts with { Context = 3, RotaryScaling = "linear" });
    }

    [Fact]
    public void EveryDifferenceIsNamed() {
        using WeightFile file = Checkpoint();
        WeightFileException error = Assert.Throws<WeightFileException>(
            () => FactComparison.Check(file, Facts with { Heads = 2, RotaryTheta = 500_000, NormEpsilon = 1e-6 }));
        Assert.Contains("heads: expected 2, found 3", error.Message);
        Assert.Contains("base of the rotary frequencies: expected 500000, found 10000", error.Message);
        Assert.Contains("epsilon of the norms", error.Message);
        Assert.DoesNotContain("width", error.Message);
    }

    [Fact]
    public void ALoadComparesThem() {
        string path = Write();
        ModelDescription description = FakeModel.Description with { Facts = Facts with { Heads = 1 } };
        Assert.Contains("heads: expected 1, found 3", Assert.Throws<WeightFileException>(
            () => LoadedModel.Load(description, path, FakeModel.Options())).Message);
    }

    static WeightFile Checkpoint() => WeightFile.Open(Write());

    static string Write() {
        string path = NativeSource.FreshPath(".bin");
        File.WriteAllBytes(path, new TinyLlama().Llama2C());
        return path;
    }
}
