using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Passes;

namespace Sinter.Tool.Html;

/// <summary>The picture of an entry's graph: an operation a box, coloured by when it is known; weights and constants stand in the boxes that use them.</summary>
static class GraphPicture {
    /// <summary>Larger graphs are listed by <c>sinter explain</c>, not drawn: no one would see anything.</summary>
    public const int MostOperations = 3000;

    /// <summary>The picture, or null for a graph that is too large.</summary>
    public static string? Of(Entry graph) {
        if (graph.Nodes.Count > MostOperations) {
            return null;
        }
        BindingTime[] times = Explanation.Times(graph);
        List<Box> boxes = [];
        List<(int, int)> edges = [];
        Dictionary<int, int> boxOf = [];
        foreach (Node node in graph.Nodes.Where(node => !IsLeaf(node))) {
            string[] leaves = [.. node.Operands.Select(operand => graph.Nodes[operand]).Where(IsLeaf).Select(Describe)];
            foreach (int operand in node.Operands.Where(boxOf.ContainsKey)) {
                edges.Add((boxOf[operand], boxes.Count));
            }
            boxOf.Add(node.Id, boxes.Count);
            string name = node.Operation == "input" ? $"input {node.Text("name")}" : node.Operation;
            boxes.Add(new Box([$"{name} %{node.Id}", node.Type.ToString(), .. leaves], times[node.Id].ToString().ToLowerInvariant(), $"{node}\nknown at {times[node.Id].ToString().ToLowerInvariant()}"));
        }
        foreach (Output output in graph.Outputs.Where(output => boxOf.ContainsKey(output.Node))) {
            edges.Add((boxOf[output.Node], boxes.Count));
            boxes.Add(new Box([$"output {output.Name}"], "output", $"%{output.Node}"));
        }
        return Picture.Graph(boxes, edges);
    }

    static bool IsLeaf(Node node) => node.Operands.Count == 0 && node.Operation != "input";

    static string Describe(Node leaf) => leaf.Operation switch {
        "weight" => $"weight {leaf.Text("name")}",
        "constant" when leaf.Attributes["value"] is { } value => value.ToString()!,
        _ => leaf.Operation,
    };
}
