using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Sinter.Runtime;
using Xunit;

namespace Sinter.EndToEnd.Tests;

/// <summary>Recurrent blocks, linear maps, experts and convolutions: compiled as they are eagerly.</summary>
public sealed class LayerTests {
    const int Rows = 13;

    public static TheoryData<string> RecurrentEntries => [.. CompiledAgainstEager.Entries(typeof(RecurrentBlocks))];

    public static TheoryData<string> MapEntries => [.. CompiledAgainstEager.Entries(typeof(MapBlocks))];

    // Variances are positive.
    [Theory]
    [MemberData(nameof(MapEntries))]
    public void MapsCompiledEqualEager(string entry) {
        foreach (int time in new[] { 1, 29 }) {
            CompiledAgainstEager.Check<MapBlocks>(path => MapBlocks.Load(path), entry, time, 1e-5, value => 0.6f + 0.4f * value);
        }
    }

    [Theory]
    [MemberData(nameof(RecurrentEntries))]
    public void RecurrentBlocksCompiledEqualEagerAtOnce(string entry) {
        CompiledAgainstEager.Check<RecurrentBlocks>(path => RecurrentBlocks.Load(path), entry, 1, 1e-5);
        CompiledAgainstEager.Check<RecurrentBlocks>(path => RecurrentBlocks.Load(path), entry, Rows, 1e-5);
    }

    [Theory]
    [MemberData(nameof(RecurrentEntries))]
    public void CallsOfAnyLengthGoOnWhereTheLastOneStopped(string entry) {
        Dictionary<string, (int[] Shape, float[] Values)> weights = [];
        foreach ((string path, Weight declared) in Checkpoint.Paths(new RecurrentBlocks())) {
            weights[path] = (declared.Shape.ToArray(), HashedWeights.Unit(37, path, declared.Shape.Count));
        }
        string file = Path.Combine(Path.GetTempPath(), $"sinter-{Path.GetRandomFileName()}.safetensors");
        SafetensorsWriter.Write(file, weights);
        using LoadedModel model = RecurrentBlocks.Load(file);
        File.Delete(file);
        int width = (int)typeof(RecurrentBlocks).GetMethod(entry)!.GetParameters()[0].GetCustomAttribute<ShapeAttribute>()!.Extents[1];
        float[] x = HashedWeights.Unit(41, entry, Rows * width);
        float[] whole = Run(model, entry, x, width, Rows);
        foreach (int[] calls in (int[][])[[.. Enumerable.Repeat(1, Rows)], [4, 1, 8], [1, 12]]) {
            float[] found = Run(model, entry, x, width, calls);
            double largest = whole.Max(System.Math.Abs), worst = whole.Zip(found).Max(pair => System.Math.Abs((double)pair.First - pair.Second)) / largest;
            Assert.True(worst < 1e-5, $"{entry} in calls of {string.Join(", ", calls)}: {worst:E2} from the same at once");
        }
    }

    [Theory]
    [InlineData(nameof(RecurrentBlocks.RunLstm), 6)]
    [InlineData(nameof(RecurrentBlocks.RunDelta), 8)]
    public void ACopyOfASessionHasItsStates(string entry, int width) {
        Dictionary<string, (int[] Shape, float[] Values)> weights = [];
        foreach ((string path, Weight declared) in Checkpoint.Paths(new RecurrentBlocks())) {
            weights[path] = (declared.Shape.ToArray(), HashedWeights.Unit(43, path, declared.Shape.Count));
        }
        string file = Path.Combine(Path.GetTempPath(), $"sinter-{Path.GetRandomFileName()}.safetensors");
        SafetensorsWriter.Write(file, weights);
        using LoadedModel model = RecurrentBlocks.Load(file);
        File.Delete(file);
        float[] x = HashedWeights.Unit(47, entry, 9 * width);
        using ModelSession first = model.CreateSession(), second = model.CreateSession();
        float[] Feed(ModelSession session, int from, int rows) {
            EntryCall call = session.Entry(entry);
            call.Input<float>(0, System.MemoryExtensions.AsSpan(x, from * width, rows * width));
            call.Run();
            return call.Output<float>(0).ToArray();
        }

        Feed(second, 3, 6);
        Feed(first, 0, 5);
        second.CopyFrom(first);
        float[] expected = Feed(first, 5, 4);
        Feed(first, 0, 2);
        Assert.Equal(expected, Feed(second, 5, 4));
    }

    static float[] Run(LoadedModel model, string entry, float[] x, int width, params int[] calls) {
        using ModelSession session = model.CreateSession();
        EntryCall call = session.Entry(entry);
        List<float> all = [];
        int done = 0;
        foreach (int rows in calls) {
            call.Input<float>(0, System.MemoryExtensions.AsSpan(x, done * width, rows * width));
            call.Run();
            all.AddRange(call.Output<float>(0));
            done += rows;
        }
        return [.. all];
    }
}
