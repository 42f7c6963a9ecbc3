using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Plans;

/// <summary>Ways in which a module, after something was done to it, may fail to compute what it means; null when it does not.</summary>
internal static class Differences {
    /// <summary>Runs every entry eagerly before and after each pass.</summary>
    public static string? OfPasses(RandomCase sample) {
        Module before = sample.Module;
        foreach ((string name, Func<Module, Module> run) in Lowering.Passes) {
            Module after = run(before);
            GraphVerifier.Check(after);
            foreach (Entry entry in before.Entries) {
                EagerStates first = new(), second = new();
                Entry changed = after.Entries.First(other => other.Name == entry.Name);
                foreach ((int past, int time) in sample.Steps) {
                    Dictionary<string, long> symbols = RandomModule.Symbols(past, time);
                    Dictionary<string, Tensor> inputs = sample.Inputs(entry, past, time);
                    Dictionary<string, Tensor> expected = EagerInterpreter.Run(before, entry, symbols, inputs, sample.Weights, first);
                    Dictionary<string, Tensor> actual = EagerInterpreter.Run(after, changed, symbols, inputs, sample.Weights, second);
                    foreach ((string output, Tensor value) in expected) {
                        if (Tensors.Difference(value.Elements(), actual[output].Elements(), sample.Tolerance(entry.Name, output)) is { } difference) {
                            return $"{name}, {entry.Name} at Past {past}, Time {time}, {output}: {difference}";
                        }
                    }
                }
            }
            before = after;
        }
        return null;
    }

    /// <summary>Lowers the module, sends the plan through its text, and interprets it with and without the variants for one token.</summary>
    public static string? OfPlan(RandomCase sample) {
        Plan plan = Lowering.Run(sample.Module);
        Plan read = Plan.Parse(plan.Print());
        if (read.Print() != plan.Print()) {
            return $"the plan's text does not print back:\n{plan.Print()}\n---\n{read.Print()}";
        }
        foreach (Entry entry in sample.Module.Entries) {
            foreach (bool fix in new[] { false, true }) {
                PlanInterpreter interpreter = new(read, sample.Weights, sample.Replaced);
                EagerStates caches = new();
                foreach ((int past, int time) in sample.Steps) {
                    Dictionary<string, long> symbols = RandomModule.Symbols(past, time);
                    Dictionary<string, Tensor> inputs = sample.Inputs(entry, past, time);
                    Function general = read.Entries.First(function => function.Name == entry.Name && function.Fixed.Count == 0);
                    Function? one = read.Entries.FirstOrDefault(function => function.Name == entry.Name && function.Fixed.Count > 0);
                    Dictionary<string, Tensor> expected = EagerInterpreter.Run(sample.Module, entry, symbols, inputs, sample.Weights, caches);
                    Dictionary<string, double[]> actual = interpreter.Run(fix && time == 1 && one is not null ? one : general, symbols, inputs);
                    foreach ((string output, Tensor value) in expected) {
                        if (Tensors.Difference(value.Elements(), actual[output], sample.Tolerance(entry.Name, output)) is { } difference) {
                            return $"{entry.Name} at Past {past}, Time {time}, {output}: {difference}";
                        }
                    }
                }
            }
        }
        return null;
    }
}
