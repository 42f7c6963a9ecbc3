using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Sinter.Compiler.Plans;

/// <summary>The variants of functions that take the time at every kernel.</summary>
public sealed class NativeProfileTests {
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void TheVariantComputesTheSameAndNotesEveryKernel(int threads) {
        const int Layers = 3, Room = 200;
        Module module = LlamaModule.Build(24, Layers, 4, 2, 30, 17, 16, tied: true);
        Dictionary<string, Tensor> weights = Tensors.Weights(new Random(11), module);
        using NativePlan native = NativePlan.Compile(Lowering.Run(module), NativePlan.Targets[0], canProfile: true);
        Function function = native.Plan.Entries.First(each => each.Export == "Forward");
        Dictionary<string, Tensor> inputs = new() { ["tokens"] = Tensor.From(new[] { 3, 1, 4, 1, 5 }) };
        using NativeSession plain = new(native, weights, threads);
        using NativeSession profiled = new(native, weights, threads);
        using GuardedMemory record = new("the record", (4 + 4 * Room) * sizeof(long), 64, 0);
        Span<long> words = MemoryMarshal.Cast<byte, long>(record.Content);
        words[0] = Room;

        Dictionary<string, PlanBuffer> expected = plain.Run(function, RandomModule.Symbols(0, 5), inputs);
        Dictionary<string, PlanBuffer> actual = profiled.Run(function, RandomModule.Symbols(0, 5), inputs, record);

        Assert.Equal(expected["logits"].Bytes.ToArray(), actual["logits"].Bytes.ToArray());
        record.CheckSurroundings();
        int[] calls = [.. Kernels(function.Steps)];
        Assert.Equal(calls.Length, words[1]);
        long[][] runs = [.. Enumerable.Range(0, calls.Length).Select(i => MemoryMarshal.Cast<byte, long>(record.Content).Slice(4 + 4 * i, 4).ToArray())];
        Assert.Equal(calls, runs.Select(run => (int)run[0]));
        Assert.All(runs, run => Assert.True(run[1] <= run[2] && run[2] <= run[3], string.Join(' ', run)));
        Assert.All(runs.Zip(runs.Skip(1)), pair => Assert.Equal(pair.First[3], pair.Second[1]));
    }

    [Fact]
    public void TheLibraryDescribesEachKernel() {
        Module module = LlamaModule.Build(24, 2, 4, 2, 30, 17, 16, tied: true);
        using NativePlan native = NativePlan.Compile(Lowering.Run(module), NativePlan.Targets[0], canProfile: true);
        string[] lines = native.Text("costs").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(native.Plan.Kernels.Count, lines.Length);
        foreach ((Kernel kernel, string line) in native.Plan.Kernels.Zip(lines)) {
            string[] parts = line.Split('\t');
            Assert.Equal((kernel.Kind, string.Join(" ", kernel.Fused)), (parts[0], parts[1]));
            KernelCost cost = KernelCost.Of(kernel, extent => extent.Evaluate(name => name == "Time" ? 16 : 0));
            foreach ((int time, int past) in new[] { (1, 0), (5, 7) }) {
                Assert.Equal(cost.Operations.Evaluate(Value), Sum(parts[2], time, past));
                Assert.Equal(cost.Bytes.Evaluate(Value), Sum(parts[3], time, past));

                long Value(string name) => name switch { "Time" => time, "Past" => past, _ => 0 };
            }
        }

        long Sum(string text, int time, int past) => text.Split('+').Sum(term => {
            string[] factors = term.Split('*');
            return factors.Skip(1).Aggregate(long.Parse(factors[0]), (product, symbol) => product * (module.Symbols[int.Parse(symbol)].Name == "Time" ? time : past));
        });
    }

    private static IEnumerable<int> Kernels(Sequence<Step> steps) => steps.SelectMany(step => step switch {
        Step.Call call => [call.Kernel],
        Step.Repeat repeat => Enumerable.Range(0, (int)repeat.Count).SelectMany(_ => Kernels(repeat.Body)),
        _ => throw new InvalidOperationException($"no step of a Llama is a {step.GetType().Name}"),
    });
}
