using System;
using System.Linq;
using Sinter.Blocks;
using Xunit;
using static Sinter.Operations;
using static Sinter.Tests.Samples;

namespace Sinter.Tests;

/// <summary>Wirings against their equations, with functions in the place of layers.</summary>
public class TopologyBlockTests {
    const int Time = 3, Width = 4;
    static readonly Tensor X = Reals(1, Time, Width);

    sealed class Function(Func<Tensor, Tensor> function) : ILayer {
        public Tensor this[Tensor x] => function(x);
    }

    static ILayer Map(Func<Tensor, Tensor> function) => new Function(function);

    static readonly ILayer Triple = Map(x => 3f * x), Square = Map(x => x * x), Shift = Map(x => x + 1f);

    static double[] Each(Func<double, double> function) => [.. X.ToArray<double>().Select(function)];

    [Fact]
    public void Norms_stand_before_after_or_on_both_sides() {
        Close(Each(x => x + 9 * x * x), new PreNorm(Triple, Square)[X], 1e-6);
        Close(Each(x => 3 * (x + x * x)), new PostNorm(Square, Triple)[X], 1e-6);
        Close(Each(x => 3 * (2.5 * x + x * x)), new PostNorm(Square, Triple, 2.5f)[X], 1e-6);
        Close(Each(x => x + 9 * x * x + 1), new SandwichNorm(Triple, Square, Shift)[X], 1e-6);
    }

    [Fact]
    public void Branches_share_a_norm() => Close(Each(x => x + 9 * x * x + 3 * x + 1), new ParallelBranches(Triple, Square, Shift)[X], 1e-6);

    [Fact]
    public void A_loop_turns_as_often_as_it_says_with_or_without_its_input() {
        Close(Each(x => x + 4), new Looped(Shift, 4)[X], 1e-6);
        Close(Each(x => 3 * x + 9 * x + 27 * x), new Looped(Triple, 3, addsInput: true)[X], 1e-6);
        foreach (int count in (int[])[0, 1, 3, 5]) {
            double turns = Math.Clamp(count, 1, 4);
            Close(Each(x => x + turns), new Looped(Shift, 1).Turns(X, count, most: 4), 1e-6);
            double factor = Enumerable.Range(1, (int)turns).Sum(i => Math.Pow(3, i));
            Close(Each(x => factor * x), new Looped(Triple, 1, addsInput: true).Turns(X, count, most: 4), 1e-5);
        }
        Assert.Equal("a loop turns at least once, not 0 times", Assert.Throws<ArgumentException>(() => new Looped(Triple, 0)).Message);
    }

    [Fact]
    public void A_gated_residual_is_a_gated_recurrent_unit() {
        var block = new GatedResidual(Width, Triple, Square);
        Checkpoint.Bind(block, path => path == "bias" ? Reals(2, Width) : Reals(path.Length + path[0], Width, Width));
        double[] W(string name) => Reals($"{name}.weight".Length + name[0], Width, Width).ToArray<double>();
        double[] bias = Reals(2, Width).ToArray<double>(), v = X.ToArray<double>(), expected = new double[v.Length];
        for (int t = 0; t < Time; t++) {
            double[] x = v[(t * Width)..((t + 1) * Width)], y = [.. x.Select(a => Math.Max(0, 9 * a * a))];
            double Times(string name, double[] of, int row) => Enumerable.Range(0, Width).Sum(i => W(name)[row * Width + i] * of[i]);
            double[] reset = [.. Enumerable.Range(0, Width).Select(o => 1 / (1 + Math.Exp(-Times("reset_new", y, o) - Times("reset_old", x, o))))];
            double[] old = [.. x.Zip(reset, (a, b) => a * b)];
            for (int o = 0; o < Width; o++) {
                double update = 1 / (1 + Math.Exp(-Times("update_new", y, o) - Times("update_old", x, o) + bias[o]));
                expected[t * Width + o] = (1 - update) * x[o] + update * Math.Tanh(Times("candidate_new", y, o) + Times("candidate_old", old, o));
            }
        }
        Close(expected, block[X], 3e-6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Hyper_connections_read_mix_and_write_streams(bool dynamic) {
        const int Streams = 3;
        var block = new HyperConnections(Width, Streams, Triple, Square, dynamic, 0.1f);
        var shapes = Checkpoint.Paths(block).ToDictionary(entry => entry.Key, entry => entry.Value.Shape.ToArray());
        Assert.Equal(dynamic ? 8 : 3, shapes.Count);
        Tensor Weight(string path) => Reals(path.Sum(letter => letter), shapes[path]);
        Checkpoint.Bind(block, Weight);
        double[] Values(string path) => Weight(path).ToArray<double>();
        Tensor h = Reals(4, Time, Streams, Width);
        double[] v = h.ToArray<double>(), expected = new double[v.Length];
        for (int t = 0; t < Time; t++) {
            double H(int n, int d) => v[(t * Streams + n) * Width + d];
            double Normal(int n, int d) {
                double mean = Enumerable.Range(0, Width).Average(c => H(n, c)), variance = Enumerable.Range(0, Width).Average(c => (H(n, c) - mean) * (H(n, c) - mean));
                return (H(n, d) - mean) / Math.Sqrt(variance + 0.1f);
            }
            double Moved(int n, string path, int columns, int column, string scale) => dynamic
                ? Values(scale)[0] * Math.Tanh(Enumerable.Range(0, Width).Sum(d => Normal(n, d) * Values(path)[d * columns + column]))
                : 0;
            double[] input = [.. Enumerable.Range(0, Width).Select(d => Enumerable.Range(0, Streams).Sum(n => (Values("read")[n] + Moved(n, "read_weight", 1, 0, "in_scale")) * H(n, d)))];
            for (int m = 0; m < Streams; m++) {
                for (int d = 0; d < Width; d++) {
                    expected[(t * Streams + m) * Width + d] = (Values("write")[m] + Moved(m, "write_weight", 1, 0, "out_scale")) * 9 * input[d] * input[d]
                        + Enumerable.Range(0, Streams).Sum(n => (Values("mix")[n * Streams + m] + Moved(n, "mix_weight", Streams, m, "in_scale")) * H(n, d));
                }
            }
        }
        Close(expected, block[h], 1e-5);
        Close(Each(x => 3 * x), HyperConnections.End(HyperConnections.Begin(X, Streams)), 1e-6);
    }

    [Fact]
    public void Tokens_leave_where_they_are_confident() {
        // Each layer doubles; the read-out sees the vector as logits. The tokens' largest probabilities pass 0.7 after one layer, after two, and never.
        Tensor x = Tensor.From([4f, 0, 1, 0.8f, 0, 0.1f, 0, 0.25f, 0.1f], 3, 3);
        ILayer twice = Map(y => 2f * y);
        var exit = new EarlyExit([twice, twice, twice], Map(y => y), 0.7f);
        double Confidence(double[] logits) => 1 / logits.Sum(logit => Math.Exp(logit - logits.Max()));
        double[][] tokens = [[4, 0, 1], [0.8f, 0, 0.1f], [0, 0.25, 0.1f]];
        int[] leaves = [.. tokens.Select(token => Enumerable.Range(1, 3).FirstOrDefault(i => Confidence([.. token.Select(a => a * Math.Pow(2, i))]) >= 0.7f, 3))];
        Assert.Equal([1, 2, 3], leaves);
        Close([.. tokens.SelectMany((token, t) => token.Select(a => a * Math.Pow(2, leaves[t])))], exit[x], 1e-6);
        Close(exit[x], exit.UntilAllLeft(x), 0);
        Close(4f * x, exit.At(x, 2), 1e-6);
        Assert.Throws<ArgumentException>(() => exit.At(x, 4));
    }

    [Fact]
    public void A_u_net_joins_last_first() {
        var added = new UNet([Triple, Shift], Square, [Triple, Shift]);
        // Down: keeps x, then 3x; bottom (3x + 1)^2; up: 3 (3x + 1)^2 + 3x, then plus 1 plus x.
        Close(Each(x => 3 * (3 * x + 1) * (3 * x + 1) + 3 * x + 1 + x), added[X], 1e-6);
        ILayer difference = Map(both => Slice(both, -1, 0, Width) - 2f * Slice(both, -1, Width, Width));
        var merged = new UNet([Triple, Shift], Square, [Triple, Shift], [difference, Map(both => Slice(both, -1, Width, Width) * Slice(both, -1, 0, Width))]);
        Close(Each(x => (3 * (3 * x + 1) * (3 * x + 1) - 6 * x + 1) * x), merged[X], 1e-5);
        Assert.Equal("2 layers down need as many up, found 1", Assert.Throws<ArgumentException>(() => new UNet([Triple, Shift], Square, [Triple])).Message);
        Assert.Equal("1 layers up need as many merges, found 0", Assert.Throws<ArgumentException>(() => new UNet([Triple], Square, [Triple], [])).Message);
    }
}
