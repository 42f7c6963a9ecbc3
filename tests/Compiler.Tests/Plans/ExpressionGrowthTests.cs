using System;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Plans;

/// <summary>What is computed again wherever it is used is kept once it is used in many places, or kernels would double with each step.</summary>
public sealed class ExpressionGrowthTests {
    [Fact]
    public void APrefixSumByDoubling() => Check(64, 6, (x, level) => {
        int shift = 1 << level;
        Expression moved = x.Slice(1, 0, 64 - shift).Apply("pad", null,
            ("axis", Expression.Integer(1)), ("before", Expression.Integer(shift)), ("after", Expression.Integer(0)), ("value", new AttributeValue.Real(0)));
        return x + moved;
    });

    [Fact]
    public void SumsOfShuffledElements() => Check(64, 12, (x, level) =>
        (x + x.Reshape(Dimension.Symbol("Time"), 2, 32).Transpose(0, 2, 1).Reshape(Dimension.Symbol("Time"), 64).Apply("negate")) * 0.5);

    [Fact]
    public void ValuesThatAreUsedTwiceAtEachOfManySteps() => Check(5, 60, (x, _) => x * x.Sigmoid() + x.Apply("tanh") * 0.5);

    [Fact]
    public void ValuesThatAreUsedTwiceBehindAProduct() => Check(5, 30, (x, level) =>
        level == 0 ? x.Contract("ti,oi->to", x.Graph.Weight("matrix")) : x * x.Sigmoid() + x.Apply("tanh") * 0.5);

    [Fact]
    public void ReductionsOfReductions() => Check(6, 12, (x, _) => x - x.Max(1, keep: true) * x.Sum(1, keep: true).Sigmoid());

    [Fact]
    public void ProductsOfProductsOfWeights() => Check(5, 10, (x, level) => {
        // A matrix brought near its inverse by Newton's steps: known at load, each step two products of the last.
        Expression matrix = x.Graph.Weight("matrix");
        Expression inverse = matrix.Transpose(1, 0) * 0.04;
        for (int step = 0; step < level; step++) {
            inverse = inverse * 2 - inverse.Contract("ij,jk->ik", matrix).Contract("ij,jk->ik", inverse);
        }
        Expression norms = (inverse * inverse).Sum(1, keep: true);
        return level < 9 ? x : x.Contract("ti,oi->to", inverse / (norms + 1)) + inverse.Apply("cumulative_sum", null, ("axis", Expression.Integer(0))).Sum(0);
    });

    private static void Check(int width, int levels, Func<Expression, int, Expression> step) {
        ModuleBuilder builder = new("Test.Growth");
        builder.Declare(new Symbol("Time", 1, 7));
        builder.Declare(new Symbol("Past", 0, 6));
        builder.Declare(new Weight("matrix", new TensorType(ElementType.F32, 5, 5)));
        GraphBuilder graph = builder.Entry("Run");
        Expression x = graph.Input("x", ElementType.F32, Dimension.Symbol("Time"), width);
        for (int level = 0; level < levels; level++) {
            x = step(x, level);
        }
        graph.Return("r", x);
        graph.Build();
        Plan plan = Lowering.Run(builder.Module);
        // A few lines for each node that is computed anew in a few places.
        Assert.True(plan.Print().Length < 4000 * levels, $"{plan.Print().Length} characters");
        RandomCase sample = new(1, builder.Module, Tensors.Weights(new Random(1), builder.Module), (_, _) => 1e-4) { Steps = [(0, 2), (2, 1)] };
        string? difference = Differences.OfPlan(sample) ?? NativeDifferences.Of(sample, NativePlan.Targets[0]);
        Assert.True(difference is null, difference);
    }
}
