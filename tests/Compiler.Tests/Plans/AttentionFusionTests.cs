using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Sinter.Compiler.Plans;

/// <summary>However an attention is written, no matrix of scores is stored.</summary>
public sealed class AttentionFusionTests {
    private static readonly Dimension Time = Dimension.Symbol("Time");

    public static TheoryData<string> Orders => [.. Permutations("grts")];

    [Theory]
    [MemberData(nameof(Orders))]
    public void AnyOrderOfTheScoresAxesStreams(string order) {
        foreach (bool keyFirst in new[] { false, true }) {
            foreach (bool valueFirst in new[] { false, true }) {
                Streams((graph, query, key, value) => {
                    Expression scores = keyFirst ? key.Contract($"sgd,tgrd->{order}", query) : query.Contract($"tgrd,sgd->{order}", key);
                    Expression weights = Masked(graph, scores * 0.5, order).Softmax(order.IndexOf('s'));
                    return valueFirst ? value.Contract($"sge,{order}->tgre", weights) : weights.Contract($"{order},sge->tgre", value);
                });
            }
        }
    }

    [Fact]
    public void WithoutAMask() => Streams((_, query, key, value) => query.Contract("tgrd,sgd->grts", key).Softmax(3).Contract("grts,sge->tgre", value));

    [Fact]
    public void WithACappedScore() => Streams((graph, query, key, value) => {
        Expression capped = (query.Contract("tgrd,sgd->grts", key) / 30).Apply("tanh") * 30;
        return Masked(graph, capped, "grts").Softmax(3).Contract("grts,sge->tgre", value);
    });

    [Fact]
    public void WithADistancePenaltyThatDiffersFromHeadToHead() => Streams((graph, query, key, value) => {
        Expression scores = query.Contract("tgrd,sgd->grts", key);
        Dimension keys = key.Extent(0);
        Expression flat = scores.Reshape(6, Time, keys);
        Expression distance = graph.Iota(keys).Reshape(1, keys) - graph.Positions().Reshape(Time, 1);
        Expression penalized = flat + distance.Cast(ElementType.F32) * graph.Weight("slope").Reshape(6, 1, 1);
        return Masked(graph, penalized.Reshape(2, 3, Time, keys), "grts").Softmax(3).Contract("grts,sge->tgre", value);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WithASinkForEachHead(bool first) => Streams((graph, query, key, value) => {
        Expression scores = Masked(graph, query.Contract("tgrd,sgd->grts", key), "grts");
        Expression sink = graph.Weight("slope").Reshape(2, 3, 1, 1);
        Expression most = first ? sink.With("maximum", scores.Max(3, keep: true)) : scores.Max(3, keep: true).With("maximum", sink);
        Expression e = (scores - most).Exp();
        return (e / (e.Sum(3, keep: true) + (sink - most).Exp())).Contract("grts,sge->tgre", value);
    }, native: true);

    [Fact]
    public void WithASinkThatIsMaskedToo() => Streams((graph, query, key, value) => {
        // A sink of minus infinity is none.
        Expression scores = Masked(graph, query.Contract("tgrd,sgd->grts", key), "grts");
        Expression sink = graph.Scalar(double.NegativeInfinity).Reshape(1, 1, 1, 1);
        Expression most = scores.Max(3, keep: true).With("maximum", sink);
        Expression e = (scores - most).Exp();
        return (e / (e.Sum(3, keep: true) + (sink - most).Exp())).Contract("grts,sge->tgre", value);
    });

    [Theory]
    [MemberData(nameof(Orders))]
    public void WithClippedProbabilitiesInAnyOrder(string order) => Streams((graph, query, key, value) => {
        Expression weights = Masked(graph, query.Contract($"tgrd,sgd->{order}", key), order).Softmax(order.IndexOf('s'));
        Expression clipped = (weights * 1.2 - 0.1).With("maximum", graph.Scalar(0)).With("minimum", graph.Scalar(1));
        return value.Contract($"sge,{order}->tgre", clipped);
    });

    // What is made of the probability of a masked key is not zero here.
    [Fact]
    public void WithAFactorAndAnOffsetForEachPair() => Streams((graph, query, key, value) => {
        Dimension keys = key.Extent(0);
        Expression weights = Masked(graph, query.Contract("tgrd,sgd->grts", key), "grts").Softmax(3).Reshape(6, Time, keys);
        Expression offset = (graph.Iota(keys).Reshape(1, keys) - graph.Positions().Reshape(Time, 1)).Cast(ElementType.F32);
        Expression changed = weights * (offset * graph.Weight("slope").Reshape(6, 1, 1)) + offset * 0.01;
        return changed.Reshape(2, 3, Time, keys).Contract("grts,sge->tgre", value);
    });

    [Fact]
    public void ProbabilitiesThatAreUsedTwiceInOneFunctionStream() => Streams((graph, query, key, value) => {
        Expression weights = Masked(graph, query.Contract("tgrd,sgd->grts", key), "grts").Softmax(3);
        return (weights * weights + weights * 0.5).Contract("grts,sge->tgre", value);
    });

    [Fact]
    public void ProbabilitiesDividedByTheirLargestAreStillRight() {
        ModuleBuilder builder = Declare();
        GraphBuilder graph = builder.Entry("Run");
        (Expression query, Expression key, Expression value) = Inputs(graph);
        Expression weights = Masked(graph, query.Contract("tgrd,sgd->grts", key), "grts").Softmax(3);
        graph.Return("mixed", (weights / weights.Reduce("max", 3, keep: true)).Contract("grts,sge->tgre", value));
        graph.Build();
        Compare(builder.Module);
    }

    [Fact]
    public void WithASinkAndChangedProbabilities() => Streams((graph, query, key, value) => {
        Expression scores = Masked(graph, query.Contract("tgrd,sgd->grts", key), "grts");
        Expression sink = graph.Weight("slope").Reshape(2, 3, 1, 1);
        Expression most = scores.Max(3, keep: true).With("maximum", sink);
        Expression e = (scores - most).Exp();
        return ((e / (e.Sum(3, keep: true) + (sink - most).Exp())).Apply("sqrt") + 0.5).Contract("grts,sge->tgre", value);
    }, native: true);

    [Fact]
    public void ScoresThatAreAlsoReturnedAreStoredAndStillRight() {
        ModuleBuilder builder = Declare();
        GraphBuilder graph = builder.Entry("Run");
        (Expression query, Expression key, Expression value) = Inputs(graph);
        Expression weights = Masked(graph, query.Contract("tgrd,sgd->grts", key), "grts").Softmax(3);
        graph.Return("weights", weights);
        graph.Return("mixed", weights.Contract("grts,sge->tgre", value));
        graph.Build();
        Compare(builder.Module);
    }

    [Fact]
    public void WithKeysAndValuesKnownAtLoad() {
        ModuleBuilder builder = Declare();
        builder.Declare(new Weight("known", new TensorType(ElementType.F32, 11, 5)));
        GraphBuilder graph = builder.Entry("Run");
        Expression x = graph.Input("x", ElementType.F32, Time, 5), bias = graph.Input("bias", ElementType.F32, Time, 11);
        Expression scores = (x.Contract("ti,oi->to", graph.Weight("known")) / 2 + bias) * 0.75;
        graph.Return("mixed", scores.Softmax(1).Contract("to,oe->te", graph.Weight("known")));
        graph.Build();
        Kernel only = Assert.Single(Lowering.Run(builder.Module).Kernels, kernel => kernel is AttentionKernel or ContractionKernel && kernel.Parameters.Any(parameter => parameter.Type.Shape.Any(extent => extent.Equals(Time))));
        Assert.IsType<AttentionKernel>(only);
        Compare(builder.Module, native: true);
    }

    [Fact]
    public void NotWhereEachScoreDependsOnAllOthers() {
        ModuleBuilder builder = Declare();
        GraphBuilder graph = builder.Entry("Run");
        (Expression query, Expression key, Expression value) = Inputs(graph);
        Expression scores = query.Contract("tgrd,sgd->tgrs", key);
        Expression centred = scores - scores.Sum(3, keep: true) * 0.25;
        graph.Return("mixed", centred.Softmax(3).Contract("tgrs,sge->tgre", value));
        graph.Build();
        Assert.DoesNotContain(Lowering.Run(builder.Module).Kernels, kernel => kernel is AttentionKernel);
        Compare(builder.Module, native: true);
    }

    private static void Streams(Func<GraphBuilder, Expression, Expression, Expression, Expression> attend, bool native = false) {
        ModuleBuilder builder = Declare();
        GraphBuilder graph = builder.Entry("Run");
        (Expression query, Expression key, Expression value) = Inputs(graph);
        graph.Return("mixed", attend(graph, query, key, value));
        graph.Build();
        Plan plan = Lowering.Run(builder.Module);
        Assert.Contains(plan.Kernels, kernel => kernel is AttentionKernel);
        Assert.Equal(plan, Plan.Parse(plan.Print()));
        foreach (Function function in plan.Entries) {
            // What is kept grows with the tokens, never with their pairs.
            Assert.All(function.Slots, size => Assert.All(size.Terms, term => Assert.True(term.Symbols.Length <= 1, $"a slot of {size} bytes:\n{builder.Module}{plan.Print()}")));
        }
        Compare(builder.Module, native);
    }

    private static void Compare(Module module, bool native = false) {
        RandomCase sample = new(1, module, Tensors.Weights(new Random(1), module), (_, _) => 1e-5);
        string? difference = Differences.OfPlan(sample) ?? (native ? NativeDifferences.Of(sample, NativePlan.Targets) : null);
        Assert.True(difference is null, difference);
    }

    private static ModuleBuilder Declare() {
        ModuleBuilder builder = new("Test.Attention");
        builder.Declare(new Symbol("Time", 1, RandomModule.Context));
        builder.Declare(new Symbol("Past", 0, RandomModule.Context - 1));
        builder.Declare(new Weight("slope", new TensorType(ElementType.F32, 6)));
        builder.Declare(new State("keys", new TensorType(ElementType.F32, RandomModule.Context, 2, 5)));
        builder.Declare(new State("values", new TensorType(ElementType.F32, RandomModule.Context, 2, 4)));
        return builder;
    }

    private static (Expression Query, Expression Key, Expression Value) Inputs(GraphBuilder graph) => (
        graph.Input("query", ElementType.F32, Time, 2, 3, 5),
        graph.Input("key", ElementType.F32, Time, 2, 5).Append("keys"),
        graph.Input("value", ElementType.F32, Time, 2, 4).Append("values"));

    private static Expression Masked(GraphBuilder graph, Expression scores, string order) {
        Expression Along(char axis, Expression vector) => vector.Reshape([.. order.Select(other => other == axis ? vector.Extent(0) : Dimension.One)]);
        Expression seen = Along('s', graph.Iota(scores.Extent(order.IndexOf('s')))).With("less_equal", Along('t', graph.Positions()));
        return seen.Apply("select", [scores, graph.Scalar(double.NegativeInfinity)]);
    }

    private static IEnumerable<string> Permutations(string letters) => letters.Length <= 1
        ? [letters]
        : letters.SelectMany(first => Permutations(letters.Replace(first.ToString(), "")).Select(rest => first + rest));
}
