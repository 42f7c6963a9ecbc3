using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Graph.Operations;

namespace Sinter.Compiler.Kernels;

/// <summary>
/// Recognises softmax-weighted sums whose scores come from a contraction, whatever is done to the scores in between:
/// <code>
/// contract (divide e (sum e)) value   with   e = exp (subtract s (max s))   and   s = any elementwise function of (contract query key)
/// </code>
/// With a sink t, a score that does not depend on the key: <c>e = exp (subtract s m)</c> with <c>m = maximum (max s) t</c>, divided by
/// <c>add (sum e) (exp (subtract t m))</c>.
/// The values may also be multiplied with any elementwise function of the softmax.
/// </summary>
internal sealed class AttentionMatch {
    private AttentionMatch(Node weighted, Node probabilities, Softmax softmax, Node product, bool valueFirst) =>
        (Weighted, Probabilities, Scores, Sink, Product, ValueFirst) = (weighted, probabilities, softmax.Scores, softmax.Sink, product, valueFirst);

    /// <summary>The contraction with the values.</summary>
    public Node Weighted { get; }

    /// <summary>The softmax, which is what the values are multiplied with or what that is computed of.</summary>
    public Node Probabilities { get; }

    /// <summary>What the softmax is taken of.</summary>
    public Node Scores { get; }

    /// <summary>The score of one more key without a value, with an extent of 1 along the keys; null for none.</summary>
    public Node? Sink { get; }

    /// <summary>The contraction of queries and keys.</summary>
    public Node Product { get; }

    /// <summary>Whether the values are the first operand.</summary>
    public bool ValueFirst { get; }

    /// <summary>The attention that ends in this contraction, or null.</summary>
    public static AttentionMatch? Find(EntryGraph graph, Node node) {
        if (node.Operation != "contract" || Equation.Parse(node.Text("equation"))!.Summed.Length != 1) {
            return null;
        }
        Equation equation = Equation.Parse(node.Text("equation"))!;
        for (int side = 0; side < 2; side++) {
            Node weights = graph[node.Operands[side]];
            string axes = side == 0 ? equation.Left : equation.Right;
            string valueAxes = side == 0 ? equation.Right : equation.Left;
            bool oneChannelAxis = valueAxes.Count(axis => axes.IndexOf(axis) < 0) == 1;
            int along = axes.IndexOf(equation.Summed[0]);
            if (!oneChannelAxis || ProbabilitiesBehind(graph, weights, along) is not { } probabilities || Softmax.Find(graph, probabilities, along) is not { } softmax) {
                continue;
            }
            List<Node> products = ProductsIn(graph, softmax.Scores);
            if (products.Count == 1 && Equation.Parse(products[0].Text("equation"))!.Summed.Length == 1 && OnlyUsedBy(graph, products[0], weights)) {
                return new AttentionMatch(node, probabilities, softmax, products[0], side == 1);
            }
        }
        return null;
    }

    // The softmax that the weights are, or the only one that they are a function of, place by place.
    private static Node? ProbabilitiesBehind(EntryGraph graph, Node weights, int axis) {
        if (Softmax.Find(graph, weights, axis) is not null) {
            return weights;
        }
        List<Node> found = PlaceByPlace(graph, weights, node => Softmax.Find(graph, node, axis) is not null);
        return found.Count == 1 && !graph.Outputs.Contains(found[0].Id) ? found[0] : null;
    }

    // Contractions that each score is a function of at its own place, whatever views it passes through on the way.
    private static List<Node> ProductsIn(EntryGraph graph, Node scores) => PlaceByPlace(graph, scores, node => node.Operation == "contract");

    // Nodes of the wanted kind that each element of the value depends on at its own place and at no other.
    private static List<Node> PlaceByPlace(EntryGraph graph, Node value, Func<Node, bool> isWanted) {
        ScalarPool pool = new();
        Index[] place = [.. value.Type.Shape.Select(extent => Index.Of(pool.NewVariable(extent)))];
        Dictionary<int, string> found = [];
        HashSet<int> others = [];
        HashSet<string> seen = [];
        Stack<(Node Node, Index[] At)> open = new([(value, place)]);
        while (open.Count > 0) {
            (Node node, Index[] at) = open.Pop();
            string position = string.Join(",", at.Select(index => index.ToString()));
            if (!graph.IsRun(node.Id) || !seen.Add($"{node.Id}:{position}")) {
                continue;
            }
            if (isWanted(node)) {
                found[node.Id] = found.TryGetValue(node.Id, out string? other) && other != position ? "elsewhere" : position;
            } else if (EntryGraph.Definition(node).IsElementwise) {
                foreach (int operand in node.Operands) {
                    open.Push((graph[operand], at));
                }
            } else if (node.Operation == "reshape") {
                Node operand = graph[node.Operands[0]];
                open.Push((operand, ReshapeOperation.Map(node.Type.Shape, operand.Type.Shape, at)));
            } else {
                others.Add(node.Id);
            }
        }
        string own = string.Join(",", place.Select(index => index.ToString()));
        return [.. found.Where(wanted => wanted.Value == own && graph[wanted.Key].Type.Shape.Equals(value.Type.Shape) && !ReachesAny(graph, wanted.Key, others)).Select(wanted => graph[wanted.Key])];
    }

    // A sum of all scores, say, on which each of them depends once more.
    private static bool ReachesAny(EntryGraph graph, int node, HashSet<int> others) {
        int last = others.Count == 0 ? -1 : others.Max();
        HashSet<int> reached = [node];
        Stack<int> open = new(reached);
        while (open.Count > 0) {
            foreach (int consumer in graph.Consumers(open.Pop()).Where(consumer => consumer <= last && reached.Add(consumer))) {
                if (others.Contains(consumer)) {
                    return true;
                }
                open.Push(consumer);
            }
        }
        return false;
    }

    // The scores need not be stored when nothing but this softmax looks at them.
    private static bool OnlyUsedBy(EntryGraph graph, Node product, Node weights) {
        for (Node? node = product; node is not null; node = graph.Join(node.Id)) {
            if (node.Id == weights.Id) {
                return graph.Consumers(weights.Id).Count == 1 && !graph.Outputs.Contains(weights.Id);
            }
        }
        return false;
    }
}
