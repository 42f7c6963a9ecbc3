using System;
using System.Linq;
using Xunit;
using static Sinter.Operations;
using static Sinter.Tests.Samples;

namespace Sinter.Tests;

public class AttendTests {
    const int Past = 2, Time = 4, Heads = 6, Groups = 2, Width = 3, ValueWidth = 5;
    static readonly Tensor Query = Reals(1, Time, Heads, Width);
    static readonly Tensor Key = Reals(2, Past + Time, Groups, Width);
    static readonly Tensor Value = Reals(3, Past + Time, Groups, ValueWidth);

    // The equation, query by query and head by head, in double precision.
    static double[] Expected(double scale, Func<double, int, int, double> score, Func<int, int, bool> sees) {
        float[] q = Query.ToArray<float>(), k = Key.ToArray<float>(), v = Value.ToArray<float>();
        double[] result = new double[Time * Heads * ValueWidth];
        for (int t = 0; t < Time; t++) {
            for (int h = 0; h < Heads; h++) {
                int g = h / (Heads / Groups);
                double sum = 0;
                for (int s = 0; s < Past + Time; s++) {
                    if (!sees(Past + t, s)) {
                        continue;
                    }
                    double dot = 0;
                    for (int d = 0; d < Width; d++) {
                        dot += (double)q[(t * Heads + h) * Width + d] * k[(s * Groups + g) * Width + d];
                    }
                    double weight = Math.Exp(score(dot * scale, Past + t, s));
                    sum += weight;
                    for (int e = 0; e < ValueWidth; e++) {
                        result[(t * Heads + h) * ValueWidth + e] += weight * v[(s * Groups + g) * ValueWidth + e];
                    }
                }
                for (int e = 0; e < ValueWidth; e++) {
                    result[(t * Heads + h) * ValueWidth + e] /= sum;
                }
            }
        }
        return result;
    }

    [Fact]
    public void A_sink_takes_a_share_and_gives_nothing() {
        float[] sinks = [0.5f, -1f, 0f, 2f, -0.25f, 1f];
        Tensor found = Step.Run(Past, Time, () => Attend(Query, Key, Value, mask: Masks.Causal, sinks: Tensor.From(sinks)));
        double[] plain = Expected(1 / Math.Sqrt(Width), (s, _, _) => s, (i, j) => j <= i), sums = Sums();
        double[] expected = [.. plain.Select((value, at) => value * sums[at / ValueWidth] / (sums[at / ValueWidth] + Math.Exp(sinks[at / ValueWidth % Heads])))];
        Close(expected, found, 1e-6);
        var wrong = Assert.Throws<ShapeException>(() => Attend(Query, Key, Value, sinks: Reals(1, Groups)));
        Assert.Equal("attend: expected a sink for each of the 6 heads of the queries [4, 6, 3], found [2]", wrong.Message);
    }

    [Fact]
    public void Keys_may_differ_from_pair_to_pair() {
        Tensor offsets = Reals(21, Past + Time, Width);
        double[] o = offsets.ToArray<double>();
        float[] q = Query.ToArray<float>();
        int head = -1;
        Tensor found = Step.Run(Past, Time, () => Attend(
            Query, Key, Value, mask: Masks.Causal, pairKeys: (i, j) => InsertAxis(Gather(offsets, Maximum(i - j, 0), 0), 2)));
        for (int h = 0; h < Heads; h++) {
            head = h;
            double[] expected = Expected(1 / Math.Sqrt(Width), (s, i, j) => s + Enumerable.Range(0, Width).Sum(d => q[((i - Past) * Heads + head) * Width + d] * o[(i - j) * Width + d]) / Math.Sqrt(Width), (i, j) => j <= i);
            for (int t = 0; t < Time; t++) {
                int row = (t * Heads + h) * ValueWidth;
                Close(expected[row..(row + ValueWidth)], Slice(Slice(found, 0, t, 1), 1, h, 1), 1e-6);
            }
        }
    }

    // The softmax's denominators, without a maximum taken off, [Time, heads].
    static double[] Sums() {
        float[] q = Query.ToArray<float>(), k = Key.ToArray<float>();
        return [.. from t in Enumerable.Range(0, Time)
                   from h in Enumerable.Range(0, Heads)
                   select Enumerable.Range(0, Past + t + 1).Sum(s => Math.Exp(Enumerable.Range(0, Width).Sum(d =>
                       (double)q[(t * Heads + h) * Width + d] * k[(s * Groups + h / (Heads / Groups)) * Width + d]) / Math.Sqrt(Width)))];
    }

    [Fact]
    public void Probabilities_may_be_changed_before_they_weigh() {
        // Twice the probability minus the probability is the probability; what is far is left out after the softmax, not before.
        Tensor found = Step.Run(Past, Time, () => Attend(
            Query, Key, Value, mask: Masks.Causal, weigh: (p, i, j) => Select(i - j < 3, 2f * p - p, 0f)));
        Tensor values = Step.Run(Past, Time, () => Attend(Query, Key, Select(Reshape(Iota(Past + Time), Past + Time, 1, 1) > 2, Value, 0f), mask: Masks.Causal));
        Close(Slice(values, 0, 3, 1), Slice(found, 0, 3, 1), 1e-6);
        Close(Expected(1 / Math.Sqrt(Width), (s, _, _) => s, (i, j) => j <= i)[..(Heads * ValueWidth)], Slice(found, 0, 0, 1), 1e-6);
    }

    [Fact]
    public void A_batch_is_attended_to_example_by_example() {
        Tensor otherQuery = Reals(11, Time, Heads, Width), otherKey = Reals(12, Past + Time, Groups, Width), otherValue = Reals(13, Past + Time, Groups, ValueWidth);
        Tensor hidden = Reals(14, 2, Heads, Time, Past + Time);
        Tensor both = Step.Run(Past, Time, () => Attend(
            Stack(0, Query, otherQuery), Stack(0, Key, otherKey), Stack(0, Value, otherValue), score: (s, i, j) => s + hidden, mask: (i, j) => j <= i & hidden > -1.5f | Equal(i, j)));
        Assert.Equal(new Shape(2, Time, Heads, ValueWidth), both.Shape);
        Tensor One(Tensor q, Tensor k, Tensor v, Tensor h) => Step.Run(Past, Time, () => Attend(q, k, v, score: (s, i, j) => s + h, mask: (i, j) => j <= i & h > -1.5f | Equal(i, j)));
        Close(One(Query, Key, Value, hidden[0]), both[0], 1e-7);
        Close(One(otherQuery, otherKey, otherValue, hidden[1]), both[1], 1e-7);
    }

    [Fact]
    public void Segments_see_only_themselves_and_a_prefix_is_seen_by_all() {
        int[] segment = [0, 0, 1, 1, 2, 1];
        Tensor ids = Tensor.From(segment);
        Matches(
            Expected(1 / Math.Sqrt(Width), (s, _, _) => s, (i, j) => segment[i] == segment[j]),
            () => Attend(Query, Key, Value, mask: Masks.Segments(Slice(ids, 0, Past, Time), ids)));
        Matches(
            Expected(1 / Math.Sqrt(Width), (s, _, _) => s, (i, j) => j <= i || j < 4),
            () => Attend(Query, Key, Value, mask: Masks.Prefix(4)));
    }

    static void Matches(double[] expected, Func<Tensor> attend) {
        Tensor found = Step.Run(Past, Time, attend);
        Assert.Equal(new Shape(Time, Heads, ValueWidth), found.Shape);
        Close(expected, found, 1e-6);
    }

    [Fact]
    public void Positions_may_be_given_where_there_is_no_step() => Close(
        Expected(1 / Math.Sqrt(Width), (s, _, _) => s, (i, j) => j <= i), Attend(Query, Key, Value, mask: Masks.Causal, positions: Iota(Time) + Past), 1e-6);

    [Fact]
    public void Without_a_mask_every_key_is_seen() =>
        Matches(Expected(1 / Math.Sqrt(Width), (s, _, _) => s, (_, _) => true), () => Attend(Query, Key, Value));

    [Fact]
    public void The_causal_mask_hides_later_keys_and_counts_the_past() =>
        Matches(Expected(1 / Math.Sqrt(Width), (s, _, _) => s, (i, j) => j <= i), () => Attend(Query, Key, Value, mask: Masks.Causal));

    [Fact]
    public void A_sliding_window_shows_its_latest_keys() =>
        Matches(Expected(1 / Math.Sqrt(Width), (s, _, _) => s, (i, j) => j <= i && i - j < 3), () => Attend(Query, Key, Value, mask: Masks.Sliding(3)));

    [Fact]
    public void Masks_combine() {
        Func<Tensor, Tensor, Tensor> even = (_, j) => Equal(j % 2, 0);
        Matches(
            Expected(0.25, (s, _, _) => s, (i, j) => j <= i && j % 2 == 0),
            () => Attend(Query, Key, Value, mask: Masks.Both(Masks.Causal, even), scale: 0.25f));
        Matches(
            Expected(0.25, (s, _, _) => s, (i, j) => (j <= i && i - j < 1) || j % 2 == 0),
            () => Attend(Query, Key, Value, mask: Masks.Either(Masks.Sliding(1), even), scale: 0.25f));
    }

    [Fact]
    public void A_score_function_sees_the_positions() =>
        Matches(
            Expected(1 / Math.Sqrt(Width), (s, i, j) => Math.Tanh(s) - 0.5 * (i - j), (i, j) => j <= i),
            () => Attend(Query, Key, Value, score: (s, i, j) => Tanh(s) - 0.5f * Cast(i - j, ElementType.F32), mask: Masks.Causal));

    [Fact]
    public void A_score_function_may_differ_from_head_to_head() {
        // The forgetful attention of arXiv:2503.02130: fade[s] - fade[t] is the log of what a head keeps of s at t.
        Tensor fade = Reals(4, Heads, Past + Time);
        double[] f = fade.ToArray<double>();
        Tensor found = Step.Run(Past, Time, () => Attend(
            Query, Key, Value, score: (s, i, j) => s + Gather(fade, i, 1) - Gather(fade, j, 1), mask: Masks.Causal));
        for (int h = 0; h < Heads; h++) {
            double[] expected = Expected(1 / Math.Sqrt(Width), (s, i, j) => s + f[h * (Past + Time) + i] - f[h * (Past + Time) + j], (i, j) => j <= i);
            for (int t = 0; t < Time; t++) {
                int row = (t * Heads + h) * ValueWidth;
                Close(expected[row..(row + ValueWidth)], Slice(Slice(found, 0, t, 1), 1, h, 1), 1e-6);
            }
        }
    }

    [Fact]
    public void Heads_may_lie_side_by_side() {
        double[] expected = Expected(1 / Math.Sqrt(Width), (s, _, _) => s, (i, j) => j <= i);
        Tensor found = Step.Run(Past, Time, () => Attend(
            Reshape(Query, Time, Heads * Width),
            Reshape(Key, Past + Time, Groups * Width),
            Reshape(Value, Past + Time, Groups * ValueWidth),
            Heads,
            mask: Masks.Causal));
        Assert.Equal(new Shape(Time, Heads * ValueWidth), found.Shape);
        Close(expected, found, 1e-6);
        var uneven = Assert.Throws<ShapeException>(() => Attend(Reals(1, 4, 10), Reals(1, 4, 10), Reals(1, 4, 10), 3));
        Assert.Equal("attend: 3 heads do not divide the queries [4, 10]", uneven.Message);
        var keys = Assert.Throws<ShapeException>(() => Attend(Reals(1, 4, 10), Reals(1, 4, 7), Reals(1, 4, 10), 2));
        Assert.Equal("attend: the keys [4, 7] do not hold whole heads of 5", keys.Message);
        var values = Assert.Throws<ShapeException>(() => Attend(Reals(1, 4, 10), Reals(1, 4, 10), Reals(1, 4, 9), 2));
        Assert.Equal("attend: the 2 heads of the keys [4, 10] do not divide the values [4, 9]", values.Message);
    }

    [Fact]
    public void Misfits_are_explained() {
        var heads = Assert.Throws<ShapeException>(() => Attend(Query, Reals(2, 6, 4, Width), Value));
        Assert.Equal("attend: the 4 heads of the keys [6, 4, 3] do not divide the 6 heads of the queries [4, 6, 3]", heads.Message);
        var rank = Assert.Throws<ShapeException>(() => Attend(Query, Key, Reals(1, 6, 4)));
        Assert.Equal("attend: expected [Time, heads, width] three times, with a batch before or without, found [4, 6, 3], [6, 2, 3] and [6, 4]", rank.Message);
    }
}
