using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace Sinter.EndToEnd.Tests;

/// <summary>Loops, branches and states: the same C# compiled and eager, and the same sequence in one call or in several.</summary>
public sealed class RecurrentTests {
    public static TheoryData<string> Entries => [.. CompiledAgainstEager.Entries(typeof(Loops))];

    [Theory]
    [MemberData(nameof(Entries))]
    public void CompiledEqualsEager(string entry) {
        foreach (int time in new[] { 1, 2, 13 }) {
            CompiledAgainstEager.Check<Loops>(path => Loops.Load(path), entry, time, 1e-5);
        }
    }

    [Fact]
    public void ASequenceInSeveralCallsGivesWhatOneCallGives() {
        Dictionary<string, (int[] Shape, float[] Values)> weights = [];
        Loops eager = new();
        foreach ((string path, Weight weight) in Checkpoint.Paths(eager)) {
            weights[path] = (weight.Shape.ToArray(), HashedWeights.Unit(5, path, weight.Shape.Count));
        }
        Checkpoint.Bind(eager, path => Tensor.From(weights[path].Values, weights[path].Shape));
        string file = Path.Combine(Path.GetTempPath(), $"sinter-{Guid.NewGuid():N}.safetensors");
        SafetensorsWriter.Write(file, weights);
        using Loops.Loaded model = Loops.Load(file);
        File.Delete(file);
        float[] x = HashedWeights.Unit(8, "x", 11 * 5);

        float[] whole = model.CreateSession().Recur(x).ToArray();
        Loops.Session session = model.CreateSession();
        List<float> parts = [], eagerly = [];
        foreach ((int first, int count) in new[] { (0, 4), (4, 1), (5, 1), (6, 5) }) {
            float[] piece = x[(first * 5)..((first + count) * 5)];
            parts.AddRange(session.Recur(piece).ToArray());
            eagerly.AddRange(Step.Run(first, Tensor.From(piece, count, 5), eager.Recur).ToArray<float>());
        }
        for (int i = 0; i < whole.Length; i++) {
            Assert.True(Math.Abs(whole[i] - parts[i]) < 1e-6 && Math.Abs(whole[i] - eagerly[i]) < 1e-5, $"element {i}: {whole[i]} at once, {parts[i]} in parts, {eagerly[i]} eagerly");
        }

        // A new sequence starts from nothing.
        session.Reset();
        Assert.Equal(whole.Take(7), session.Recur(x[..5]).ToArray());
        session.Recur(x[..5]);
        Assert.Contains("hidden", Assert.Throws<InvalidOperationException>(() => session.Rewind(1)).Message, StringComparison.Ordinal);
    }
}
