using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Llvm;
using Sinter.Compiler.Plans;

/// <summary>
/// Compiles a module, runs it by teams of one, two and three threads, and compares with what the graph means. In a longer search by hand
/// each graph is run by one team only, chosen by its seed, so that more graphs are tried in the same time.
/// </summary>
internal static class NativeDifferences {
    public static string? Of(RandomCase sample, params IEnumerable<TargetDescription> targets) {
        Plan plan = Lowering.Run(sample.Module);
        (Entry Entry, Dictionary<string, Tensor>[] Results)[] expected = [.. sample.Module.Entries.Select(entry => (entry, Expected(sample, entry)))];
        foreach (TargetDescription target in targets) {
            // A wild access ends the process; this is then the last line it wrote.
            Console.Error.WriteLine($"running {sample.Module.Name} of seed {sample.Seed} for {target.Cpu}");
            using NativePlan native = NativePlan.Compile(plan, target);
            foreach ((int index, (Entry entry, Dictionary<string, Tensor>[] results)) in expected.Index()) {
                int only = Search.IsLong ? (sample.Seed + index) % 6 : -1;
                foreach (int threads in new[] { 1, 2, 3 }) {
                    foreach (bool fix in new[] { false, true }) {
                        if (only >= 0 && only != threads * 2 - (fix ? 1 : 2)) {
                            continue;
                        }
                        if (Run(sample, native, entry, threads, fix, results) is { } difference) {
                            return $"{entry.Name} for {target.Cpu} with {threads} threads{(fix ? ", single tokens by their variant" : "")}: {difference}";
                        }
                    }
                }
            }
        }
        return null;
    }

    private static Dictionary<string, Tensor>[] Expected(RandomCase sample, Entry entry) {
        EagerStates caches = new();
        return [.. sample.Steps.Select(step => EagerInterpreter.Run(
            sample.Module, entry, RandomModule.Symbols(step.Past, step.Time), sample.Inputs(entry, step.Past, step.Time), sample.Weights, caches))];
    }

    private static string? Run(RandomCase sample, NativePlan native, Entry entry, int threads, bool fix, Dictionary<string, Tensor>[] expected) {
        using NativeSession session = new(native, sample.Weights, threads, sample.Replaced);
        // A thread that does all shares alone stands for the repetition: what the team makes in any order is what is made in this one.
        using NativeSession again = new(native, sample.Weights, threads, sample.Replaced) { IsAlone = threads > 1 };
        Function general = native.Plan.Entries.First(function => function.Name == entry.Name && function.Fixed.Count == 0);
        Function one = native.Plan.Entries.FirstOrDefault(function => function.Name == entry.Name && function.Fixed.Count > 0) ?? general;
        for (int step = 0; step < expected.Length; step++) {
            (int past, int time) = sample.Steps[step];
            Dictionary<string, long> symbols = RandomModule.Symbols(past, time);
            Dictionary<string, Tensor> inputs = sample.Inputs(entry, past, time);
            Function function = fix && time == 1 ? one : general;
            Dictionary<string, PlanBuffer> actual = session.Run(function, symbols, inputs);
            Dictionary<string, PlanBuffer> repeated = again.Run(function, symbols, inputs);
            foreach (Port port in function.Outputs) {
                double[] found = actual[port.Name].Elements(port.Type, extent => extent.Evaluate(symbol => symbols[symbol]));
                if (Tensors.Difference(expected[step][port.Name].Elements(), found, sample.Tolerance(entry.Name, port.Name)) is { } difference) {
                    return $"Past {past}, Time {time}, {port.Name}: {difference}";
                }
                if (!actual[port.Name].Bytes.SequenceEqual(repeated[port.Name].Bytes)) {
                    return $"Past {past}, Time {time}, {port.Name}: a repeated run{(threads > 1 ? ", of one thread with all shares," : "")} gave other bits";
                }
            }
        }
        return null;
    }
}
