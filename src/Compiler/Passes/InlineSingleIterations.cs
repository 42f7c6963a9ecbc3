using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Compiler.Passes;

/// <summary>
/// Puts the body of a loop that runs exactly once in its place: a recurrence over one token is a plain step.
/// <code>
/// %1 = loop_state {index = 0, loop = "a", shape = [4], type = f32}    =>   %2 = exp %0
/// %2 = exp %1
/// %3 = loop %0 %2 {count = 1, loop = "a", states = 1}
/// %4 = loop_result %3 {index = 0, ...}
/// </code>
/// A loop with a condition may run not at all, so it stays.
/// </summary>
public static class InlineSingleIterations {
    /// <summary>The module with such loops gone.</summary>
    public static Module Run(Module module) {
        if (!module.Entries.Any(entry => entry.Nodes.Any(IsSingle))) {
            return module;
        }
        return GraphRewriter.RewriteEntries(module, entry => {
            Dictionary<string, Node> single = entry.Nodes.Where(IsSingle).ToDictionary(loop => loop.Text("loop"));
            int[] rebuilt = new int[entry.Nodes.Count];
            return (builder, node, operands) => {
                int? replacement = Replace(entry, single, rebuilt, builder, node, operands);
                int made = replacement ?? builder.Apply(node.Operation, operands, node.Attributes, node.Origin);
                rebuilt[node.Id] = made;
                return made;
            };
        });
    }

    private static bool IsSingle(Node node) => node.Operation == "loop" && node.Extent("count").Equals(Dimension.One) && !node.Flag("while");

    private static int? Replace(Entry entry, Dictionary<string, Node> single, int[] rebuilt, GraphBuilder builder, Node node, int[] operands) {
        switch (node.Operation) {
            case "loop_state" when single.TryGetValue(node.Text("loop"), out Node? loop):
                return rebuilt[loop.Initial(node.Integer("index"))];
            case "loop_index" when single.ContainsKey(node.Text("loop")):
                return builder.Constant(0, ElementType.I32, node.Origin);
            case "loop_row" when single.ContainsKey(node.Text("loop")):
                return Reshape(builder, operands[0], node);
            case "loop" when IsSingle(node):
                // Nothing reads it any more; any value of its type will do until it is dropped.
                return builder.Constant(1, ElementType.Bool, node.Origin);
            case "loop_result" when entry.Nodes[node.Operands[0]] is var loop && IsSingle(loop):
                int states = loop.Integer("states");
                int index = node.Integer("index");
                return index < states ? rebuilt[loop.Next(index)] : Reshape(builder, rebuilt[loop.Row(index - states)], node);
            default:
                return null;
        }
    }

    private static int Reshape(GraphBuilder builder, int operand, Node node) =>
        builder.Apply("reshape", [operand], new Attributes(("shape", new AttributeValue.Extents(node.Type.Shape))), node.Origin);
}
