using System;
using System.IO;
using System.Linq;
using Sinter.EndToEnd.Tests.Programs;
using Sinter.Rasp;
using Sinter.Rasp.Weights;
using Sinter.Runtime;
using Xunit;

namespace Sinter.EndToEnd.Tests;

/// <summary>RASP programs as compiled transformers: the declarations in Programs are what the weight compiler writes, and are compiled as any model.</summary>
public sealed class ProgramTests {
    const int Longest = 6;

    [Fact]
    public void Reverse() => Check(RaspProgram.Of((SOp<char> x) => Library.Reverse(x)), Letters, "x", path => ReversedProgram.Load(path), nameof(ReversedProgram));

    [Fact]
    public void Sort() => Check(RaspProgram.Of((SOp<int> x) => Library.Sort(x)), Numbers, "x", path => SortedProgram.Load(path), nameof(SortedProgram));

    [Fact]
    public void A_causal_sum_with_gelu() =>
        Check(RaspProgram.Of((SOp<int> x) => Library.CumulativeSum(x)), Numbers, "x", path => CumulativeProgram.Load(path), nameof(CumulativeProgram), Activation.Gelu);

    [Fact]
    public void Sort_with_layer_normalisation() =>
        Check(RaspProgram.Of((SOp<int> x) => Library.Sort(x)), Numbers, "x", path => NormedSortProgram.Load(path), nameof(NormedSortProgram), layerNorm: true);

    [Fact]
    public void Fractions() => Check(RaspProgram.Of((SOp<char> x) => Library.FractionOfPrevious(x == 'a')), Letters, "x", path => FractionProgram.Load(path), nameof(FractionProgram));

    static readonly char[] Letters = ['c', 'a', 'b'];
    static readonly int[] Numbers = [3, -1, 7];

    static void Check<A, R>(RaspProgram<R> program, A[] vocabulary, string input, Func<string, LoadedModel> load, string name, Activation activation = Activation.Relu, bool layerNorm = false) {
        RaspTransformer<R> transformer = RaspTransformer.Of(program, (new WeightOptions(Longest) { Activation = activation, LayerNorm = layerNorm }).With(input, vocabulary));
        Assert.Equal(File.ReadAllText(Repository.File("tests", "EndToEnd.Tests", "Programs", $"{name}.cs")), transformer.Declaration("Sinter.EndToEnd.Tests.Programs", name));
        string file = Path.Combine(Path.GetTempPath(), $"sinter-{Guid.NewGuid():N}.safetensors");
        using (FileStream stream = File.Create(file)) {
            transformer.WriteSafetensors(stream);
        }
        using LoadedModel model = load(file);
        File.Delete(file);
        using ModelSession session = model.CreateSession(new SessionOptions { Threads = 1 });
        EntryCall call = session.Entry("Score");
        for (int seed = 0; seed < 40; seed++) {
            var random = new Random(seed);
            A[] values = [.. Enumerable.Range(0, random.Next(1, Longest + 1)).Select(_ => vocabulary[random.Next(vocabulary.Length)])];
            Bindings bindings = new Bindings().With(input, values);
            int[][] tokens = transformer.Tokens(bindings);
            session.Reset();
            call.Bind("Time", tokens.Length);
            call.Input<int>(0, [.. tokens.SelectMany(row => row)]);
            call.Run();
            float[][] logits = [.. call.Output<float>(0).ToArray().Chunk(transformer.Shape.Outputs)];
            Assert.True(program.Run(bindings).Equals(transformer.Decode(logits, values.Length)), $"{name}, seed {seed}: {bindings} expected {program.Run(bindings)}, found {transformer.Decode(logits, values.Length)}");
        }
    }
}
