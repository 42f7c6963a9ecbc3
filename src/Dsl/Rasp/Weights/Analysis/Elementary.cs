using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Sinter.Rasp.Nodes;

namespace Sinter.Rasp.Weights;

/// <summary>What nodes without attention compute, of boxed elements: a value, <see cref="Absent"/> or a <see cref="Fault"/>.</summary>
static class Elementary {
    /// <summary>Whether a node is a function of its operands at the same position.</summary>
    public static bool Is(Node node) => node.Kind is NodeKind.Map or NodeKind.Lookup or NodeKind.Choose or NodeKind.OrElse
        or NodeKind.IsPresent or NodeKind.AsNullable or NodeKind.FromNullable;

    public static object? Of(GraphNode node, object?[] operands) {
        foreach (object? operand in operands) {
            if (operand is Fault) {
                return operand;
            }
        }
        switch (node.Node.Kind) {
            case NodeKind.Choose:
                return operands[0] is Absent ? Absent.Value : (bool)operands[0]! ? operands[1] : operands[2];
            case NodeKind.OrElse:
                return operands[0] is Absent ? operands[1] : operands[0];
            case NodeKind.IsPresent:
                return operands[0] is not Absent;
            case NodeKind.AsNullable:
                return operands[0] is Absent ? null : operands[0];
            case NodeKind.FromNullable:
                return operands[0] ?? Absent.Value;
        }
        if (Array.Exists(operands, operand => operand is Absent)) {
            return Absent.Value;
        }
        return node.Node is ILookupNode lookup ? Entry(node, lookup, operands[0]) : Applied(node, (IMapNode)node.Node, operands);
    }

    static object? Applied(GraphNode node, IMapNode map, object?[] operands) {
        try {
            return map.Apply(operands);
        } catch (Exception exception) {
            // As evaluated: whatever the function throws, the expression has no value.
            return new Fault(node.Id, $"{exception.GetType().Name}: {exception.Message}");
        }
    }

    static object? Entry(GraphNode node, ILookupNode lookup, object? key) {
        foreach ((object entry, object? value) in lookup.Entries) {
            if (entry.Equals(key)) {
                return value;
            }
        }
        return lookup.HasOtherwise ? lookup.Otherwise : new Fault(node.Id, $"the table has no entry for {Format.Value(key)}");
    }
}

/// <summary>A function of the elements of some nodes, its roots, at one position: a region of the graph between them and one node.</summary>
sealed class Expansion {
    readonly ImmutableArray<GraphNode> region;
    readonly Dictionary<int, int> places = [];
    readonly object?[] values;

    public Expansion(ProgramGraph graph, int node, ImmutableArray<int> roots) {
        Node = node;
        Roots = roots;
        for (int i = 0; i < roots.Length; i++) {
            places.Add(roots[i], i);
        }
        var inside = new SortedSet<int>();
        var pending = new Stack<int>([node]);
        while (pending.TryPop(out int id)) {
            if (!places.ContainsKey(id) && inside.Add(id)) {
                foreach (int operand in graph.Nodes[id].Operands) {
                    pending.Push(operand);
                }
            }
        }
        region = [.. inside.Select(id => graph.Nodes[id])];
        foreach (GraphNode part in region) {
            // Of a node that is a root itself the region is empty.
            places.Add(part.Id, places.Count);
        }
        values = new object?[places.Count];
    }

    public int Node { get; }

    public ImmutableArray<int> Roots { get; }

    /// <summary>The outcome for an element of each root.</summary>
    public object? Of(object?[] elements) {
        elements.CopyTo(values, 0);
        foreach (GraphNode part in region) {
            values[places[part.Id]] = part.Node is IConstantNode constant
                ? constant.HasValue ? constant.Value : Absent.Value
                : Elementary.Of(part, [.. part.Operands.Select(operand => values[places[operand]])]);
        }
        return values[places[Node]];
    }
}

/// <summary>An outcome for each combination of categories of some roots: in the order of a number whose last digit is the last root's.</summary>
/// <param name="Roots">The nodes that it is a function of.</param>
/// <param name="Sizes">The numbers of their categories.</param>
/// <param name="Outcomes">The outcomes.</param>
/// <param name="CanOccur">Which combinations can occur.</param>
sealed record OutcomeTable(ImmutableArray<int> Roots, ImmutableArray<int> Sizes, object?[] Outcomes, bool[] CanOccur) {
    public IEnumerable<object?> Occurring => Outcomes.Where((_, index) => CanOccur[index]);

    public void Digits(int index, int[] digits) {
        for (int root = Sizes.Length - 1; root >= 0; root--) {
            digits[root] = index % Sizes[root];
            index /= Sizes[root];
        }
    }
}
