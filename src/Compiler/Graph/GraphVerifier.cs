using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph.Operations;
using Sinter.Compiler.Passes;

namespace Sinter.Compiler.Graph;

/// <summary>Checks that a module keeps the rules of the graph: run after every pass in tests, and on every graph that is read from text.</summary>
public static class GraphVerifier {
    /// <summary>Throws <see cref="GraphException"/> at the first broken rule.</summary>
    public static void Check(Module module) {
        Unique(module.Symbols.Select(symbol => symbol.Name), "symbol");
        Unique(module.Weights.Select(weight => weight.Name), "weight");
        Unique(module.States.Select(state => state.Name), "state");
        Unique(module.Entries.Select(entry => entry.Name), "entry");
        foreach (Symbol symbol in module.Symbols) {
            if (symbol.Minimum < 0 || symbol.Maximum < symbol.Minimum) {
                throw new GraphException($"symbol {symbol.Name}: the bounds {symbol.Minimum}..{symbol.Maximum} are no range of sizes");
            }
        }
        foreach ((string name, TensorType type) in module.Weights.Select(weight => (weight.Name, weight.Type)).Concat(module.States.Select(state => (state.Name, state.Type)))) {
            if (!type.Shape.All(extent => extent.IsConstant && extent.Value >= 0)) {
                throw new GraphException($"\"{name}\": the extents of a weight or state must be constants, found {type}");
            }
        }
        foreach (Weight weight in module.Weights) {
            if (weight.TiedTo is not null && module.Weights.FirstOrDefault(other => other.Name == weight.TiedTo)?.Type.Equals(weight.Type) != true) {
                throw new GraphException($"\"{weight.Name}\" is tied to \"{weight.TiedTo}\", which is no weight of the same type");
            }
        }
        foreach (Entry entry in module.Entries) {
            Check(module, entry);
        }
    }

    private static void Check(Module module, Entry entry) {
        HashSet<string> appended = [];
        for (int i = 0; i < entry.Nodes.Count; i++) {
            Node node = entry.Nodes[i];
            string place = $"entry {entry.Name}, %{node.Id}";
            if (node.Id != i) {
                throw new GraphException($"{place}: nodes are numbered by position, expected %{i}");
            }
            if (node.Operands.FirstOrDefault(operand => operand < 0 || operand >= i) is var late && node.Operands.Any(operand => operand < 0 || operand >= i)) {
                throw new GraphException($"{place}: %{late} is used before it is defined");
            }
            foreach (Dimension extent in node.Type.Shape) {
                if (module.LowerBound(extent) < 0) {
                    throw new GraphException($"{place}: the extent {extent} of {node.Type} may be negative");
                }
            }
            OperationUse use = new(node.Operation, [.. node.Operands.Select(operand => entry.Nodes[operand].Type)], node.Attributes, module);
            TensorType inferred;
            try {
                inferred = OperationSet.Get(node.Operation).Infer(use);
            } catch (GraphException exception) {
                throw new GraphException($"{place}: {exception.Message}", node.Origin);
            }
            if (!inferred.Equals(node.Type)) {
                throw new GraphException($"{place}: states the type {node.Type}, but {node.Operation} gives {inferred}");
            }
            if (node.Operation is "state_append" or "state_write" && !appended.Add(node.Text("name"))) {
                throw new GraphException($"{place}: the state \"{node.Text("name")}\" is {(node.Operation == "state_append" ? "appended to" : "written")} twice in one entry");
            }
        }
        foreach (Node node in entry.Nodes) {
            CheckRegion(entry, node, $"entry {entry.Name}, %{node.Id}");
        }
        Unique(entry.Inputs.Select(input => input.Text("name")), $"input of {entry.Name}");
        Unique(entry.Outputs.Select(output => output.Name), $"output of {entry.Name}");
        if (entry.Nodes.Any(node => node.Operation is "loop" or "branch")) {
            Regions.Of(entry, GraphRewriter.Live(entry));
        }
        if (entry.Outputs.Count == 0 || entry.Outputs.Any(output => output.Node < 0 || output.Node >= entry.Nodes.Count)) {
            throw new GraphException($"entry {entry.Name}: returns a node that does not exist, or nothing");
        }
    }

    // The tensors of loops and branches state their types; these must be those of what they stand for.
    private static void CheckRegion(Entry entry, Node node, string place) {
        TensorType? expected = node.Operation switch {
            "loop_state" => entry.Nodes.FirstOrDefault(loop => loop.Operation == "loop" && loop.Text("loop") == node.Text("loop")) is { } loop
                ? node.Integer("index") < loop.Integer("states") ? Loops.ResultType(entry, loop, node.Integer("index")) : null
                : node.Type,
            "loop_result" => Loops.ResultType(entry, entry.Nodes[node.Operands[0]], node.Integer("index")),
            "branch_result" when entry.Nodes[node.Operands[0]] is { Operation: "branch" } branch =>
                branch.Operands.Skip(1).Take(branch.Operands.Count / 2).Select(result => entry.Nodes[result].Type).ElementAtOrDefault(node.Integer("index")),
            "branch_result" => null,
            _ => node.Type,
        };
        if (node.Operation == "loop_state" && entry.Nodes.FirstOrDefault(loop => loop.Operation == "loop" && loop.Text("loop") == node.Text("loop")) is { } owner
            && owner.Initial(node.Integer("index")) > node.Id) {
            throw new GraphException($"{place}: the initial value %{owner.Initial(node.Integer("index"))} must stand before the body of its loop");
        }
        if (!node.Type.Equals(expected)) {
            throw new GraphException($"{place}: states the type {node.Type}, but its loop or branch gives {expected?.ToString() ?? "nothing"}");
        }
    }

    private static void Unique(IEnumerable<string> names, string kind) {
        HashSet<string> seen = [];
        foreach (string name in names) {
            if (!seen.Add(name)) {
                throw new GraphException($"the {kind} \"{name}\" is declared twice");
            }
        }
    }
}
