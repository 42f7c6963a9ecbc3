using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Plans;

public sealed class RollRepeatsTests {
    [Fact]
    public void RolledCallsUnrollToTheSame() {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new(seed);
            // Pieces that are repeated, with arguments that move by steps of their own, between others that are not.
            List<Plans.Step.Call> calls = [];
            for (int piece = random.Next(1, 5); piece > 0; piece--) {
                List<(int Kernel, int Index, int Stride)> body = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (random.Next(3), random.Next(9), random.Next(-2, 3)))];
                int count = random.Next(1, 5);
                for (int i = 0; i < count; i++) {
                    calls.AddRange(body.Select(call => new Plans.Step.Call(call.Kernel, Sequence.Of(new Argument(Section.Weight, 20 + call.Index + i * call.Stride), new Argument(Section.Slot, call.Kernel)))));
                }
            }
            Sequence<Plans.Step> rolled = RollRepeats.Run(calls);
            Assert.True(calls.SequenceEqual(Unroll(rolled)), $"seed {seed}: {string.Join(" ", calls)}");
            Assert.True(rolled.Count <= calls.Count);
        }
    }

    [Fact]
    public void LayersBecomeOneLoop() {
        List<Plans.Step.Call> calls = [Call(0, 0)];
        for (int layer = 0; layer < 12; layer++) {
            calls.AddRange([Call(1, 10 + 3 * layer), Call(2, 11 + 3 * layer), Call(1, 12 + 3 * layer)]);
        }
        calls.Add(Call(3, 1));
        Sequence<Plans.Step> rolled = RollRepeats.Run(calls);
        Assert.Equal(3, rolled.Count);
        Plans.Step.Repeat layers = Assert.IsType<Plans.Step.Repeat>(rolled[1]);
        Assert.Equal(12, layers.Count);
        Assert.All(layers.Body, step => Assert.Equal(3, Assert.IsType<Plans.Step.Call>(step).Arguments[0].Stride));
    }

    private static Plans.Step.Call Call(int kernel, int weight) => new(kernel, Sequence.Of(new Argument(Section.Weight, weight)));

    private static IEnumerable<Plans.Step.Call> Unroll(IEnumerable<Plans.Step> steps) => steps.SelectMany(step => step switch {
        Plans.Step.Repeat repeat => Enumerable.Range(0, repeat.Count).SelectMany(i => repeat.Body.Cast<Plans.Step.Call>().Select(call => new Plans.Step.Call(
            call.Kernel, call.Arguments.Select(argument => new Argument(argument.Section, argument.Index + i * argument.Stride)).ToSequence()))),
        Plans.Step.Call call => [call],
        _ => Enumerable.Empty<Plans.Step.Call>(),
    });
}
