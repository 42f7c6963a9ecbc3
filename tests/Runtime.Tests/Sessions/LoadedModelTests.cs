using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using Sinter.Runtime.Weights;
using Xunit;

namespace Sinter.Runtime.Tests;

public class LoadedModelTests {
    [Fact]
    public void ASessionKeepsTheWeightsOfADisposedModel() {
        LoadedModel model = FakeModel.Load(2);
        ModelSession first = model.CreateSession(), second = model.CreateSession(new SessionOptions { Threads = 1 });
        model.Dispose();
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.CreateSession());
        Assert.Equal(FakeModel.Logits([3]), first.Forward([3]).ToArray());
        first.Dispose();
        Assert.Equal(FakeModel.Logits([8]), second.Forward([8]).ToArray());
        second.Dispose();
    }

    [Fact]
    public void TheWeightsGoWithTheLastOfModelAndSessions() {
        var owner = new Owner();
        LoadedModel model = new(FakeModel.Description, FakeModel.Options(), () => new ModelWeights(FakeModel.Weights().Pointers.ToArray(), owner));
        ModelSession first = model.CreateSession(), second = model.CreateSession();
        first.Dispose();
        model.Dispose();
        Assert.Equal(0, owner.Disposed);
        second.Dispose();
        Assert.Equal(1, owner.Disposed);
        second.Dispose();
        model.Dispose();
        Assert.Equal(1, owner.Disposed);
    }

    [Fact]
    public void AFailedLoadFreesWhatItOpened() {
        var owner = new Owner();
        LoadOptions impossible = FakeModel.Options(threads: -1);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new LoadedModel(FakeModel.Description, impossible, () => new ModelWeights([0], owner)));
        Assert.Equal(1, owner.Disposed);
    }

    [Fact]
    public void WeightsComeFromAFile() {
        float[] weight = [.. Enumerable.Range(0, FakeModel.Vocabulary).Select(FakeModel.Weight)];
        using LoadedModel model = LoadedModel.Load(FakeModel.Description, Safetensors("weight", weight), FakeModel.Options(2));
        using ModelSession session = model.CreateSession();
        Assert.Equal(FakeModel.Logits([4, 5]), session.Forward([4, 5]).ToArray());
        Assert.True(model.LoadTime > TimeSpan.Zero);
    }

    [Theory]
    [InlineData("other", FakeModel.Vocabulary)]
    [InlineData("weight", FakeModel.Vocabulary - 1)]
    public void AFileWithoutTheWeightsIsRefused(string name, int length) {
        WeightFileException error = Assert.ThrowsAny<WeightFileException>(
            () => LoadedModel.Load(FakeModel.Description, Safetensors(name, new float[length]), FakeModel.Options()));
        Assert.Contains("weight", error.Message);
    }

    [Fact]
    public void AMissingWeightFileIsNamed() {
        string path = NativeSource.FreshPath(".safetensors");
        Assert.Contains(path, Assert.ThrowsAny<WeightFileException>(() => LoadedModel.Load(FakeModel.Description, path, FakeModel.Options())).Message);
    }

    [Fact]
    public void AnUnknownNamingIsRefused() {
        LoadOptions options = FakeModel.Options() with { Naming = "Nobody" };
        Assert.Contains("Nobody", Assert.Throws<ArgumentException>(
            () => LoadedModel.Load(FakeModel.Description, Safetensors("weight", new float[FakeModel.Vocabulary]), options)).Message);
    }

    [Fact]
    public void AnUnknownEntryIsAnsweredWithTheKnownOnes() {
        using LoadedModel model = FakeModel.Load();
        using ModelSession session = model.CreateSession();
        Assert.Contains("Forward, Score, found 'forward'", Assert.Throws<ArgumentException>(() => session.Entry("forward")).Message);
    }

    [Fact]
    public void ContradictoryDescriptionsAreRefused() {
        ModelDescription sound = FakeModel.Description;
        EntryDescription forward = sound.Entries[0];
        Refused("Time", sound with { Symbols = [new("Time", 3, 2), sound.Symbols[1]] });
        Refused("without fixed symbols", sound with { Entries = [sound.Entries[1]] });
        Refused("same number of inputs", sound with { Entries = [forward, sound.Entries[1] with { Inputs = [] }] });
        Refused("integer type", sound with { Entries = [forward with { Inputs = [forward.Inputs[0] with { Type = ScalarType.F32 }] }] });
        Refused("outermost axis", sound with { Entries = [forward with { Inputs = [forward.Inputs[0] with { Shape = [2, new Extent(new Term(1, 0))] }] }] });
    }

    static void Refused(string expected, ModelDescription description) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => new LoadedModel(description, FakeModel.Options(), FakeModel.Weights)).Message);

    static string Safetensors(string name, float[] values) {
        string path = NativeSource.FreshPath(".safetensors");
        string header = $"{{\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{values.Length}],\"data_offsets\":[0,{values.Length * 4}]}}}}".PadRight(96);
        File.WriteAllBytes(path, [.. BitConverter.GetBytes(96L), .. Encoding.ASCII.GetBytes(header), .. MemoryMarshal.AsBytes<float>(values)]);
        return path;
    }

    sealed class Owner : IDisposable {
        public int Disposed;

        public void Dispose() => Disposed++;
    }
}
