using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Plans;

/// <summary>A whole Llama as machine code: odd widths, grouped heads, prefill and steps of one token.</summary>
public sealed class NativeLlamaTests {
    [Theory]
    [InlineData(12, 2, 3, 1, 10, 7, 9, true)]
    [InlineData(36, 3, 6, 3, 50, 61, 40, false)]
    [InlineData(64, 2, 8, 4, 172, 130, 33, true)]
    [InlineData(20, 1, 2, 2, 33, 17, 24, false)]
    public void ComputesWhatTheGraphMeans(int width, int layers, int heads, int keyValueHeads, int hidden, int vocabulary, int context, bool tied) {
        Module module = LlamaModule.Build(width, layers, heads, keyValueHeads, hidden, vocabulary, context, tied);
        RandomCase sample = new(width, module, Tensors.Weights(new Random(width), module), (_, _) => 1e-4) { Steps = [(0, context - 4), (context - 4, 1), (context - 3, 1), (context - 2, 2)] };
        string? difference = NativeDifferences.Of(sample, NativePlan.Targets);
        Assert.True(difference is null, difference);
    }

    [Fact]
    public void PrefillEqualsOneTokenAtATime() {
        const int Tokens = 21;
        Module module = LlamaModule.Build(48, 3, 6, 2, 70, 50, 32, tied: true);
        Dictionary<string, Tensor> weights = Tensors.Weights(new Random(3), module);
        using NativePlan native = NativePlan.Compile(Lowering.Run(module), NativePlan.Targets[0]);
        int[] tokens = [.. Enumerable.Range(0, Tokens).Select(i => i * 7 % 50)];
        Function general = native.Plan.Entries.First(function => function.Export == "Forward");
        Function one = native.Plan.Entries.First(function => function.Export == "Forward_Time1");
        using NativeSession atOnce = new(native, weights, 2);
        using NativeSession stepwise = new(native, weights, 1);
        double[] expected = Logits(atOnce.Run(general, RandomModule.Symbols(0, Tokens), new Dictionary<string, Tensor> { ["tokens"] = Tensor.From(tokens) }));
        double[] actual = [];
        for (int i = 0; i < Tokens; i++) {
            actual = Logits(stepwise.Run(one, RandomModule.Symbols(i, 1), new Dictionary<string, Tensor> { ["tokens"] = Tensor.From(new[] { tokens[i] }) }));
        }
        Assert.Null(Tensors.Difference(expected, actual, 1e-4));
    }

    [Fact]
    public void MoreThreadsThanRowsOrColumnsAgree() {
        Module module = LlamaModule.Build(8, 2, 2, 1, 6, 5, 16, tied: true);
        Dictionary<string, Tensor> weights = Tensors.Weights(new Random(5), module);
        using NativePlan native = NativePlan.Compile(Lowering.Run(module), NativePlan.Targets[0]);
        Function general = native.Plan.Entries.First(function => function.Export == "Score");
        Dictionary<string, Tensor> inputs = new() { ["tokens"] = Tensor.From(new[] { 1, 4, 0 }) };
        double[][] results = [.. new[] { 1, 11 }.Select(threads => {
            using NativeSession session = new(native, weights, threads);
            return session.Run(general, RandomModule.Symbols(0, 3), inputs)["logits"].Elements(new TensorType(ElementType.F32, 15), extent => extent.Value);
        })];
        Assert.Null(Tensors.Difference(results[0], results[1], 1e-5));
    }

    private static double[] Logits(Dictionary<string, PlanBuffer> outputs) => outputs["logits"].Elements(new TensorType(ElementType.F32, 50), extent => extent.Value);
}
