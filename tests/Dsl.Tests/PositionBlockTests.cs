using System;
using System.Linq;
using Sinter.Blocks;
using Xunit;
using static Sinter.Tests.Samples;

namespace Sinter.Tests;

/// <summary>Blocks of positions against their equations, worked out pair by pair in double precision.</summary>
public class PositionBlockTests {
    const int Past = 3, Time = 4, Heads = 3, Keys = Past + Time;

    static double Frequency(int k, int width, double theta) => Math.Pow(theta, -2.0 * k / width);

    // Each pair of x [Time, heads, width] as (a c - b s, a s + b c) with (angle, scale) of (position, pair).
    static double[] Turned(Tensor x, bool interleaved, Func<int, int, (double Angle, double Scale)> turn) {
        (int time, int heads, int width) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        double[] v = x.ToArray<double>(), expected = new double[v.Length];
        for (int t = 0; t < time; t++) {
            for (int h = 0; h < heads; h++) {
                for (int k = 0; k < width / 2; k++) {
                    int row = (t * heads + h) * width;
                    int a = row + (interleaved ? 2 * k : k), b = row + (interleaved ? 2 * k + 1 : k + width / 2);
                    (double angle, double scale) = turn(t, k);
                    expected[a] = scale * (v[a] * Math.Cos(angle) - v[b] * Math.Sin(angle));
                    expected[b] = scale * (v[a] * Math.Sin(angle) + v[b] * Math.Cos(angle));
                }
            }
        }
        return expected;
    }

    static void TurnsBy(Rotary rotary, RotaryOrder order, double magnitude, Func<int, int, double> angle) {
        Tensor x = Reals(8, Time, Heads, 6);
        double[] expected = Turned(x, order == RotaryOrder.Interleaved, (t, k) => (angle(Past + t, k), magnitude));
        Close(expected, Step.Run(Past, x, y => rotary[y]), 2e-6);
    }

    [Fact]
    public void Interleaved_rotary_turns_neighbours() =>
        TurnsBy(new Rotary(6, 500f, RotaryOrder.Interleaved), RotaryOrder.Interleaved, 1, (p, k) => p * Frequency(k, 6, 500));

    [Fact]
    public void Linear_scaling_divides_positions() =>
        TurnsBy(new Rotary(6, 500f, scaling: RotaryScaling.Linear(4)), RotaryOrder.HalfSplit, 1, (p, k) => p / 4.0 * Frequency(k, 6, 500));

    [Fact]
    public void Yarn_ramps_between_interpolation_and_none_and_sharpens() {
        // With 40 positions in training the three pairs turn 6.4, 0.8 and 0.1 times: kept whole, in part, and not at all.
        double Scaled(int k) {
            double theta = Frequency(k, 6, 500), turns = 40 * theta / (2 * Math.PI);
            double kept = Math.Clamp((turns - 0.25) / (2 - 0.25), 0, 1);
            return (1 - kept) * theta / 8 + kept * theta;
        }
        Assert.Equal(Frequency(0, 6, 500), Scaled(0));
        Assert.InRange(Scaled(1), Frequency(1, 6, 500) / 7.9, Frequency(1, 6, 500) / 1.1);
        Assert.Equal(Frequency(2, 6, 500) / 8, Scaled(2));
        var rotary = new Rotary(6, 500f, scaling: RotaryScaling.Yarn(8, 40, 0.25f, 2), magnitude: RotaryScaling.YarnMagnitude(8));
        TurnsBy(rotary, RotaryOrder.HalfSplit, 0.1 * Math.Log(8) + 1, (p, k) => p * Scaled(k));
    }

    [Fact]
    public void The_stretched_base_keeps_the_fastest_pair_and_interpolates_the_slowest() {
        float stretched = RotaryScaling.Base(500, 4, 6);
        Assert.Equal(500 * Math.Pow(4, 1.5), stretched, 1e-2);
        Assert.Equal(Frequency(2, 6, 500) / 4, Frequency(2, 6, stretched), 1e-6);
    }

    [Fact]
    public void Whole_periods_repeat_exactly() {
        var rotary = new Rotary(6, 500f, wholePeriods: true);
        TurnsBy(rotary, RotaryOrder.HalfSplit, 1, (p, k) => p * 2 * Math.PI / Math.Round(2 * Math.PI / Frequency(k, 6, 500)));
        // Periods 6, 50 and 396: far positions have exactly the angles of near ones.
        float[] near = rotary.Angles(Tensor.From([0, 1, 299])).ToArray<float>(), far = rotary.Angles(Tensor.From([600_000, 600_001, 600_299])).ToArray<float>();
        for (int row = 0; row < 3; row++) {
            Assert.Equal(near[row * 3], far[row * 3]);
            Assert.Equal(near[row * 3 + 1], far[row * 3 + 1]);
        }
    }

    [Fact]
    public void A_grid_turns_by_column_then_row() {
        Tensor x = Reals(5, 6, Heads, 8);
        double[] expected = Turned(x, interleaved: true, (cell, k) => ((k < 2 ? cell % 3 : cell / 3) * Math.Pow(100, -4.0 * (k % 2) / 8), 1));
        Close(expected, new Rotary2D(8).OnGrid(x, columns: 3), 2e-6);
        Assert.Throws<ArgumentException>(() => new Rotary2D(6));
    }

    [Fact]
    public void XPos_decays_with_the_distance_wherever_its_centre_is() {
        Tensor x = Reals(8, Time, Heads, 6);
        double Decay(int k) => (k / 3.0 + 0.4) / 1.4;
        foreach (int centre in (int[])[0, 20]) {
            var positions = new XPos(6, reach: 8, centre: centre);
            double[] query = Turned(x, true, (t, k) => ((Past + t) * Frequency(k, 6, 1e4), Math.Pow(Decay(k), (Past + t - centre) / 8.0)));
            Close(query, Step.Run(Past, x, positions.Query), 3e-6);
            double[] key = Turned(x, true, (t, k) => ((Past + t) * Frequency(k, 6, 1e4), Math.Pow(Decay(k), (centre - Past - t) / 8.0)));
            Close(key, Step.Run(Past, x, positions.Key), 3e-6);
        }
    }

    [Fact]
    public void Learned_and_sinusoidal_positions_are_added() {
        Tensor x = Reals(3, Time, 6);
        double[] v = x.ToArray<double>();
        Tensor table = Reals(4, 9, 6);
        var learned = new LearnedPositions(9, 6);
        Checkpoint.Bind(learned, _ => table);
        double[] rows = table.ToArray<double>();
        Close([.. v.Select((value, at) => value + rows[Past * 6 + at])], Step.Run(Past, x, y => learned[y]), 1e-6);
        double[] waves = [.. v.Select((value, at) => {
            double angle = (Past + at / 6) * Frequency(at % 6 / 2, 6, 1e4);
            return value + (at % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
        })];
        Close(waves, Step.Run(Past, x, y => new SinusoidalPositions(6)[y]), 1e-6);
    }

    // What a score function adds to zero scores, against f(head, query position, key position).
    static void Adds(Func<Tensor, Tensor, Tensor, Tensor> score, Func<int, int, int, double> bias, double tolerance = 2e-6) {
        Tensor found = Step.Run(Past, Time, () => score(
            Operations.Broadcast(0f, Heads, Time, Keys), Operations.Reshape(Operations.Positions(), Time, 1), Operations.Reshape(Operations.Iota(Keys), 1, Keys)));
        double[] expected = [.. from h in Enumerable.Range(0, Heads) from t in Enumerable.Range(0, Time) from j in Enumerable.Range(0, Keys) select bias(h, Past + t, j)];
        Assert.Equal(new Shape(Heads, Time, Keys), found.Shape);
        Close(expected, found, tolerance);
    }

    [Fact]
    public void Linear_biases_fall_with_the_distance() {
        double[] slopes = [1 / 16.0, 1 / 256.0, 1 / 4.0];
        Adds(new LinearBiases(Heads).Score, (h, i, j) => -slopes[h] * (i - j));
        Assert.Equal([0.5f, 0.25f, 0.125f, 0.0625f, 0.03125f, 0.015625f, 0.0078125f, 0.00390625f], LinearBiases.Slopes(8));
        Assert.Throws<ArgumentException>(() => new LinearBiases(0));
    }

    [Fact]
    public void Buckets_are_exact_near_by_and_logarithmic_farther_off() {
        // Hand-made: 8 buckets up to distance 16: 0 1 2 3 | 4-5 6-7 8-11 12-...
        int[] causal = BucketedBiases.Buckets(8, 16, false);
        Assert.Equal([0, 1, 2, 3, 4, 4, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 7], Enumerable.Range(0, 17).Select(distance => causal[16 - distance]));
        Assert.All(causal[17..], bucket => Assert.Equal(0, bucket));
        int[] both = BucketedBiases.Buckets(8, 16, true);
        // Of 4 buckets a side: 0 1 | 2-5 6-...
        Assert.Equal([0, 1, 2, 2, 2, 2, 3, 3], Enumerable.Range(0, 8).Select(distance => both[16 - distance]));
        Assert.Equal([5, 6, 6, 6, 6, 7, 7], Enumerable.Range(1, 7).Select(distance => both[16 + distance]));
        Assert.Throws<ArgumentException>(() => BucketedBiases.Buckets(10, 16, true));
        Assert.Throws<ArgumentException>(() => BucketedBiases.Buckets(8, 4, false));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bucketed_biases_look_up_the_bucket_of_the_offset(bool bothDirections) {
        Tensor weight = Reals(6, 8, Heads);
        var biases = new BucketedBiases(Heads, 8, 5, bothDirections);
        Checkpoint.Bind(biases, _ => weight);
        double[] w = weight.ToArray<double>();
        int[] buckets = BucketedBiases.Buckets(8, 5, bothDirections);
        Adds(biases.Score, (h, i, j) => w[buckets[Math.Clamp(j - i, -5, 5) + 5] * Heads + h]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Kernel_biases_are_logarithms_or_powers_of_the_distance(bool power) {
        var biases = new KernelBiases(Heads, power);
        double[] r1 = [0.5, 1.25, 2], r2 = [0.75, 1.5, 0.25];
        Checkpoint.Bind(biases, path => Tensor.From((path == "r1" ? r1 : r2).Select(value => (float)value).ToArray(), Heads));
        Adds(biases.Score, (h, i, j) => -r1[h] * (power ? Math.Pow(Math.Abs(i - j), r2[h]) : Math.Log(1 + r2[h] * Math.Abs(i - j))));
    }

    [Fact]
    public void Interpolated_biases_are_a_network_of_the_relative_distance() {
        var biases = new InterpolatedBiases(Heads, hidden: 5);
        Tensor Weight(string path) => path switch {
            "c" => Tensor.From([-0.3f], 1),
            "threshold" => Tensor.From([4.5f], 1),
            "down_weight" => Reals(7, Heads, 5),
            "down_bias" => Reals(8, Heads),
            _ => Reals(path.Length, 5),
        };
        Checkpoint.Bind(biases, Weight);
        double[] up = Weight("up_weight").ToArray<double>(), shift = Weight("up_bias").ToArray<double>();
        double[] down = Weight("down_weight").ToArray<double>(), last = Weight("down_bias").ToArray<double>();
        Adds(biases.Score, (h, i, j) => {
            double along = Math.Log((double)0.3f * Math.Max(i - j, 0) + 1) / Math.Log(0.3f * Math.Max(i, 4.5) + 1);
            return last[h] + Enumerable.Range(0, 5).Sum(u => down[h * 5 + u] * Math.Max(0, along * up[u] + shift[u]));
        });
    }

    [Fact]
    public void Contextual_positions_count_what_the_gates_let_through() {
        const int Width = 5, Count = 3;
        Tensor query = Reals(11, Time, Heads, Width), scores = Reals(12, Heads, Time, Keys), table = Reals(13, Count, Width);
        var positions = new ContextualPositions(Width, Count);
        Checkpoint.Bind(positions, _ => table);
        double[] q = query.ToArray<double>(), s = scores.ToArray<double>(), e = table.ToArray<double>();
        Adds((_, i, j) => positions.Score(query, scores, i, j), (h, i, j) => {
            int row = (h * Time + i - Past) * Keys;
            double position = 0;
            for (int l = j; l <= i; l++) {
                position += 1 / (1 + Math.Exp(-s[row + l]));
            }
            position = Math.Min(position, Count - 1);
            double At(int n) => Enumerable.Range(0, Width).Sum(d => q[((i - Past) * Heads + h) * Width + d] * e[n * Width + d]);
            int whole = (int)Math.Floor(position);
            double part = position - whole;
            return s[row + j] + (1 - part) * At(whole) + (part > 0 ? part * At(whole + 1) : 0);
        }, 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Shaw_adds_vectors_of_the_offset_to_keys_and_values(int groups) {
        const int Width = 5, Reach = 2;
        Tensor query = Reals(21, Time, Heads, Width), key = Reals(22, Keys, groups, Width), value = Reals(23, Keys, groups, Width);
        var positions = new ShawPositions(Width, Reach);
        Checkpoint.Bind(positions, path => Reals(path.Length, 2 * Reach + 1, Width));
        double[] q = query.ToArray<double>(), k = key.ToArray<double>(), v = value.ToArray<double>();
        double[] aK = Reals(4, 2 * Reach + 1, Width).ToArray<double>(), aV = Reals(6, 2 * Reach + 1, Width).ToArray<double>();
        double[] expected = new double[Time * Heads * Width];
        for (int t = 0; t < Time; t++) {
            for (int h = 0; h < Heads; h++) {
                int row = (t * Heads + h) * Width, group = h * groups / Heads;
                double sum = 0;
                for (int j = 0; j <= Past + t; j++) {
                    int offset = (Math.Clamp(j - Past - t, -Reach, Reach) + Reach) * Width, at = (j * groups + group) * Width;
                    double weight = Math.Exp(Enumerable.Range(0, Width).Sum(d => q[row + d] * (k[at + d] + aK[offset + d])) / Math.Sqrt(Width));
                    sum += weight;
                    for (int d = 0; d < Width; d++) {
                        expected[row + d] += weight * (v[at + d] + aV[offset + d]);
                    }
                }
                for (int d = 0; d < Width; d++) {
                    expected[row + d] /= sum;
                }
            }
        }
        Close(expected, Step.Run(Past, Time, () => positions.Attend(query, key, value, Masks.Causal)), 3e-6);
    }
}
