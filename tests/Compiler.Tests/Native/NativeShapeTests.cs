using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;

/// <summary>
/// Kernels at extents around the edges of register tiles, vectors and cache blocks, where random graphs, being small, do not come.
/// </summary>
public sealed class NativeShapeTests {
    private static readonly (int Past, int Time)[] Lengths = [(0, 1), (0, 2), (0, 3), (0, 5), (0, 7), (0, 13), (0, 25), (0, 71)];

    public static TheoryData<int, int> Products => new() { { 1, 1 }, { 3, 5 }, { 8, 16 }, { 31, 33 }, { 64, 100 }, { 257, 66 }, { 530, 20 }, { 1, 40 }, { 40, 1 } };

    [Theory]
    [MemberData(nameof(Products))]
    public void AProductWithANormAndAResidual(int summed, int columns) => Check(summed, graph => {
        Expression x = graph.Input("x", ElementType.F32, Dimension.Symbol("Time"), summed);
        Expression scaled = x.RmsNormalize(0.1) * Weight(graph, "scale", summed);
        Expression gate = scaled.Contract("ti,oi->to", Weight(graph, "gate", columns, summed));
        Expression up = scaled.Contract("ti,oi->to", Weight(graph, "up", columns, summed));
        Expression hidden = gate * gate.Sigmoid() * up;
        graph.Return("hidden", hidden);
        graph.Return("result", x + hidden.Contract("ti,oi->to", Weight(graph, "down", summed, columns)));
    });

    [Fact]
    public void AProductOverAnEmptyAxisIsZero() => Check(4, graph => {
        Expression x = graph.Input("x", ElementType.F32, Dimension.Symbol("Time"), 4);
        Expression computed = (x * 2).Slice(1, Dimension.Zero, Dimension.Zero);
        graph.Return("result", computed.Contract("ti,oi->to", Weight(graph, "matrix", 5, 3).Slice(1, Dimension.Zero, Dimension.Zero)) + Weight(graph, "bias", 5));
    });

    [Fact]
    public void AProductWithNoColumnsIsEmpty() => Check(3, graph => {
        Expression x = graph.Input("x", ElementType.F32, Dimension.Symbol("Time"), 3);
        graph.Return("nothing", (x * 2).Contract("ti,oi->to", Weight(graph, "matrix", 5, 3).Slice(0, Dimension.Zero, Dimension.Zero)) * 3);
        graph.Return("something", (x * 2).Contract("ti,oi->to", Weight(graph, "other", 4, 3)));
    });

    [Theory]
    [InlineData(1, 1, 1, 0)]
    [InlineData(2, 3, 8, 0)]
    [InlineData(3, 1, 5, 9)]
    [InlineData(1, 4, 33, 0)]
    [InlineData(2, 2, 64, 17)]
    public void AttentionOverManyKeys(int groups, int share, int width, int window) => Check(groups * width, [(0, 70), (70, 1), (71, 6), (77, 1), (78, 2)], graph => {
        Dimension time = Dimension.Symbol("Time");
        Expression x = graph.Input("x", ElementType.F32, time, groups * width);
        Expression q = x.Contract("ti,oi->to", Weight(graph, "query", groups * share * width, groups * width)).Reshape(time, groups, share, width);
        Expression k = x.Contract("ti,oi->to", Weight(graph, "key", groups * width, groups * width)).Reshape(time, groups, width).Append("keys");
        Expression v = x.Contract("ti,oi->to", Weight(graph, "value", groups * width, groups * width)).Reshape(time, groups, width).Append("values");
        Expression scores = q.Contract("tgrd,sgd->grts", k) * (1 / Math.Sqrt(width));
        Expression seen = graph.Iota(k.Extent(0)).Reshape(1, k.Extent(0)).With("less_equal", graph.Positions().Reshape(time, 1));
        if (window > 0) {
            seen = seen.With("and", graph.Iota(k.Extent(0)).Reshape(1, k.Extent(0)).With("greater", graph.Positions().Reshape(time, 1) - graph.Scalar(window, ElementType.I32)));
        }
        graph.Return("mixed", seen.Apply("select", [scores, graph.Scalar(double.NegativeInfinity)]).Softmax(-1).Contract("grts,sge->tgre", v));
    }, new State("keys", new TensorType(ElementType.F32, 80, groups, width)), new State("values", new TensorType(ElementType.F32, 80, groups, width)));

    [Theory]
    [InlineData(2, 3, 8)]
    [InlineData(3, 1, 5)]
    [InlineData(1, 2, 33)]
    public void AttentionWithChangedProbabilitiesOverManyKeys(int groups, int share, int width) => Check(groups * width, [(0, 70), (70, 1), (71, 6), (77, 1), (78, 2)], graph => {
        Dimension time = Dimension.Symbol("Time");
        Expression x = graph.Input("x", ElementType.F32, time, groups * width);
        Expression q = x.Contract("ti,oi->to", Weight(graph, "query", groups * share * width, groups * width)).Reshape(time, groups, share, width);
        Expression k = x.Contract("ti,oi->to", Weight(graph, "key", groups * width, groups * width)).Reshape(time, groups, width).Append("keys");
        Expression v = x.Contract("ti,oi->to", Weight(graph, "value", groups * width, groups * width)).Reshape(time, groups, width).Append("values");
        Dimension keys = k.Extent(0);
        Expression ahead = graph.Iota(keys).Reshape(1, keys) - graph.Positions().Reshape(time, 1);
        Expression scores = ahead.With("less_equal", graph.Scalar(0, ElementType.I32)).Apply("select", [q.Contract("tgrd,sgd->grts", k) * (1 / Math.Sqrt(width)), graph.Scalar(double.NegativeInfinity)]);
        Expression changed = scores.Softmax(-1) * (ahead.Cast(ElementType.F32) * 0.1 + 1) + 0.001;
        graph.Return("mixed", changed.Contract("grts,sge->tgre", v));
    }, new State("keys", new TensorType(ElementType.F32, 80, groups, width)), new State("values", new TensorType(ElementType.F32, 80, groups, width)));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(130)]
    public void RowsAndColumnsOfReductions(int width) => Check(width, graph => {
        Expression x = graph.Input("x", ElementType.F32, Dimension.Symbol("Time"), width);
        graph.Return("softmax", x.Softmax(1));
        graph.Return("down", x.Softmax(0));
        graph.Return("totals", x.Max(1) - x.Reduce("min", 1) + x.Sum(1));
        graph.Return("columns", x.Sum(0));
        graph.Return("gram", x.Contract("ti,si->ts", x.Sin()));
        graph.Return("turned", x.Transpose(1, 0).Exp());
    });

    private static Expression Weight(GraphBuilder graph, string name, params int[] shape) {
        declare!(new Weight(name, new TensorType(ElementType.F32, [.. shape.Select(extent => new Dimension(extent))])));
        return graph.Weight(name);
    }

    [ThreadStatic]
    private static Action<Weight>? declare;

    private static void Check(int summed, Action<GraphBuilder> build) => Check(summed, Lengths, build);

    private static void Check(int summed, (int Past, int Time)[] steps, Action<GraphBuilder> build, params State[] states) {
        ModuleBuilder builder = new("Test.Shape");
        builder.Declare(new Symbol("Time", 1, 80));
        builder.Declare(new Symbol("Past", 0, 79));
        foreach (State state in states) {
            builder.Declare(state);
        }
        declare = builder.Declare;
        GraphBuilder graph = builder.Entry("Run");
        build(graph);
        graph.Build();
        Random random = new(summed);
        // Each of the sums' terms may be off by a rounding of a value of a few units.
        double tolerance = 8 * (summed + 16) * Tolerances.Unit;
        RandomCase sample = new(summed, builder.Module, Tensors.Weights(random, builder.Module), (_, _) => tolerance) { Steps = steps };
        string? difference = NativeDifferences.Of(sample, NativePlan.Targets);
        Assert.True(difference is null, difference);
    }
}
