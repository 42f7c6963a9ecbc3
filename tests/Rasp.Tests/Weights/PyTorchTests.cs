using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Sinter.Rasp.Weights;
using Xunit;

namespace Sinter.Rasp.Tests.Weights;

/// <summary>
/// An exported program in PyTorch: the fixtures are its file, sequences of tokens, and what tests/reference/rasp_weights.py
/// prints for these.
/// </summary>
public class PyTorchTests {
    static readonly int[] Numbers = [3, -1, 7];
    static readonly RaspProgram<int, int> Program = RaspProgram.Of((SOp<int> x) => Library.Sort(x));
    static readonly RaspTransformer<int> Transformer = RaspTransformer.Of(Program, new WeightOptions(5).With("x", Numbers));

    static byte[] Fixture(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "fixtures", name));

    [Fact]
    public void The_file_is_the_one_that_PyTorch_ran() {
        using var written = new MemoryStream();
        Transformer.WriteSafetensors(written);
        Assert.Equal(Fixture("sorted.safetensors"), written.ToArray());
    }

    [Fact]
    public void Its_outputs_are_the_sorted_numbers() {
        int[][][] sequences = JsonSerializer.Deserialize<int[][][]>(Fixture("sorted.tokens.json"))!;
        float[][][] outputs = JsonSerializer.Deserialize<float[][][]>(Fixture("sorted.logits.json"))!;
        Assert.Equal(40, sequences.Length);
        foreach ((int[][] tokens, float[][] logits) in sequences.Zip(outputs)) {
            // Rows of the embedding after the three that are no values, in ascending order.
            int[] input = [.. tokens.Skip(1).Select(row => Numbers.Order().ElementAt(row[0] - 3))];
            Assert.Equal(input.Order(), Transformer.Decode(logits, input.Length).ToArray());
            Assert.Equal(Transformer.Tokens(new Bindings().With("x", input)), tokens);
        }
    }
}
