using System;
using System.Linq;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Sinter.Compiler.Plans;

/// <summary>Recurrences whose places are independent along some axes are one kernel, whatever their equation; others stay loops of kernels.</summary>
public sealed class ScanFusionTests {
    private static readonly Dimension Time = Dimension.Symbol("Time");

    // h[c, n] = exp(dt[c] r[c, n]) h[c, n] + dt[c] b[n] u[c], y[c] = sum over n of h[c, n] c[n].
    [Fact]
    public void ASelectiveScanIsIndependentAlongItsChannels() => IsScan(37, 1, (graph, loop) => {
        loop.Begin([graph.Filled(0.25, 37, 5)]);
        Expression u = loop.Row("u", 37), dt = loop.Row("dt", 37).Sigmoid(), b = loop.Row("b", 5), c = loop.Row("c", 5);
        Expression h = loop.State(0, 37, 5);
        Expression rate = graph.Weight("rate").Exp() * -1;
        Expression next = (dt.Reshape(37, 1) * rate).Exp() * h + (dt * u).Reshape(37, 1) * b.Reshape(1, 5);
        loop.End([next], [next.Contract("cn,n->c", c)]);
    }, new Weight("rate", new TensorType(ElementType.F32, 37, 5)));

    // S[h, d, e] += k[h, d] (v[h, e] - sum over d of S[h, d, e] k[h, d]), o[h, e] = sum over d of S[h, d, e] q[h, d].
    [Fact]
    public void ADeltaRuleIsIndependentAlongHeadsAndColumns() => IsScan(18, 2, (graph, loop) => {
        loop.Begin([graph.Filled(0.5, 2, 5, 9)]);
        Expression q = loop.Row("q", 2, 5), k = loop.Row("k", 2, 5) * 0.25, v = loop.Row("v", 2, 9);
        Expression s = loop.State(0, 2, 5, 9);
        Expression next = s + k.Reshape(2, 5, 1) * (v - s.Contract("hde,hd->he", k)).Reshape(2, 1, 9);
        loop.End([next], [next.Contract("hde,hd->he", q)]);
    });

    // The sums along d and e leave the heads alone independent.
    [Fact]
    public void ANormalisedMemoryIsIndependentAlongItsHeads() => IsScan(3, 1, (graph, loop) => {
        loop.Begin([graph.Filled(0, 3, 4, 6), graph.Filled(0, 3, 4)]);
        Expression q = loop.Row("q", 3, 4), k = loop.Row("k", 3, 4).Sigmoid(), v = loop.Row("v", 3, 6);
        Expression s = loop.State(0, 3, 4, 6), z = loop.State(1, 3, 4);
        Expression matrix = s * 0.5 + k.Reshape(3, 4, 1) * v.Reshape(3, 1, 6), sum = z * 0.5 + k;
        Expression divisor = (q * q * sum).Sum(1, keep: true) + 1;
        loop.End([matrix, sum], [q.Contract("hd,hde->he", matrix) / divisor]);
    });

    // Two states that never meet, of one extent.
    [Fact]
    public void RecurrencesSideBySideAreOne() => IsScan(21, 1, (graph, loop) => {
        loop.Begin([graph.Filled(1, 21), graph.Filled(1, 21, 3)]);
        Expression a = loop.Row("a", 21), b = loop.Row("b", 21, 3);
        Expression first = loop.State(0, 21), second = loop.State(1, 21, 3);
        loop.End([first * 0.5 + a, second * 0.25 + b.Sin()], [first, second]);
    });

    // Each element takes in its neighbour: nothing is independent, and little enough for one thread.
    [Fact]
    public void ASmallStateThatMovesIsOneThreads() => IsScan(0, 0, (graph, loop) => {
        loop.Begin([graph.Filled(1, 7)]);
        Expression x = loop.Row("x", 7), h = loop.State(0, 7);
        Expression moved = h.Slice(0, Dimension.One, 6).Concatenate(0, h.Slice(0, Dimension.Zero, Dimension.One));
        Expression next = (moved + x) * 0.5;
        loop.End([next], [next]);
    });

    [Fact]
    public void AProductWithAMatrixInEachStepStaysALoop() {
        Module module = Build((graph, loop) => {
        loop.Begin([graph.Filled(1, 8)]);
            Expression next = loop.State(0, 8).Contract("i,oi->o", graph.Weight("w")) + loop.Row("x", 8);
            loop.End([next], [next]);
        }, new Weight("w", new TensorType(ElementType.F32, 8, 8)));
        Plan plan = Lowering.Run(module);
        Assert.DoesNotContain(plan.Kernels, kernel => kernel is ScanKernel);
        Assert.Contains(plan.Entries.Single(function => function.Fixed.Count == 0).Steps, step => step is Plans.Step.Loop);
    }

    // The product is reshaped into heads before the loop reads its rows: it is computed by the contraction, and nowhere else.
    [Fact]
    public void AProductSeenByALoopAsHeadsIsComputedOnce() {
        Module module = Build((graph, loop) => {
            loop.Begin([graph.Filled(0, 3, 4)]);
            Expression keys = graph.Input("x", ElementType.F32, Time, 10).Contract("ti,oi->to", graph.Weight("keys")).Reshape(Time, 3, 4);
            Expression next = loop.State(0, 3, 4) * 0.5 + loop.RowOf(keys);
            loop.End([next], [next]);
        }, new Weight("keys", new TensorType(ElementType.F32, 12, 10)));
        Plan plan = Lowering.Run(module);
        Function function = plan.Entries.Single(function => function.Fixed.Count == 0);
        Kernel[] kernels = [.. function.Steps.OfType<Plans.Step.Call>().Select(call => plan.Kernels[call.Kernel])];
        Assert.IsType<ContractionKernel>(Assert.Single(kernels, kernel => kernel.Fused.Contains("contract")));
        RandomCase sample = new(5, module, Tensors.Weights(new Random(5), module), (_, _) => 200 * Tolerances.Unit) { Steps = [(0, 7), (0, 1)] };
        Assert.Null(Differences.OfPlan(sample));
    }

    private static void IsScan(long places, int axes, Action<GraphBuilder, LoopBody> build, params Weight[] weights) {
        Module module = Build(build, weights);
        Plan plan = Lowering.Run(module);
        Assert.Equal(plan, Plan.Parse(plan.Print()));
        Function function = plan.Entries.Single(function => function.Fixed.Count == 0);
        Assert.DoesNotContain(function.Steps, step => step is Plans.Step.Loop);
        ScanKernel scan = Assert.Single(plan.Kernels.OfType<ScanKernel>());
        Assert.Equal(axes, scan.Shared.Count);
        Assert.Equal(places, axes == 0 ? 0 : scan.Shared.Aggregate(1L, (product, axis) => product * axis.Extent.Value));
        RandomCase sample = new(3, module, Tensors.Weights(new Random(3), module), (_, _) => 200 * Tolerances.Unit) { Steps = [(0, 7), (0, 1), (0, 3)] };
        string? difference = Differences.OfPlan(sample) ?? NativeDifferences.Of(sample, NativePlan.Targets);
        Assert.True(difference is null, difference);
    }

    private static Module Build(Action<GraphBuilder, LoopBody> build, params Weight[] weights) {
        ModuleBuilder builder = new("Test.Scan");
        builder.Declare(new Symbol("Time", 1, RandomModule.Context));
        builder.Declare(new Symbol("Past", 0, RandomModule.Context - 1));
        foreach (Weight weight in weights) {
            builder.Declare(weight);
        }
        GraphBuilder graph = builder.Entry("Run");
        build(graph, new LoopBody(graph));
        graph.Build();
        return builder.Module;
    }

    // One loop over rows of [Time, ...].
    private sealed class LoopBody(GraphBuilder graph) {
        private static readonly (string, AttributeValue) Name = ("loop", new AttributeValue.Text("0"));

        private Expression[] initial = [];

        // What is carried at first stands before the body.
        public void Begin(Expression[] values) => initial = values;

        public Expression Row(string name, params Dimension[] shape) => RowOf(graph.Input(name, ElementType.F32, [Time, .. shape]));

        public Expression RowOf(Expression rows) => rows.Apply("loop_row", null, ("count", new AttributeValue.Extent(Time)), Name);

        public Expression State(int index, params Dimension[] shape) => new(graph, graph.Apply("loop_state", [], new Attributes(
            ("index", Expression.Integer(index)), Name, ("shape", Expression.Extents(shape)), ("type", new AttributeValue.Type(ElementType.F32)))));

        public void End(Expression[] next, Expression[] rows) {
            int loop = graph.Apply("loop", [.. initial.Concat(next).Concat(rows).Select(value => value.Node)], new Attributes(
                ("count", new AttributeValue.Extent(Time)), Name, ("states", Expression.Integer(initial.Length)), ("while", new AttributeValue.Flag(false))));
            for (int i = 0; i < next.Length + rows.Length; i++) {
                TensorType type = i < next.Length ? next[i].Type : rows[i - next.Length].Type;
                Dimension[] shape = i < next.Length ? [.. type.Shape] : [Time, .. type.Shape];
                graph.Return($"result{i}", new Expression(graph, graph.Apply("loop_result", [loop], new Attributes(
                    ("index", Expression.Integer(i)), ("shape", Expression.Extents(shape)), ("type", new AttributeValue.Type(type.Element))))));
            }
        }
    }
}

/// <summary>Tensors of one number.</summary>
internal static class FilledLeaves {
    public static Expression Filled(this GraphBuilder graph, double value, params Dimension[] shape) =>
        graph.Scalar(value).Apply("broadcast", null, ("shape", Expression.Extents(shape)));
}
