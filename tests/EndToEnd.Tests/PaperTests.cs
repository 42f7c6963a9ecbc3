using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Sinter.EndToEnd.Tests.Papers;
using Sinter.Runtime;
using Xunit;
using Xunit.Abstractions;

namespace Sinter.EndToEnd.Tests;

/// <summary>
/// Architectures as a researcher would write them from a page of a paper, in ten styles of C#: the same C# compiled and eager, at random
/// weights, with inputs of every element type.
/// </summary>
public sealed class PaperTests(ITestOutputHelper output) {
    // Sums of a few hundred products in single precision, through a few layers; against the largest magnitude of an output.
    private const double Bound = 2e-5;

    // One step of bfloat16, where a value lies on the border between two.
    private const double BrainBound = 1.0 / 128;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(24)]
    public void LayersByATable(int time) => Check<LayerwiseDecoder>(time);

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    public void MixersThatPlugIn(int time) => Check<PluggableMixer>(time);

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    public void ADictionaryOfHeads(int batch) => Check<TaskHeads>(batch);

    [Theory]
    [InlineData(3)]
    [InlineData(50)]
    public void ComplexNumbersAsARecord(int time) => Check<ComplexStates>(time);

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void PolynomialsThatAreYielded(int batch) => Check<ChebyshevNetwork>(batch);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void GatheringsThatAreDelegates(int nodes) => Check<MessagePassing>(nodes);

    [Fact]
    public void AStackOfWhatIsLeftBehind() => Check<PyramidVision>(0);

    [Theory]
    [InlineData(1)]
    [InlineData(19)]
    public void ExpertsInAMixture(int time) => Check<RoutedExperts>(time);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    public void TowersThatInherit(int batch, int images) => Check<TwoTowers>(batch, images);

    [Theory]
    [InlineData(5)]
    [InlineData(5, 1, 3, 1)]
    public void MemoriesBesideACache(params int[] calls) => Check<MemoryDecoder>([calls[0]], calls);

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    public void AStackReadFromAText(int batch) => Check<SpecifiedStack>(batch);

    [Theory]
    [InlineData(6)]
    [InlineData(4, 1, 2)]
    public void CellsThatAreTypes(params int[] calls) => Check<RecurrentCells>([calls[0]], calls);

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void AGraphOfOperationsFoundBySearch(int batch) => Check<OperatorGraph>(batch);

    private void Check<TModel>(params int[] extents) where TModel : new() => Check<TModel>(extents, null);

    private void Check<TModel>(int[] extents, int[]? calls) where TModel : new() {
        ModelDescription description = (ModelDescription)typeof(TModel).GetProperty("Description")!.GetValue(null)!;
        TModel eager = new();
        Dictionary<string, (int[] Shape, float[] Values)> weights = [];
        Checkpoint.Bind(eager, path => {
            int[] shape = [.. description.Weights.Single(weight => weight.Path == path).Shape.Select(extent => (int)extent)];
            int count = shape.Aggregate(1, (product, extent) => product * extent);
            float scale = 1.5f / MathF.Sqrt(shape[^1]);
            float[] values = [.. HashedWeights.Unit(11, path, count).Select(value => shape.Length == 1 ? 1 + value / 4 : value * scale)];
            weights[path] = (shape, values);
            return Tensor.From(values, shape);
        });
        string path = Path.Combine(Path.GetTempPath(), $"sinter-{Guid.NewGuid():N}.safetensors");
        SafetensorsWriter.Write(path, weights);
        try {
            foreach (int threads in (int[])[1, 2]) {
                using LoadedModel model = LoadedModel.Load(description, path, new LoadOptions { Threads = threads });
                foreach (EntryDescription entry in description.Entries.Where(entry => entry.FixedSymbols.IsEmpty)) {
                    using ModelSession session = model.CreateSession();
                    Checkpoint.Reset(eager!);
                    int past = 0;
                    foreach (int call in calls ?? [extents[0]]) {
                        int[] now = calls is null ? extents : [call];
                        Compare(description, entry, session, eager!, now, past, threads);
                        past += call;
                    }
                }
            }
        } finally {
            File.Delete(path);
        }
    }

    private void Compare(ModelDescription description, EntryDescription entry, ModelSession session, object eager, int[] extents, int past, int threads) {
        // The symbols but Past, in their order.
        string[] names = [.. description.Symbols.Select(symbol => symbol.Name)];
        string[] own = [.. names.Where(name => name != "Past")];
        long[] symbols = [.. names.Select(name => name == "Past" ? past : (long)extents[Array.IndexOf(own, name)])];
        EntryCall call = session.Entry(entry.Name);
        object?[] tensors = [.. entry.Inputs.Select((input, i) => {
            int[] shape = [.. input.Shape.Select(extent => (int)extent.Evaluate(symbols))];
            string?[] labels = [.. input.Shape.Select(extent => extent.Terms is [{ Coefficient: 1, Symbols: [int only] }] ? names[only] : null)];
            return Elements.Give(call, i, input.Type, shape, HashedWeights.Unit((ulong)(5 + past), input.Name, shape.Aggregate(1, (product, extent) => product * extent))).Labelled(labels);
        })];
        call.Run();
        MethodInfo method = eager.GetType().GetMethod(entry.Name)!;
        object result = Step.Run(past, Array.IndexOf(own, "Time") is >= 0 and var time ? extents[time] : 0, () => method.Invoke(eager, BindingFlags.DoNotWrapExceptions, null, tensors, null)!);
        Tensor[] expected = result is System.Runtime.CompilerServices.ITuple tuple ? [.. Enumerable.Range(0, tuple.Length).Select(i => (Tensor)tuple[i]!)] : [(Tensor)result];
        for (int i = 0; i < expected.Length; i++) {
            string what = $"{description.Name}.{entry.Name}, {entry.Outputs[i].Name}, extents {string.Join(", ", extents)} after {past}, {threads} threads";
            double[] eagerly = Elements.Of(expected[i]);
            double[] compiled = Elements.Of(call, i, entry.Outputs[i].Type);
            Assert.True(eagerly.Length == compiled.Length, $"{what}: expected {eagerly.Length} elements, found {compiled.Length}");
            double largest = eagerly.Select(Math.Abs).Append(1e-30).Max();
            double worst = eagerly.Zip(compiled, (a, b) => Math.Abs(a - b)).Append(0).Max() / largest;
            double bound = entry.Outputs[i].Type switch { ScalarType.F32 => Bound, ScalarType.BF16 => BrainBound, _ => 0 };
            output.WriteLine($"{what}: {worst:E2}");
            Assert.True(worst <= bound, $"{what}: {worst:E2} of the largest magnitude {largest:G4}, allowed are {bound:E1}");
            Assert.True(largest > 1e-3 || entry.Outputs[i].Type != ScalarType.F32, $"{what}: nothing but zeros shows nothing");
        }
    }
}
