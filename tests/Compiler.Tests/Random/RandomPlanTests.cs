using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Graph.Operations;
using Sinter.Compiler.Plans;

/// <summary>Random graphs through every pass and through lowering: what they compute stays what the graph means.</summary>
public sealed class RandomPlanTests {
    private static readonly int Seeds = Search.Seeds(150);

    [Fact]
    public void ModulesParseBackFromTheirText() {
        for (int seed = 0; seed < Seeds; seed++) {
            Module module = new RandomModule(seed).Module;
            GraphVerifier.Check(module);
            Assert.True(module.Equals(ModuleParser.Parse(module.ToString())), $"seed {seed}:\n{module}");
        }
    }

    [Fact]
    public void PassesKeepWhatGraphsCompute() => Search.ForFailure(0, Seeds, Differences.OfPasses);

    [Fact]
    public void PlansComputeWhatGraphsMean() => Search.ForFailure(1000, Seeds, Differences.OfPlan);

    [Fact]
    public void EntriesShareWeightsAndWhatIsPrepared() => Search.ForFailure(2000, Seeds / 5, Differences.OfPlan, entries: 3, operations: 20);

    [Fact]
    public void TheGeneratorReachesEveryOperationAndKernel() {
        HashSet<string> operations = [], kernels = [], inputs = [];
        int empty = 0;
        for (int seed = 0; seed < 150; seed++) {
            Module module = new RandomModule(seed).Module;
            operations.UnionWith(module.Entries[0].Nodes.Select(node => node.Operation));
            inputs.UnionWith(module.Entries[0].Inputs.Select(input => input.Text("name")));
            empty += module.Entries[0].Nodes.Any(node => node.Type.Shape.Contains(Dimension.Zero)) ? 1 : 0;
            kernels.UnionWith(Lowering.Run(module).Kernels.Select(kernel => kernel.Kind));
        }
        Assert.Contains(RandomGraph.Extreme, inputs);
        Assert.Contains(RandomGraph.Moderate, inputs);
        Assert.True(empty > 15, $"only {empty} of 150 graphs have an empty axis");
        Assert.Empty(OperationSet.Names.Except(operations));
        Assert.Equal(["attention", "contraction", "loop", "scan", "scatter", "sort"], kernels.Order());
    }
}
