using System;
using System.Linq;
using Sinter.Blocks;
using Xunit;
using static Sinter.Tests.Samples;

namespace Sinter.Tests;

/// <summary>Norms against their equations in double precision.</summary>
public class NormBlockTests {
    [Fact]
    public void Crms_norm_is_rms_norm_of_the_vector_with_its_last_coordinate() {
        const int Width = 6;
        Tensor held = Reals(1, 3, Width - 1);
        double[] v = held.ToArray<double>(), scale = Reals(2, Width - 1).ToArray<double>(), expected = new double[v.Length];
        for (int row = 0; row < 3; row++) {
            double[] whole = [.. v[(row * 5)..(row * 5 + 5)], -v[(row * 5)..(row * 5 + 5)].Sum()];
            double root = Math.Sqrt(whole.Sum(x => x * x) / Width + 0.1f);
            for (int d = 0; d < 5; d++) {
                expected[row * 5 + d] = whole[d] / root * scale[d];
            }
        }
        var norm = new CrmsNorm(Width, 0.1f);
        Checkpoint.Bind(norm, _ => Reals(2, Width - 1));
        Close(expected, norm[held], 2e-6);
    }

    [Theory]
    [InlineData(1, new[] { 2, 6 })]
    [InlineData(3, new[] { 2, 6, 5 })]
    [InlineData(2, new[] { 1, 6, 2, 3 })]
    [InlineData(6, new[] { 2, 6, 4, 1 })]
    public void Group_norm_normalises_each_group_over_its_channels_and_places(int groups, int[] shape) {
        Tensor x = Reals(3, shape);
        double[] v = x.ToArray<double>(), scale = Reals(5, 6).ToArray<double>(), bias = Reals(4, 6).ToArray<double>(), expected = new double[v.Length];
        int places = v.Length / shape[0] / 6, members = 6 / groups * places;
        for (int start = 0; start < v.Length; start += members) {
            double mean = v[start..(start + members)].Average(), variance = v[start..(start + members)].Average(a => (a - mean) * (a - mean));
            for (int at = start; at < start + members; at++) {
                int channel = at / places % 6;
                expected[at] = (v[at] - mean) / Math.Sqrt(variance + 0.1f) * scale[channel] + bias[channel];
            }
        }
        var norm = new GroupNorm(groups, 6, 0.1f);
        Checkpoint.Bind(norm, path => Reals(path.Length, 6));
        Assert.Equal(x.Shape, norm[x].Shape);
        Close(expected, norm[x], 3e-6);
    }

    [Fact]
    public void Group_norm_says_what_does_not_fit() {
        Assert.Equal("4 groups do not divide 6 channels", Assert.Throws<ArgumentException>(() => new GroupNorm(4, 6)).Message);
        Assert.Equal(
            "group norm: expected [examples, 6, places ...] of two to four axes, found [2, 5, 6]",
            Assert.Throws<ShapeException>(() => new GroupNorm(3, 6)[Reals(1, 2, 5, 6)]).Message);
    }

    [Fact]
    public void Batch_norm_uses_the_statistics_of_training() {
        Tensor x = Reals(3, 4, 5);
        Tensor Weight(string path) => path == "variance" ? Operations.Abs(Reals(9, 5)) : Reals(path.Length, 5);
        var norm = new BatchNorm(5, 0.1f);
        Checkpoint.Bind(norm, Weight);
        double[] v = x.ToArray<double>(), scale = Weight("scale").ToArray<double>(), bias = Weight("bias").ToArray<double>();
        double[] mean = Weight("mean").ToArray<double>(), variance = Weight("variance").ToArray<double>();
        double Normal(double value, int c) => scale[c] * (value - mean[c]) / Math.Sqrt(variance[c] + 0.1f) + bias[c];
        Close([.. v.Select((value, at) => Normal(value, at % 5))], norm[x], 3e-6);
        Close([.. v.Select((value, at) => Normal(value, at / 2 % 5))], norm.OfMaps(Operations.Reshape(x, 2, 5, 2)), 3e-6);
        Close([.. v.Select((value, at) => Normal(value, at / 4 % 5))], norm.OfMaps(Operations.Reshape(x, 1, 5, 2, 2)), 3e-6);
        Assert.Throws<ShapeException>(() => norm.OfMaps(x));
    }

    [Fact]
    public void Scale_norm_gives_every_vector_one_length() {
        var norm = new ScaleNorm();
        Checkpoint.Bind(norm, _ => Tensor.From([2.5f], 1));
        Tensor x = Reals(6, 3, 4);
        double[] v = x.ToArray<double>();
        Close([.. v.Select((value, at) => 2.5 * value / Math.Sqrt(v[(at / 4 * 4)..(at / 4 * 4 + 4)].Sum(a => a * a)))], norm[x], 2e-6);
        Close(new double[4], norm[Operations.Broadcast(0f, 1, 4)], 0);
    }

    [Fact]
    public void Queries_and_keys_have_unit_length() {
        var norm = new QkNorm();
        Checkpoint.Bind(norm, _ => Tensor.From([7f], 1));
        Tensor x = Reals(6, 3, 2, 4);
        double[] v = x.ToArray<double>();
        double[] unit = [.. v.Select((value, at) => value / Math.Sqrt(v[(at / 4 * 4)..(at / 4 * 4 + 4)].Sum(a => a * a)))];
        Close(unit, norm.Key(x), 2e-6);
        Close([.. unit.Select(value => 7 * value)], norm.Query(x), 2e-6);
    }
}
