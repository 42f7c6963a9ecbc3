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

    public static Sequence<Step> Run(IReadOnlyList<Step.Call> calls) {
        List<Step> steps = [];
        int at = 0;
        while (at < calls.Count) {
            (int period, int count) = Best(calls, at);
            if (count < 2) {
                steps.Add(calls[at++]);
                continue;
            }
            int start = at;
            steps.Add(new Step.Repeat(count, Enumerable.Range(0, period).Select(i => {
                Step.Call first = calls[start + i];
                Step.Call second = calls[start + period + i];
                return first with {
                    Arguments = first.Arguments.Zip(second.Arguments, (a, b) => a with { Stride = b.Index - a.Index }).ToSequence(),
                };
            }).ToSequence()));
            at += period * count;
        }
        return steps.ToSequence();
    }

    // The body length at this place that covers most calls; of equals the shortest.
    private static (int Period, int Count) Best(IReadOnlyList<Step.Call> calls, int at) {
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

    private static bool Continues(IReadOnlyList<Step.Call> calls, int at, int period, int iteration) {
        for (int i = 0; i < period; i++) {
            Step.Call first = calls[at + i];
            Step.Call second = calls[at + period + i];
            Step.Call here = calls[at + iteration * period + i];
            if (here.Kernel != first.Kernel) {
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
}
