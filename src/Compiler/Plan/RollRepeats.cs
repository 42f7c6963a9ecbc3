using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Compiler.Plans;

/// <summary>
/// Turns runs of calls that repeat, with table entries that move by constant steps, into loops:
/// <code>
/// call 1 (slot0, weight3) call 2 (slot1, weight4) call 1 (slot0, weight5) call 2 (slot1, weight6)
///   =>  repeat 2 { call 1 (slot0, weight3+2) call 2 (slot1, weight4+2) }
/// </code>
/// so that a model's code does not grow with its depth.
/// </summary>
internal static class RollRepeats {
    // Longer bodies than this are not looked for; a layer of any published model is far shorter.
    private const int LongestBody = 64;

    public static Sequence<Step> Run(IReadOnlyList<Step> unrolled) {
        List<Rolled> calls = [.. unrolled.Select(step => new Rolled(step))];
        List<Step> steps = [];
        int at = 0;
        while (at < calls.Count) {
            (int period, int count) = Best(calls, at);
            if (count < 2) {
                steps.Add(Inside(calls[at++].Step));
                continue;
            }
            int start = at;
            steps.Add(new Step.Repeat(count, Enumerable.Range(0, period).Select(i => {
                (Rolled first, Rolled second) = (calls[start + i], calls[start + period + i]);
                int argument = 0;
                return first.Step.Map(a => a with { Stride = second.Arguments[argument++].Index - a.Index });
            }).ToSequence()));
            at += period * count;
        }
        return steps.ToSequence();
    }

    // An argument moves by one loop only, so the bodies of those that repeat themselves stay as they are.
    private static Step Inside(Step step) => step switch {
        Step.Loop loop => loop with { Body = Run(loop.Body) },
        Step.Branch branch => branch with { Then = Run(branch.Then), Else = Run(branch.Else) },
        _ => step,
    };

    // The body length at this place that covers most calls; of equals the shortest.
    private static (int Period, int Count) Best(IReadOnlyList<Rolled> calls, int at) {
        (int Period, int Count) best = (1, 1);
        for (int period = 1; period <= LongestBody && at + 2 * period <= calls.Count; period++) {
            int count = 1;
            while (at + (count + 1) * period <= calls.Count && Continues(calls, at, period, count)) {
                count++;
            }
            if (count > 1 && period * count > best.Period * best.Count) {
                best = (period, count);
            }
        }
        return best;
    }

    private static bool Continues(IReadOnlyList<Rolled> calls, int at, int period, int iteration) {
        for (int i = 0; i < period; i++) {
            Rolled first = calls[at + i];
            Rolled second = calls[at + period + i];
            Rolled here = calls[at + iteration * period + i];
            if (here.Shape != first.Shape || second.Shape != first.Shape) {
                return false;
            }
            for (int argument = 0; argument < first.Arguments.Count; argument++) {
                (Argument a, Argument b, Argument c) = (first.Arguments[argument], second.Arguments[argument], here.Arguments[argument]);
                if (c.Section != a.Section || b.Section != a.Section || c.Index - a.Index != iteration * (b.Index - a.Index)) {
                    return false;
                }
            }
        }
        return true;
    }

    // A step, what it is but for its table entries, and these.
    private sealed class Rolled(Step step) {
        public Step Step { get; } = step;

        public string Shape { get; } = Describe(step);

        public List<Argument> Arguments { get; } = [.. step.AllArguments()];

        private static string Describe(Step step) => step switch {
            Step.Call call => $"call {call.Kernel}",
            Step.Loop loop => $"loop {loop.Count} {loop.Depth} {loop.While is null} {{ {string.Join(" ", loop.Body.Select(Describe))} }}",
            Step.Branch branch => $"branch {{ {string.Join(" ", branch.Then.Select(Describe))} }} else {{ {string.Join(" ", branch.Else.Select(Describe))} }}",
            Step.Repeat repeat => $"repeat {repeat.Count} {{ {string.Join(" ", repeat.Body.Select(Describe))} }}",
            _ => throw new System.InvalidOperationException($"no step of kind {step}"),
        };
    }
}
