using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Passes;

/// <summary>A module with data to run it on.</summary>
internal sealed record RandomCase(int Seed, Module Module, IReadOnlyDictionary<string, Tensor> Weights, Func<string, string, double> Tolerance) {
    /// <summary>The steps of one sequence that it is run for.</summary>
    public IReadOnlyList<(int Past, int Time)> Steps { get; init; } = RandomModule.Steps;

    /// <summary>The states that calls replace, which start as zeros; the others are appended to.</summary>
    public IReadOnlySet<string> Replaced => Module.Entries.SelectMany(entry => entry.Nodes)
        .Where(node => node.Operation is "state_read" or "state_write").Select(node => node.Text("name")).ToHashSet();

    public static RandomCase Of(RandomModule random) => new(random.Seed, random.Module, random.Weights, random.Tolerance);

    /// <summary>The arguments of a step, always the same for the same case.</summary>
    public Dictionary<string, Tensor> Inputs(Entry entry, int past, int time) =>
        RandomModule.Inputs(new Random(Seed * 31 + past), entry, RandomModule.Symbols(past, time));
}

/// <summary>Looks for a seed whose module fails, and makes what fails as small as it can.</summary>
internal static class Search {
    /// <summary>
    /// How many seeds a search tries: this many, or what the variable SINTER_RANDOM_SEEDS says for a longer search by hand;
    /// SINTER_RANDOM_FIRST says where it starts, such as at a seed that was seen to fail.
    /// </summary>
    public static int Seeds(int usual) => int.TryParse(Environment.GetEnvironmentVariable("SINTER_RANDOM_SEEDS"), out int asked) ? asked : usual;

    /// <summary>Whether a longer search was asked for.</summary>
    public static bool IsLong => int.TryParse(Environment.GetEnvironmentVariable("SINTER_RANDOM_SEEDS"), out int asked) && asked > 100;

    /// <summary>Fails with the seed, what is wrong, and the smallest module found that is still wrong.</summary>
    public static void ForFailure(int first, int count, Func<RandomCase, string?> check, int entries = 1, int operations = 14) {
        ForFailure(first, count, seed => RandomCase.Of(new RandomModule(seed, entries, operations)), check);
    }

    /// <summary>The same with cases of another kind.</summary>
    public static void ForFailure(int first, int count, Func<int, RandomCase> make, Func<RandomCase, string?> check) {
        first = int.TryParse(Environment.GetEnvironmentVariable("SINTER_RANDOM_FIRST"), out int asked) ? asked : first;
        for (int seed = first; seed < first + count; seed++) {
            RandomCase sample = make(seed);
            if (Try(sample, check) is { } failure) {
                RandomCase small = Shrink(sample, check);
                Assert.Fail($"seed {seed}: {failure}\nSmallest that fails ({Try(small, check)}):\n{small.Module}");
            }
        }
    }

    private static string? Try(RandomCase sample, Func<RandomCase, string?> check) {
        try {
            return check(sample);
        } catch (Exception exception) when (exception is not OutOfMemoryException) {
            return exception.ToString();
        }
    }

    /// <summary>
    /// Tries entries and outputs one by one, then earlier nodes as the only output, then inputs in place of nodes, as long as something gets
    /// smaller and still fails. A cut graph has no error bound of its own, so it must be wrong by a lot to count.
    /// </summary>
    public static RandomCase Shrink(RandomCase sample, Func<RandomCase, string?> check) {
        string kind = Kind(Try(sample, check)!);
        // What a cut graph cannot compute eagerly is not what is looked for.
        bool Fails(RandomCase candidate) => Try(candidate, check) is { } failure && Kind(failure) == kind
            && !failure.Contains(nameof(EagerInterpreter), StringComparison.Ordinal) && !failure.Contains("Sinter.Operations", StringComparison.Ordinal);
        Entry[] entries = [.. sample.Module.Entries];
        Entry entry = entries.FirstOrDefault(entry => Fails(With(sample, entry, exact: true))) ?? entries[0];
        RandomCase smallest = With(sample, entry, exact: true);
        if (!Fails(smallest)) {
            // Only together do the entries fail.
            return sample;
        }
        foreach (Node node in entry.Nodes.Where(node => node.Operation is not ("loop" or "branch"))) {
            if (Escapes(entry, node.Id)) {
                continue;
            }
            RandomCase candidate = With(sample, entry with { Outputs = Sequence.Of(new Output("output", node.Id)) }, exact: false);
            if (Fails(candidate)) {
                smallest = candidate;
                break;
            }
        }
        bool changed = true;
        while (changed) {
            changed = false;
            Entry current = smallest.Module.Entries[0];
            foreach (Node node in current.Nodes.Reverse()) {
                if (node.Operation is "input" or "constant" or "table" or "size" or "iota" or "positions" or "past" or "state_append" or "state_write" or "loop" or "branch") {
                    continue;
                }
                RandomCase candidate = With(smallest, Cut(current, node), exact: false);
                if (candidate.Module.Entries[0].Nodes.Count < current.Nodes.Count && Fails(candidate)) {
                    smallest = candidate;
                    changed = true;
                    break;
                }
            }
        }
        return smallest;
    }

    // A value of a loop's body is no result without the loop.
    private static bool Escapes(Entry entry, int id) {
        Entry candidate = entry with { Outputs = Sequence.Of(new Output("output", id)) };
        try {
            Regions.Of(candidate, GraphRewriter.Live(candidate));
            return false;
        } catch (GraphException) {
            return true;
        }
    }

    // The kind of an exception, or that numbers differ.
    private static string Kind(string failure) => new([.. failure.TakeWhile(letter => letter is not (':' or ' '))]);

    private static Entry Cut(Entry entry, Node node) => entry with {
        Nodes = entry.Nodes.Select(other => other.Id != node.Id ? other : new Node(node.Id, "input", Sequence<int>.Empty, new Attributes(
            ("name", new AttributeValue.Text($"cut{node.Id}_{entry.Nodes.Count}")), ("shape", new AttributeValue.Extents(node.Type.Shape)), ("type", new AttributeValue.Type(node.Type.Element))), node.Type)).ToSequence(),
    };

    private static RandomCase With(RandomCase sample, Entry entry, bool exact) {
        Module module = GraphRewriter.Rewrite(sample.Module with { Entries = Sequence.Of(WithoutUnusedInputs(entry)) }, (_, _, _) => null);
        HashSet<string> names = [.. module.Entries[0].Nodes.Where(node => node.Operation is "weight" or "state_append" or "state_read" or "state_write").Select(node => node.Text("name"))];
        module = module with {
            Weights = module.Weights.Where(weight => names.Contains(weight.Name)).ToSequence(),
            States = module.States.Where(state => names.Contains(state.Name)).ToSequence(),
        };
        return sample with { Module = module, Tolerance = exact ? sample.Tolerance : (_, _) => 1e-2 };
    }

    // The rewriter keeps inputs, being the entry's signature.
    private static Entry WithoutUnusedInputs(Entry entry) {
        HashSet<int> needed = [.. entry.Outputs.Select(output => output.Node)];
        foreach (Node node in entry.Nodes.Reverse().Where(node => needed.Contains(node.Id))) {
            needed.UnionWith(node.Operands);
        }
        Dictionary<int, int> map = [];
        List<Node> nodes = [];
        foreach (Node node in entry.Nodes.Where(node => needed.Contains(node.Id))) {
            map.Add(node.Id, nodes.Count);
            nodes.Add(node with { Id = nodes.Count, Operands = node.Operands.Select(operand => map[operand]).ToSequence() });
        }
        return new Entry(entry.Name, nodes.ToSequence(), entry.Outputs.Select(output => output with { Node = map[output.Node] }).ToSequence());
    }
}
