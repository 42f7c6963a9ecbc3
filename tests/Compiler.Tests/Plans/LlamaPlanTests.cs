using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Sinter.Compiler.Plans;

/// <summary>What lowering promises of a Llama: its numbers, and how few kernels, slots and bytes it takes.</summary>
public sealed class LlamaPlanTests {
    private static readonly Plan Five = Lowering.Run(LlamaModule.Build(64, 5, 8, 4, 172, 512, 512, tied: false));

    private static Function Entry(Plan plan, string export) => plan.Entries.First(entry => entry.Export == export);

    private static Plans.Step.Repeat Layers(Function function) => Assert.Single(function.Steps.OfType<Plans.Step.Repeat>());

    [Theory]
    [InlineData(12, 2, 3, 1, 10, 7, 9, true)]
    [InlineData(16, 3, 4, 2, 20, 11, 8, false)]
    [InlineData(8, 1, 2, 2, 6, 5, 6, false)]
    public void ThePlanComputesWhatTheGraphMeans(int width, int layers, int heads, int keyValueHeads, int hidden, int vocabulary, int context, bool tied) {
        Module module = LlamaModule.Build(width, layers, heads, keyValueHeads, hidden, vocabulary, context, tied);
        GraphVerifier.Check(module);
        Plan plan = Plan.Parse(Lowering.Run(module).Print());
        Random random = new(7);
        Dictionary<string, Tensor> weights = Tensors.Weights(random, module);
        foreach (Entry entry in module.Entries) {
            EagerStates caches = new();
            PlanInterpreter interpreter = new(plan, weights);
            int past = 0;
            foreach (int time in new[] { context - 4, 1, 1, 2 }) {
                Dictionary<string, long> symbols = new() { ["Time"] = time, ["Past"] = past };
                Dictionary<string, Tensor> inputs = new() { ["tokens"] = Tensor.From(Enumerable.Range(0, time).Select(_ => random.Next(vocabulary)).ToArray()) };
                double[] expected = EagerInterpreter.Run(module, entry, symbols, inputs, weights, caches)["logits"].Elements();
                foreach (Function function in plan.Entries.Where(function => function.Name == entry.Name && function.Fixed.All(pair => symbols[pair.Symbol] == pair.Value))) {
                    double[] actual = interpreter.Run(function, symbols, inputs)["logits"];
                    // A dozen roundings of values near 1, each of half a unit in the last place, in a few layers.
                    Assert.True(Tensors.Difference(expected, actual, 2e-5) is null, $"{function.Export} at Time {time}, Past {past}: {Tensors.Difference(expected, actual, 2e-5)}");
                }
                past += time;
            }
        }
    }

    [Theory]
    [InlineData("Forward")]
    [InlineData("Score")]
    [InlineData("Forward_Time1")]
    public void OneLayerIsAtMostSevenKernels(string export) {
        Function? function = Five.Entries.FirstOrDefault(entry => entry.Export == export);
        Assert.NotNull(function);
        Plans.Step.Repeat layers = Layers(function);
        Assert.Equal(5, layers.Count);
        Assert.True(layers.Body.Count <= 7, $"{layers.Body.Count} kernels in a layer:\n{Five.Print()}");
    }

    [Fact]
    public void PreparationRepeatsOverTheLayers() => Assert.Equal(5, Layers(Five.Prepare).Count);

    [Fact]
    public void DepthChangesNeitherKernelsNorSlots() {
        Plan deep = Lowering.Run(LlamaModule.Build(64, 32, 8, 4, 172, 512, 512, tied: false));
        Assert.Equal(Five.Kernels.Select(kernel => kernel.Kind), deep.Kernels.Select(kernel => kernel.Kind));
        foreach ((Function shallow, Function function) in Five.Entries.Zip(deep.Entries)) {
            Assert.Equal(shallow.Slots, function.Slots);
            Assert.Equal(shallow.Steps.Count, function.Steps.Count);
        }
        Assert.Equal(32, Layers(deep.Prepare).Count);
        Assert.Equal(Five.Prepare.Steps.Count, deep.Prepare.Steps.Count);
    }

    [Fact]
    public void AttentionStreamsAndStoresNoScores() {
        foreach (Function function in Five.Entries) {
            Plans.Step.Repeat layers = Layers(function);
            Assert.Single(Calls(layers), call => Five.Kernels[call.Kernel] is AttentionKernel);
            Assert.All(function.Slots, size => Assert.All(size.Terms, term => Assert.True(term.Symbols.Length <= 1, $"{function.Export} has a slot of {size} bytes")));
        }
        Assert.All(Five.Kernels.OfType<AttentionKernel>(), kernel => Assert.NotNull(kernel.Body.End));
    }

    [Fact]
    public void NormsAreFusedIntoTheContractionsThatFollow() {
        ContractionKernel[] contractions = [.. Calls(Layers(Entry(Five, "Forward"))).Select(call => Five.Kernels[call.Kernel]).OfType<ContractionKernel>()];
        Assert.Equal(4, contractions.Length);
        Assert.Equal(2, contractions.Count(kernel => kernel.Fused.Contains("rsqrt")));
    }

    [Fact]
    public void TheNormsScaleIsFoldedIntoThePreparedWeights() =>
        Assert.Contains(Calls(Layers(Five.Prepare)), call => Five.Kernels[call.Kernel].Fused.Contains("multiply"));

    [Fact]
    public void RotaryTablesArePrepared() {
        Assert.All(Five.Entries.SelectMany(Calls), call => Assert.DoesNotContain(Five.Kernels[call.Kernel].Fused, name => name is "cos" or "sin" or "power"));
        Assert.Contains(Calls(Five.Prepare), call => Five.Kernels[call.Kernel].Fused.Contains("cos"));
    }

    [Fact]
    public void GateAndUpShareASegment() {
        ContractionKernel gated = Assert.Single(
            Calls(Layers(Entry(Five, "Forward"))).Select(call => Five.Kernels[call.Kernel]).OfType<ContractionKernel>(), kernel => kernel.Fused.Contains("sigmoid"));
        Assert.Equal(2, Assert.Single(gated.Segments).Right.Count);
    }

    [Fact]
    public void ResidualsAreAddedWhereTheProductIsStored() {
        IEnumerable<ContractionKernel> contractions = Calls(Layers(Entry(Five, "Forward"))).Select(call => Five.Kernels[call.Kernel]).OfType<ContractionKernel>();
        Assert.Equal(2, contractions.Count(kernel => kernel.Segments.Count == 1 && kernel.Segments[0].Stores is [{ Value: { Operation: "add" } sum }]
            && sum.Operands.Any(operand => operand.Operation == "accumulator") && sum.Operands.Any(operand => operand.Operation == "load")));
    }

    private static IEnumerable<Plans.Step.Call> Calls(Plans.Step.Repeat layers) => layers.Body.Cast<Plans.Step.Call>();

    private static IEnumerable<Plans.Step.Call> Calls(Function function) => function.Steps.SelectMany(step => step switch {
        Plans.Step.Repeat repeat => repeat.Body.Cast<Plans.Step.Call>(),
        Plans.Step.Call call => [call],
        _ => Enumerable.Empty<Plans.Step.Call>(),
    });
}
