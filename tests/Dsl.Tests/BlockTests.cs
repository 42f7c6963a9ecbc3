using System;
using System.Linq;
using Sinter.Blocks;
using Xunit;
using static Sinter.Tests.Samples;

namespace Sinter.Tests;

public class BlockTests {
    // Seeded weights for every path of a block; the sum of the path's characters keeps them apart.
    static T Bound<T>(T block) where T : class {
        var weights = Checkpoint.Paths(block).ToDictionary(entry => entry.Key, entry => entry.Value.Shape.ToArray());
        Checkpoint.Bind(block, path => Reals(path.Sum(letter => letter) + path.Length, weights[path]));
        return block;
    }

    static double[] Values(object block, string path) => Checkpoint.Paths(block).Single(entry => entry.Key == path).Value.Value.ToArray<double>();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Linear_is_a_matrix_and_a_bias(bool withBias) {
        var linear = Bound(new Linear(4, 3, withBias));
        double[] w = Values(linear, "weight"), b = withBias ? Values(linear, "bias") : new double[3];
        Tensor x = Reals(9, 2, 4);
        double[] v = x.ToArray<double>();
        double[] expected = [.. from t in Enumerable.Range(0, 2) from o in Enumerable.Range(0, 3)
                                select b[o] + Enumerable.Range(0, 4).Sum(i => w[o * 4 + i] * v[t * 4 + i])];
        Close(expected, linear[x], 1e-6);
        Close(expected[..3], linear[x[0]], 1e-6);
        Close(expected, linear[Operations.Reshape(x, 1, 2, 4)], 1e-6);
        Assert.Throws<ShapeException>(() => linear[Operations.Reshape(x, 1, 1, 2, 4)]);
    }

    [Fact]
    public void Embedding_looks_rows_up() {
        var embedding = Bound(new Embedding(5, 3));
        double[] w = Values(embedding, "weight");
        Close([.. w[12..15], .. w[0..3]], embedding[Tensor.From([4, 0])], 0);
    }

    [Fact]
    public void Norms_scale_and_shift() {
        Tensor x = Reals(4, 2, 5);
        var rms = Bound(new RmsNorm(5, 0.1f));
        double[] normal = Operations.RmsNormalize(x, 0.1f).ToArray<double>(), scale = Values(rms, "scale");
        Close([.. normal.Select((value, i) => value * scale[i % 5])], rms[x], 1e-6);
        var layer = Bound(new LayerNorm(5, 0.1f));
        double[] centred = Operations.LayerNormalize(x, 0.1f).ToArray<double>(), bias = Values(layer, "bias");
        double[] expected = [.. centred.Select((value, i) => value * scale[i % 5] + bias[i % 5])];
        Close(expected, layer[x], 1e-6);
        Close(rms[x], Bound(new Normalization(Norm.Rms, 5, 0.1f))[x], 0);
        Close(layer[x], Bound(new Normalization(Norm.Layer, 5, 0.1f))[x], 0);
    }

    [Fact]
    public void Rotary_turns_pairs_half_a_head_apart() {
        const int Past = 3, Time = 2, Heads = 2, Width = 6;
        Tensor x = Reals(8, Time, Heads, Width);
        double[] v = x.ToArray<double>(), expected = new double[v.Length];
        for (int t = 0; t < Time; t++) {
            for (int h = 0; h < Heads; h++) {
                for (int k = 0; k < Width / 2; k++) {
                    int first = (t * Heads + h) * Width + k, second = first + Width / 2;
                    double angle = (Past + t) * Math.Pow(500, -2.0 * k / Width);
                    expected[first] = v[first] * Math.Cos(angle) - v[second] * Math.Sin(angle);
                    expected[second] = v[first] * Math.Sin(angle) + v[second] * Math.Cos(angle);
                }
            }
        }
        Close(expected, Step.Run(Past, x, y => new Rotary(Width, 500f)[y]), 1e-6);
        Assert.Throws<ArgumentException>(() => new Rotary(5));
    }

    [Fact]
    public void Feed_forward_matches_its_equation_with_and_without_a_gate() {
        foreach (bool gated in (bool[])[false, true]) {
            var block = Bound(new FeedForward(3, 4, Activation.Silu, gated));
            Tensor x = Reals(6, 2, 3);
            double[] v = x.ToArray<double>(), up = Values(block, "up.weight"), down = Values(block, "down.weight");
            double[] gate = gated ? Values(block, "gate.weight") : up;
            double[] expected = new double[6];
            for (int t = 0; t < 2; t++) {
                for (int h = 0; h < 4; h++) {
                    double a = Enumerable.Range(0, 3).Sum(i => gate[h * 3 + i] * v[t * 3 + i]);
                    double b = Enumerable.Range(0, 3).Sum(i => up[h * 3 + i] * v[t * 3 + i]);
                    double hidden = a / (1 + Math.Exp(-a)) * (gated ? b : 1);
                    for (int o = 0; o < 3; o++) {
                        expected[t * 3 + o] += down[o * 4 + h] * hidden;
                    }
                }
            }
            Close(expected, block[x], 2e-6);
        }
    }

    [Theory]
    [InlineData(0, 0f, Norm.Rms)]
    [InlineData(0, 10_000f, Norm.Rms)]
    [InlineData(2, 100f, Norm.Layer)]
    public void Prefill_equals_step_by_step(int window, float theta, Norm norm) {
        Decoder Make() => Bound(new Decoder(
            width: 12, layers: 2, vocabulary: 7, context: 9, heads: 6, hidden: 10, keyValueHeads: 2, theta: theta, window: window, gated: true, norm: norm));
        int[] tokens = [3, 0, 6, 2, 2, 5, 1];
        Tensor whole = Step.Run(0, Tensor.From(tokens), Make().Score);
        Assert.Equal(new Shape(7, 7), whole.Shape);
        Decoder stepped = Make(), chunked = Make();
        for (int i = 0; i < tokens.Length; i++) {
            Tensor logits = Step.Run(i, Tensor.From([tokens[i]]), stepped.Forward);
            Assert.Equal(new Shape(7), logits.Shape);
            Close(whole[i], logits, 2e-6);
        }
        Step.Run(0, Tensor.From(tokens[..3]), chunked.Forward);
        Close(whole[6], Step.Run(3, Tensor.From(tokens[3..]), chunked.Forward), 2e-6);
    }

    public static TheoryData<Func<object>, string> Misfits => new() {
        { () => new Attention(10, 4, heads: 3), "3 heads do not divide the width 10; say HeadWidth for heads of another size" },
        { () => new Attention(12, 4, heads: 4, keyValueHeads: 3), "3 key/value heads do not divide 4 heads" },
        { () => new Attention(12, 4, heads: 0), "attention needs at least one head, not 0" },
        { () => new Attention(9, 4, heads: 3, theta: 10f), "rotary positions turn pairs; a head of 3 has an odd one" },
        { () => new Decoder(0, 1, 1, 1, 1, 1), "a decoder's Width (0), Layers (1), Vocabulary (1), Context (1) and Hidden (1) are at least 1" },
    };

    [Theory]
    [MemberData(nameof(Misfits), DisableDiscoveryEnumeration = true)]
    public void Wrong_hyper_parameters_are_refused(Func<object> make, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);
}
