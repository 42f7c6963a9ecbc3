using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Compiler.Passes;

/// <summary>Rebuilds entries node by node; what no output needs is left out, and every new node is inferred and checked again.</summary>
public static class GraphRewriter {
    /// <summary>
    /// The module with each entry rebuilt. The function is given the builder, a node and its already rebuilt operands, and returns the
    /// node that takes its place, or null to copy it.
    /// </summary>
    public static Module Rewrite(Module module, Func<GraphBuilder, Node, int[], int?> replace) =>
        RewriteEntries(module, entry => (builder, node, operands) => replace(builder, node, operands));

    /// <summary>The same with a function of its own for each entry.</summary>
    public static Module RewriteEntries(Module module, Func<Entry, Func<GraphBuilder, Node, int[], int?>> replacementFor) {
        ModuleBuilder result = new(module.Name);
        foreach (Symbol symbol in module.Symbols) {
            result.Declare(symbol);
        }
        foreach (Weight weight in module.Weights) {
            result.Declare(weight);
        }
        foreach (State state in module.States) {
            result.Declare(state);
        }
        foreach (Entry entry in module.Entries) {
            Func<GraphBuilder, Node, int[], int?> replace = replacementFor(entry);
            GraphBuilder builder = result.Entry(entry.Name);
            int[] map = new int[entry.Nodes.Count];
            bool[] live = Live(entry);
            foreach (Node node in entry.Nodes) {
                if (live[node.Id]) {
                    int[] operands = [.. node.Operands.Select(operand => map[operand])];
                    map[node.Id] = replace(builder, node, operands) ?? builder.Apply(node.Operation, operands, node.Attributes, node.Origin);
                }
            }
            foreach (Output output in entry.Outputs) {
                builder.Return(output.Name, map[output.Node]);
            }
            builder.Build();
        }
        return DropDead(result.Module);
    }

    /// <summary>Which nodes an output needs. Inputs always stay, for they are the entry's signature; so do changes of states.</summary>
    public static bool[] Live(Entry entry) {
        bool[] live = new bool[entry.Nodes.Count];
        foreach (Output output in entry.Outputs) {
            live[output.Node] = true;
        }
        for (int i = entry.Nodes.Count - 1; i >= 0; i--) {
            live[i] |= entry.Nodes[i].Operation is "input" or "state_append" or "state_write";
            if (live[i]) {
                foreach (int operand in entry.Nodes[i].Operands) {
                    live[operand] = true;
                }
            }
        }
        return live;
    }

    private static Module DropDead(Module module) => module with {
        Entries = module.Entries.Select(entry => {
            bool[] live = Live(entry);
            int[] map = new int[live.Length];
            List<Node> nodes = [];
            foreach (Node node in entry.Nodes.Where(node => live[node.Id])) {
                map[node.Id] = nodes.Count;
                nodes.Add(node with { Id = nodes.Count, Operands = node.Operands.Select(operand => map[operand]).ToSequence() });
            }
            return new Entry(entry.Name, nodes.ToSequence(), entry.Outputs.Select(output => output with { Node = map[output.Node] }).ToSequence());
        }).ToSequence(),
    };
}
