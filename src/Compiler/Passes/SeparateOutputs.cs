using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Compiler.Passes;

/// <summary>
/// Gives each result a node of its own where other passes have found that several are one value: the caller sees a buffer for each.
/// <code>
/// %1 = exp %0                     =>   %1 = exp %0
/// return "a" %1, "b" %1                %2 = reshape %1 {shape = [4]}
///                                      return "a" %1, "b" %2
/// </code>
/// </summary>
public static class SeparateOutputs {
    /// <summary>The module with results apart.</summary>
    public static Module Run(Module module) => module with { Entries = module.Entries.Select(Separate).ToSequence() };

    private static Entry Separate(Entry entry) {
        HashSet<int> returned = [];
        List<Node> nodes = [.. entry.Nodes];
        List<Output> outputs = [];
        foreach (Output output in entry.Outputs) {
            int node = output.Node;
            if (!returned.Add(node)) {
                TensorType type = entry.Nodes[node].Type;
                node = nodes.Count;
                nodes.Add(new Node(node, "reshape", Sequence.Of(output.Node), new Attributes(("shape", new AttributeValue.Extents(type.Shape))), type));
            }
            outputs.Add(output with { Node = node });
        }
        return nodes.Count == entry.Nodes.Count ? entry : entry with { Nodes = nodes.ToSequence(), Outputs = outputs.ToSequence() };
    }
}
