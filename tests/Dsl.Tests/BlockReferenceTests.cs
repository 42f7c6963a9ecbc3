using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Sinter.Blocks;
using Xunit;

namespace Sinter.Tests;

/// <summary>Blocks against their equations in PyTorch float64 (tests/reference/blocks.py).</summary>
public class BlockReferenceTests {
    // Relative to the largest magnitude: every operation rounds to float32, a recurrence a few times a step.
    const double Tolerance = 5e-6;

    static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };
    static readonly Dictionary<string, Case> Cases = JsonSerializer.Deserialize<Case[]>(File.ReadAllText(FixturePath()), Options)!.ToDictionary(found => found.Name);

    static readonly Dictionary<string, Func<ILayer>> Recurrent = new() {
        ["lstm"] = () => new Lstm(5, 7),
        ["gru"] = () => new Gru(5, 7),
        ["retention"] = () => new Retention(12, 3),
        ["gated linear attention"] = () => new GatedLinearAttention(10, 2, 3, 5, rank: 4),
        ["mamba 2"] = () => new Mamba2(9, 12, 3, 5),
        ["s4d"] = () => new S4D(5, 3),
        ["slstm"] = () => new ScalarLstm(5, 6, 2),
        ["rwkv time"] = () => new RwkvTimeMix(6),
        ["rwkv channel"] = () => new RwkvChannelMix(6, 11),
        ["legendre memory"] = () => new LegendreMemory(3, 5, 6, 8),
    };

    static readonly Dictionary<string, Func<ILayer>> Others = new() {
        ["conformer"] = () => new ConformerModule(6, 5),
        ["convnext"] = () => new ConvNextBlock(4, 5, 3),
        ["patches"] = () => new PatchEmbedding(3, 5, 4, 3, 2),
        ["volume"] = () => new Convolution(2, 4, 2, stride: 2, padding: 1, groups: 2, axes: 3),
        ["encoder, norms after"] = () => new EncoderLayer(8, 2, 13, Activation.Gelu, attentionBias: true),
        ["encoder, norms before"] = () => new EncoderLayer(8, 2, 13, Activation.Gelu, normBefore: true, attentionBias: true),
        ["experts"] = () => new MixtureOfExperts(6, 5, 7, 3),
        ["experts over all and one that is shared"] = () => new MixtureOfExperts(6, 5, 7, 3, sharedHidden: 4, overAll: true),
    };

    public static TheoryData<string> RecurrentNames => [.. Recurrent.Keys];

    public static TheoryData<string> OtherNames => [.. Others.Keys];

    [Fact]
    public void Every_case_has_a_block() => Assert.Equal(Cases.Keys.Order(), Recurrent.Keys.Concat(Others.Keys).Order());

    [Theory]
    [MemberData(nameof(OtherNames))]
    public void A_block_is_its_equation(string name) => Compare(name, Bound(Others[name](), name)[Cases[name].Input.ToTensor()]);

    [Theory]
    [MemberData(nameof(RecurrentNames))]
    public void A_recurrent_block_is_its_equation_at_once_and_in_steps(string name) {
        Tensor x = Cases[name].Input.ToTensor();
        int rows = x.Shape[0];
        foreach (int[] calls in (int[][])[[rows], [.. Enumerable.Repeat(1, rows)], [3, 1, rows - 4]]) {
            ILayer block = Bound(Recurrent[name](), name);
            List<Tensor> parts = [];
            int past = 0;
            foreach (int time in calls) {
                parts.Add(Step.Run(past, Operations.Slice(x, 0, past, time), part => block[part]));
                past += time;
            }
            Compare($"{name} in calls of {string.Join(", ", calls)}", name, Operations.Concatenate(0, [.. parts]));
        }
    }

    [Fact]
    public void The_convolution_of_a_diagonal_state_space_is_its_recurrence() =>
        Compare("s4d", ((S4D)Bound(Recurrent["s4d"](), "s4d")).Convolved(Cases["s4d"].Input.ToTensor()));

    static ILayer Bound(ILayer block, string name) {
        Assert.Equal(Cases[name].Weights.Keys.Order(), Checkpoint.Paths(block).Select(path => path.Key).Order());
        Checkpoint.Bind(block, path => Cases[name].Weights[path].ToTensor());
        return block;
    }

    static void Compare(string name, Tensor found) => Compare(name, name, found);

    static void Compare(string what, string name, Tensor found) {
        Case expected = Cases[name];
        Assert.Equal(new Shape(expected.Expected.Shape), found.Shape);
        double[] values = found.ToArray<double>();
        double largest = expected.Expected.Elements.Max(Math.Abs);
        for (int i = 0; i < values.Length; i++) {
            double error = Math.Abs(values[i] - expected.Expected.Elements[i]) / largest;
            Assert.True(error <= Tolerance, $"{what}, element {i}: expected {expected.Expected.Elements[i]:G9}, found {values[i]:G9}, a difference of {error:E2}");
        }
    }

    static string FixturePath([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "fixtures", "blocks.json");

    internal sealed record Case(string Name, Dictionary<string, Values> Weights, Values Input, Values Expected);

    internal sealed record Values(int[] Shape, double[] Elements) {
        public Tensor ToTensor() => Tensor.From(Array.ConvertAll(Elements, value => (float)value), Shape);
    }
}
