using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Sinter.Blocks;
using Sinter.Rasp.Weights;
using Xunit;
using static Sinter.Rasp.Language;

namespace Sinter.Rasp.Tests.Weights;

/// <summary>The model that programs compile to: its declaration, its files, its options.</summary>
public class ArchitectureTests {
    static readonly int[] Numbers = [3, -1, 7];

    static RaspTransformer<int> Sorted(int length, Activation activation = Activation.Relu, bool layerNorm = false) =>
        RaspTransformer.Of(RaspProgram.Of((SOp<int> x) => Library.Sort(x)), (new WeightOptions(length) { Activation = activation, LayerNorm = layerNorm }).With("x", Numbers));

    static ProgramTransformer Declared(RaspTransformer transformer) {
        TransformerShape shape = transformer.Shape;
        var model = new ProgramTransformer(
            shape.Vocabulary, shape.Context, shape.Width, shape.HeadWidth, [.. shape.Heads], [.. shape.Hidden], shape.Outputs, shape.Causal, shape.Activation, shape.LayerNorm);
        Checkpoint.Bind(model, path => transformer.Weights.FirstOrDefault(weight => weight.Name == path) is { } weight ? Tensor.From([.. weight.Values], [.. weight.Shape]) : null);
        return model;
    }

    [Theory]
    [InlineData(Activation.Relu, false)]
    [InlineData(Activation.Gelu, false)]
    [InlineData(Activation.Relu, true)]
    [InlineData(Activation.Gelu, true)]
    public void The_declared_model_computes_it_eagerly(Activation activation, bool layerNorm) {
        foreach (RaspTransformer<int> transformer in (RaspTransformer<int>[])[
            Sorted(6, activation, layerNorm),
            RaspTransformer.Of(RaspProgram.Of((SOp<int> x) => Library.CumulativeSum(x)), (new WeightOptions(6) { Activation = activation, LayerNorm = layerNorm }).With("x", Numbers)),
        ]) {
            ProgramTransformer model = Declared(transformer);
            foreach (int[] input in (int[][])[[7], [7, 3, -1], [-1, -1, 3, 7, 3, 7]]) {
                int[][] tokens = transformer.Tokens(new Bindings().With("x", input));
                Tensor logits = Step.Run(0, tokens.Length, () => model.Forward(Tensor.From([.. tokens.SelectMany(row => row)], tokens.Length, 1)));
                float[] flat = logits.ToArray<float>();
                float[][] rows = [.. flat.Chunk(transformer.Shape.Outputs)];
                Assert.Equal(transformer.Run(input), transformer.Decode(rows, input.Length));
            }
        }
    }

    [Fact]
    public void Gelu_gives_the_same_values() {
        RaspTransformer<int> transformer = Sorted(5, Activation.Gelu);
        RaspProgram<int, int> program = RaspProgram.Of((SOp<int> x) => Library.Sort(x));
        foreach (int[] input in Restated.AllUpTo(5, Numbers).Where(input => input.Length > 0)) {
            Assert.Equal(program.Run(input), transformer.Run(input));
        }
    }

    [Fact]
    public void A_layer_norm_is_told_of_and_its_dimensions_are_named() {
        RaspTransformer<int> plain = Sorted(5), normed = Sorted(5, layerNorm: true);
        Assert.Contains("layer norm: beside ", normed.Report(), StringComparison.Ordinal);
        Assert.DoesNotContain("layer norm", plain.Report(), StringComparison.Ordinal);
        DimensionUse[] ofNorm = [.. normed.Residual.Where(use => use.Expression == "layer norm")];
        Assert.Equal(Enumerable.Range(normed.Shape.Width - 4, 4), ofNorm.Select(use => use.Dimension));
        Assert.Equal(3 + (2 * normed.Shape.Heads.Count(heads => heads > 0)) + (2 * normed.Shape.Hidden.Count(hidden => hidden > 0)) - 1, normed.Weights.Count(weight => weight.Name.Contains("norm.", StringComparison.Ordinal)));
        // Every position is as long as any other, up to what the report says: the mean is 0, and so is what is read of nothing.
        foreach (TransformerWeight weight in normed.Weights.Where(weight => weight.Shape.Length == 2 && (weight.Name.EndsWith("query.weight", StringComparison.Ordinal) || weight.Name.EndsWith("up.weight", StringComparison.Ordinal)))) {
            foreach (float[] row in weight.Values.Chunk(weight.Shape[1])) {
                Assert.InRange(row.Sum(value => (double)value), -1e-4, 1e-4);
            }
        }
    }

    [Fact]
    public void What_a_layer_norm_makes_too_coarse_is_refused() {
        var options = new WeightOptions(24) { LayerNorm = true };
        string message = Assert.Throws<RaspException>(() => RaspTransformer.Of(RaspProgram.Of((SOp<char> x) => Library.LongAddition(x)), options.With("x", "90+4"))).Message;
        Assert.Contains("the error in f32 can be ", message, StringComparison.Ordinal);
        Assert.Contains("LayerNorm", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Padding_changes_nothing() {
        foreach (int[] input in Restated.AllUpTo(4, Numbers).Where(input => input.Length > 0)) {
            RaspTransformer<int> transformer = Sorted(9);
            Assert.Equal(transformer.Run(input), transformer.Run(input, paddedTo: 9));
        }
    }

    [Fact]
    public void Numbers_may_be_numerical_where_the_options_say_so() {
        RaspProgram<int, int> program = RaspProgram.Of((SOp<int> x) => (x * 2) - Indices);
        WeightOptions options = new WeightOptions(5).With("x", Numbers);
        RaspTransformer<int> categorical = RaspTransformer.Of(program, options);
        RaspTransformer<int> numerical = RaspTransformer.Of(program, options.Encode("x", ValueEncoding.Numerical).Encode("indices", ValueEncoding.Numerical));
        // Two numbers and the flags, where the categories of three numbers and five positions were.
        Assert.Equal((11, 5), (categorical.Shape.Width, numerical.Shape.Width));
        Assert.Equal("[6, -3, 12]", numerical.Run([3, -1, 7]).ToString());
        Assert.Equal("[6, -3, 12]", categorical.Run([3, -1, 7]).ToString());
        RaspTransformer<int> counted = RaspTransformer.Of(RaspProgram.Of((SOp<int> x) => Library.Histogram(x).Named("count")), options.Encode("count", ValueEncoding.Categorical));
        Assert.Equal("[2, 1, 2]", counted.Run([3, 7, 3]).ToString());
        Assert.True(counted.Shape.Outputs > 1);
    }

    [Fact]
    public void Dimensions_are_used_again() {
        RaspTransformer<int> transformer = Sorted(12);
        DimensionUse[] uses = [.. transformer.Residual];
        Assert.True(uses.Length > transformer.Shape.Width, transformer.Report());
        Assert.Equal(Enumerable.Range(0, transformer.Shape.Width), uses.Select(use => use.Dimension).Distinct());
    }

    [Fact]
    public void Equal_selectors_are_one_head() {
        RaspProgram<int, (int, int, int)> program = RaspProgram.Of((SOp<int> x) => Zip(Max(UpToHere, x), SelectorWidth(Select(x, x, Equal)), SelectorWidth(Select(x, x, Equal) & All)));
        RaspTransformer<(int, int, int)> transformer = RaspTransformer.Of(program, new WeightOptions(4).With("x", Numbers));
        Assert.Equal(2, transformer.Shape.Heads[0]);
        Assert.Equal(program.Run([3, 7, 3]), transformer.Run([3, 7, 3]));
    }

    [Fact]
    public void A_trace_reads_every_value_off_the_running_model() {
        RaspTransformer<int> transformer = RaspTransformer.Of(RaspProgram.Of((SOp<char> tokens) => Library.Histogram(tokens)), new WeightOptions(5).With("tokens", "helo"));
        Assert.Equal(
            ["%0 = tokens  [embedding]  'h'  'e'  'l'  'l'  'o'", "%1 = select(%0, %0, ==)  [within what uses it]", "%2 = selector_width(%1)  [attention 1]  1  1  2  2  1"],
            transformer.Trace(new Bindings().With("tokens", "hello")).Select(step => step.ToString()));
    }

    [Fact]
    public void The_files_name_what_each_dimension_means() {
        string folder = Directory.CreateTempSubdirectory("sinter-rasp-").FullName;
        try {
            RaspTransformer<int> transformer = Sorted(5);
            transformer.Save(folder, "Sorted");
            using JsonDocument layout = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "Sorted.json")));
            Assert.Equal(transformer.Shape.Width, layout.RootElement.GetProperty("architecture").GetProperty("width").GetInt32());
            Assert.Equal(["rest", "padding", "nothing", "x -1", "x 3", "x 7"], layout.RootElement.GetProperty("embedding").EnumerateArray().Select(row => row.GetString()));
            Assert.Contains(layout.RootElement.GetProperty("residual").EnumerateArray(), use => use.GetProperty("expression").GetString() == "x" && use.GetProperty("meaning").GetString() == "7");
            using var file = Sinter.Runtime.Weights.WeightFile.Open(Path.Combine(folder, "Sorted.safetensors"));
            Assert.Contains("class Sorted", File.ReadAllText(Path.Combine(folder, "Sorted.cs")), StringComparison.Ordinal);
        } finally {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Library_programs_compile_within_seconds() {
        // Each takes a fraction of a second on a machine of its own; this is one of those that take longest.
        var clock = System.Diagnostics.Stopwatch.StartNew();
        RaspTransformer.Of(RaspProgram.Of((SOp<char> x) => Library.MostFrequent(x)), new WeightOptions(24).With("x", "abc"));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 30);
    }
}
