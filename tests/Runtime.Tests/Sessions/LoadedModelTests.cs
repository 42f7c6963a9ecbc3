using System;
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

    sealed class Owner : IDisposable {
        public int Disposed;

        public void Dispose() => Disposed++;
    }
}
