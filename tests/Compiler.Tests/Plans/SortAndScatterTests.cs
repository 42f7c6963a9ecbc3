using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;

/// <summary>Orders, elements taken along an axis, and scattered updates: the plan and the native code compute what the graph means.</summary>
public sealed class SortAndScatterTests {
    private static readonly Dimension Time = Dimension.Symbol("Time");

    private static readonly Dictionary<string, Action<GraphBuilder>> Built = new() {
        ["Order"] = graph => {
            Expression x = graph.Input("x", ElementType.F32, Time, 6);
            graph.Return("rising", x.Apply("sort_order", [], Axis(1), Descending(false)));
            graph.Return("falling", x.Apply("sort_order", [], Axis(0), Descending(true)));
            graph.Return("equal", (x * 2).Apply("floor").Apply("sort_order", [], Axis(1), Descending(true), Count(4)));
        },
        ["ManyKeys"] = graph => {
            Expression x = graph.Input("x", ElementType.F32, Time, 3, 130);
            Expression order = (x * 8).Apply("floor").Apply("sort_order", [], Axis(2), Descending(false));
            graph.Return("sorted", x.Apply("take_along", [order], Axis(2)));
            graph.Return("order", order);
        },
        ["Integers"] = graph => {
            Expression x = graph.Input("x", ElementType.I32, 70, Time) - graph.Scalar(2, ElementType.I32);
            graph.Return("order", x.Apply("sort_order", [], Axis(0), Descending(true)));
        },
        ["WideKeys"] = graph => {
            // Keys that differ in the upper half, in the lower one, or not at all.
            Expression wide = graph.Input("x", ElementType.I32, 70, Time).Cast(ElementType.I64) - graph.Scalar(2, ElementType.I64);
            Expression integers = wide * graph.Scalar(1L << 40, ElementType.I64) - wide * wide;
            graph.Return("rising", integers.Apply("sort_order", [], Axis(0), Descending(false)));
            graph.Return("falling", integers.Apply("sort_order", [], Axis(0), Descending(true)));
        },
        ["Experts"] = graph => {
            // The two best of five scores, normalised, spread back over the five.
            Expression scores = graph.Input("x", ElementType.F32, Time, 5);
            Expression best = scores.Apply("sort_order", [], Axis(1), Descending(true), Count(2));
            Expression gates = scores.Apply("take_along", [best], Axis(1)).Softmax(1);
            Expression zeros = Broadcast(graph.Scalar(0), Time, 5);
            graph.Return("gates", zeros.Apply("scatter_set", [best, gates], Axis(1)));
        },
        ["Sums"] = graph => {
            Expression x = graph.Input("x", ElementType.F32, 4, 9);
            Expression rows = Broadcast(graph.Input("rows", ElementType.I32, Time).Reshape(Time, 1), Time, 9);
            Expression updates = graph.Input("updates", ElementType.F32, Time, 9);
            Expression sum = x.Apply("scatter_add", [rows - graph.Scalar(1, ElementType.I32), updates.Sin()], Axis(0));
            graph.Return("sum", sum);
            graph.Return("most", sum.Apply("scatter_max", [rows, updates], Axis(0)));
            graph.Return("least", x.Exp().Apply("scatter_min", [rows, updates], Axis(0)));
        },
        ["PerElement"] = graph => {
            Expression x = graph.Input("x", ElementType.F32, Time, 3);
            Expression places = graph.Input("places", ElementType.I32, Time, 8);
            Expression updates = graph.Input("updates", ElementType.F32, Time, 8);
            graph.Return("sum", x.Apply("scatter_add", [places, updates], Axis(1)));
            graph.Return("taken", x.Apply("take_along", [places], Axis(1)));
        },
    };

    public static TheoryData<string> Names => [.. Built.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void ThePlanComputesWhatTheGraphMeans(string name) => Assert.Null(Differences.OfPlan(Case(name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void TheNativeCodeComputesWhatTheGraphMeans(string name) => Assert.Null(NativeDifferences.Of(Case(name), NativePlan.Targets));

    private static (string, AttributeValue) Axis(int axis) => ("axis", Expression.Integer(axis));

    private static (string, AttributeValue) Count(int count) => ("count", Expression.Integer(count));

    private static (string, AttributeValue) Descending(bool descending) => ("descending", new AttributeValue.Flag(descending));

    private static Expression Broadcast(Expression x, params Dimension[] shape) => x.Apply("broadcast", null, ("shape", new AttributeValue.Extents(shape.ToSequence())));

    private static RandomCase Case(string name) {
        ModuleBuilder builder = new("Sorting." + name);
        builder.Declare(new Symbol("Time", 1, 7));
        builder.Declare(new Symbol("Past", 0, 6));
        builder.Declare(new Symbol("Batch", 1, 3));
        GraphBuilder graph = builder.Entry("Run");
        Built[name](graph);
        graph.Build();
        GraphVerifier.Check(builder.Module);
        // Orders are of exact values; sums are of at most ten.
        return new RandomCase(3, builder.Module, new Dictionary<string, Tensor>(), (_, output) => output is "order" or "rising" or "falling" or "equal" ? 0 : 40 * Tolerances.Unit);
    }
}
