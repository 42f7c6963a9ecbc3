using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;

/// <summary>
/// A module of random entries: one seed, one module. The extents are lopsided and odd, and each output has a bound on how far a
/// compiled value may lie from the eager one.
/// </summary>
internal sealed class RandomModule {
    /// <summary>The most positions of a sequence.</summary>
    public const int Context = 7;

    /// <summary>The most sequences side by side.</summary>
    public const int LargestBatch = 3;

    private readonly Dictionary<(string Entry, string Output), double> tolerances = [];

    public RandomModule(int seed, int entries = 1, int operations = 14) {
        Seed = seed;
        Random random = new(seed);
        ModuleBuilder builder = new($"Random.Seed{seed}");
        builder.Declare(new Symbol("Time", 1, Context));
        builder.Declare(new Symbol("Past", 0, Context - 1));
        builder.Declare(new Symbol("Batch", 1, LargestBatch));
        for (int i = 0; i < entries; i++) {
            RandomGraph graph = new(random, builder, $"Entry{i}", operations);
            foreach ((string output, double error) in graph.Errors) {
                tolerances[($"Entry{i}", output)] = error * Tolerances.Slack;
            }
        }
        Module = builder.Module;
        Weights = Module.Weights.ToDictionary(weight => weight.Name, weight => Tensors.Dense(random, [.. weight.Type.Shape.Select(extent => (int)extent.Value)]));
    }

    public int Seed { get; }

    public Module Module { get; }

    public Dictionary<string, Tensor> Weights { get; }

    /// <summary>The bound for an output; exact ones must be equal.</summary>
    public double Tolerance(string entry, string output) => tolerances[(entry, output)];

    /// <summary>Steps of one sequence that fill the context: several tokens, one, one, the rest.</summary>
    public static IReadOnlyList<(int Past, int Time)> Steps { get; } = [(0, 3), (3, 1), (4, 1), (5, 2)];

    public static Dictionary<string, long> Symbols(int past, int time) => new() { ["Past"] = past, ["Time"] = time, ["Batch"] = 1 + (past + time) % LargestBatch };

    /// <summary>Arguments for a step.</summary>
    public static Dictionary<string, Tensor> Inputs(Random random, Entry entry, IReadOnlyDictionary<string, long> symbols) => entry.Inputs.ToDictionary(
        input => input.Text("name"), input => input.Text("name") switch {
            RandomGraph.Extreme => Tensors.Special(random, input.Type, extent => extent.Evaluate(symbol => symbols[symbol]), extreme: true),
            RandomGraph.Moderate => Tensors.Special(random, input.Type, extent => extent.Evaluate(symbol => symbols[symbol]), extreme: false),
            _ => Tensors.Random(random, input.Type, extent => extent.Evaluate(symbol => symbols[symbol])),
        });
}
