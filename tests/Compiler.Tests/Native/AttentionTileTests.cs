using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Llvm;

/// <summary>
/// Attention of many queries over many blocks of keys as machine code, with every kind of score, mask and sharing; small caches make the
/// blocks small, so that many meet.
/// </summary>
public sealed class AttentionTileTests {
    private const int Capacity = 200;

    private static readonly Dimension Time = Dimension.Symbol("Time");

    private static IEnumerable<TargetDescription> Targets => [NativePlan.Targets[0], .. NativePlan.Targets.Select(target => target with { Level2Bytes = 8192 })];

    // Positions i [Time, 1] of queries and j [1, keys] of keys, both i32.
    private delegate Expression Change(GraphBuilder graph, Expression scores, Expression i, Expression j);

    [Theory]
    [InlineData(1, 1, 5, 3)]
    [InlineData(2, 3, 8, 16)]
    [InlineData(2, 1, 64, 33)]
    [InlineData(1, 4, 17, 40)]
    // At one token, heads that share keys stand in the lanes of a vector, and keys and values are read where they lie.
    [InlineData(3, 5, 17, 16)]
    [InlineData(1, 12, 8, 32)]
    [InlineData(20, 4, 24, 16)]
    public void Causal(int groups, int share, int width, int channels) => Check(groups, share, width, channels, (graph, scores, i, j) => Masked(graph, scores, j.With("less_equal", i)));

    [Fact]
    public void WithoutAMask() => Check(2, 2, 8, 8, (_, scores, _, _) => scores);

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public void Window(int window) => Check(2, 2, 8, 8, (graph, scores, i, j) =>
        Masked(graph, scores, j.With("less_equal", i).With("and", j.With("greater", i - graph.Scalar(window, ElementType.I32)))));

    [Fact]
    public void WindowByDistance() => Check(2, 2, 8, 8, (graph, scores, i, j) =>
        Masked(graph, scores, (i - j).With("greater_equal", graph.Scalar(0, ElementType.I32)).With("and", (i - j).With("less", graph.Scalar(30, ElementType.I32)))));

    [Fact]
    public void WindowAndFirstTokens() => Check(1, 2, 8, 8, (graph, scores, i, j) => {
        Expression window = j.With("greater", i - graph.Scalar(20, ElementType.I32)).With("or", j.With("less", graph.Scalar(4, ElementType.I32)));
        return Masked(graph, scores, j.With("less_equal", i).With("and", window));
    });

    [Fact]
    public void OnlyLaterKeys() => Check(1, 2, 8, 8, (graph, scores, i, j) => Masked(graph, scores, j.With("less", i).Apply("not")));

    [Fact]
    public void Segments() => Check(2, 2, 8, 8, (graph, scores, i, j) => {
        Expression ten = graph.Scalar(30, ElementType.I32);
        return Masked(graph, scores, (i / ten).With("equal", j / ten));
    });

    // Some lie together and some do not; a query always sees its own key.
    [Fact]
    public void SegmentsInAnyOrder() => Check(2, 2, 8, 8, (graph, scores, i, j) => {
        Expression kinds = graph.Input("kinds", ElementType.I32, Capacity);
        return Masked(graph, scores, kinds.Gather(i.Reshape(Time), 0).Reshape(Time, 1).With("equal", kinds.Slice(0, Dimension.Zero, j.Extent(1)).Reshape(1, j.Extent(1))));
    });

    [Fact]
    public void KeysThatAreHidden() => Check(2, 2, 8, 8, (graph, scores, i, j) => {
        Expression gate = graph.Input("gate", ElementType.F32, Capacity).Slice(0, Dimension.Zero, j.Extent(1)).Reshape(1, j.Extent(1));
        return Masked(graph, scores, gate.With("greater", graph.Scalar(0)).With("or", i.With("equal", j)));
    });

    [Fact]
    public void RowsThatSeeNothing() => Check(1, 2, 8, 8, (graph, scores, i, j) => Masked(graph, scores, j.With("less_equal", i - graph.Scalar(5, ElementType.I32))));

    [Fact]
    public void DistancePenalty() => Check(2, 3, 8, 8, (graph, scores, i, j) => {
        Expression slopes = Weight(graph, "slopes", 2, 3, 1, 1);
        return Masked(graph, scores + (j - i).Cast(ElementType.F32) * slopes * 0.1, j.With("less_equal", i));
    });

    // What fades at a key is the same for all queries, with a gate for each group or for each head.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forgetting(bool byHead) => Check(2, 3, 8, 8, (graph, scores, i, j) => {
        Expression fade = graph.Input("fade", ElementType.F32, byHead ? [Capacity, 2, 3] : [Capacity, 2, 1]).Exp().Transpose(1, 2, 0);
        Expression at = fade.Gather(i.Reshape(Time), 2), from = fade.Slice(2, Dimension.Zero, j.Extent(1));
        int heads = byHead ? 3 : 1;
        return Masked(graph, scores + at.Reshape(2, heads, Time, 1) - from.Reshape(2, heads, 1, j.Extent(1)), j.With("less_equal", i));
    });

    [Fact]
    public void CappedScores() => Check(2, 1, 8, 8, (graph, scores, i, j) => Masked(graph, (scores / 3).Apply("tanh") * 3, j.With("less_equal", i)));

    [Fact]
    public void InfiniteAndUndefinedScores() => Check(1, 2, 8, 8, (graph, scores, i, j) => {
        // Of row 7 one score is infinite, of row 9 one is no number: both rows are lost, and no other.
        Expression lost = i.With("equal", graph.Scalar(7, ElementType.I32)).With("and", j.With("equal", graph.Scalar(3, ElementType.I32)));
        Expression undefined = i.With("equal", graph.Scalar(9, ElementType.I32)).With("and", j.With("equal", graph.Scalar(2, ElementType.I32)));
        Expression with = lost.Apply("select", [graph.Scalar(double.PositiveInfinity), scores]);
        return Masked(graph, undefined.Apply("select", [graph.Scalar(double.NaN), with]), j.With("less_equal", i));
    });

    [Fact]
    public void Sinks() => Check(2, 3, 8, 8, (graph, scores, i, j) => Masked(graph, scores, j.With("less_equal", i)), sink: true);

    [Fact]
    public void WindowOfGroupedHeads() => Check(2, 6, 8, 16, (graph, scores, i, j) => {
        Expression isFirst = j.With("less", graph.Scalar(3, ElementType.I32));
        return Masked(graph, scores, j.With("less_equal", i).With("and", isFirst.With("or", j.With("greater", i - graph.Scalar(20, ElementType.I32)))));
    });

    [Fact]
    public void SinksAndDistancesOfGroupedHeads() => Check(2, 8, 8, 16, (graph, scores, i, j) =>
        Masked(graph, scores + (j - i).Cast(ElementType.F32) * Weight(graph, "slope", 2, 8, 1, 1) * 0.1, j.With("less_equal", i)), sink: true);

    private static Expression Masked(GraphBuilder graph, Expression scores, Expression seen) => seen.Apply("select", [scores, graph.Scalar(double.NegativeInfinity)]);

    private static Expression Weight(GraphBuilder graph, string name, params int[] shape) {
        declare!(new Weight(name, new TensorType(ElementType.F32, [.. shape.Select(extent => new Dimension(extent))])));
        return graph.Weight(name);
    }

    [ThreadStatic]
    private static Action<Weight>? declare;

    private static void Check(int groups, int share, int width, int channels, Change change, bool sink = false) {
        ModuleBuilder builder = new("Test.Tiles");
        builder.Declare(new Symbol("Time", 1, Capacity));
        builder.Declare(new Symbol("Past", 0, Capacity - 1));
        builder.Declare(new State("keys", new TensorType(ElementType.F32, Capacity, groups, width)));
        builder.Declare(new State("values", new TensorType(ElementType.F32, Capacity, groups, channels)));
        declare = builder.Declare;
        GraphBuilder graph = builder.Entry("Run");
        Expression query = graph.Input("query", ElementType.F32, Time, groups, share, width);
        Expression key = graph.Input("key", ElementType.F32, Time, groups, width).Append("keys");
        Expression value = graph.Input("value", ElementType.F32, Time, groups, channels).Append("values");
        Expression i = graph.Positions().Reshape(Time, 1), j = graph.Iota(key.Extent(0)).Reshape(1, key.Extent(0));
        Expression scores = change(graph, query.Contract("tgrd,sgd->grts", key) * (1 / Math.Sqrt(width)), i, j);
        Expression weights = scores.Softmax(3);
        if (sink) {
            Expression own = Weight(graph, "sinks", groups, share, 1, 1);
            Expression most = scores.Max(3, keep: true).With("maximum", own);
            Expression e = (scores - most).Exp();
            weights = e / (e.Sum(3, keep: true) + (own - most).Exp());
        }
        graph.Return("mixed", weights.Contract("grts,sge->tgre", value));
        graph.Build();
        int seed = groups + share + width + channels;
        RandomCase sample = new(seed, builder.Module, Tensors.Weights(new Random(seed), builder.Module), (_, _) => 2e-5) { Steps = [(0, 150), (150, 1), (151, 4), (155, 45)] };
        string? difference = NativeDifferences.Of(sample, Targets);
        Assert.True(difference is null, difference);
    }
}
