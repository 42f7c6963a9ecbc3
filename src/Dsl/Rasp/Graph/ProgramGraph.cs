using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;

namespace Sinter.Rasp;

/// <summary>
/// The nodes of a program in an order in which operands come first, each once: nodes of equal kind, attributes and
/// operands are one, however often they were written down. This is what is evaluated and what a compiler walks.
/// </summary>
public sealed class ProgramGraph {
    ProgramGraph(ImmutableArray<GraphNode> nodes, ImmutableArray<int> results) {
        Nodes = nodes;
        Results = results;
    }

    /// <summary>The nodes, operands before those that use them; the index of a node is its id.</summary>
    public ImmutableArray<GraphNode> Nodes { get; }

    /// <summary>The ids of the nodes that were asked for.</summary>
    public ImmutableArray<int> Results { get; }

    /// <summary>The graph of all that these nodes need.</summary>
    /// <exception cref="RaspException">One input is used as two types.</exception>
    public static ProgramGraph Of(params ReadOnlySpan<Node> results) {
        var numbering = new Numbering();
        ImmutableArray<int> ids = [.. results.ToArray().Select(numbering.Number)];
        return new ProgramGraph(numbering.Nodes(), ids);
    }

    /// <summary>One line for each node: its id, what it computes, its type, and its names.</summary>
    public override string ToString() {
        var text = new StringBuilder();
        foreach (GraphNode node in Nodes) {
            text.Append(node).Append('\n');
        }
        return text.Append("return ").AppendJoin(", ", Results.Select(id => $"%{id}")).ToString();
    }

    /// <summary>Gives equal nodes one number; without recursion, for programs that loops made deep.</summary>
    sealed class Numbering {
        readonly Dictionary<Node, int> ids = new(ReferenceEqualityComparer.Instance);
        readonly Dictionary<Key, int> unique = [];
        readonly List<(Node Node, ImmutableArray<int> Operands, List<string> Names)> nodes = [];
        readonly Dictionary<string, Type> inputs = new(StringComparer.Ordinal);

        public ImmutableArray<GraphNode> Nodes() => [.. nodes.Select((node, id) => new GraphNode(id, node.Node, node.Operands, [.. node.Names]))];

        public int Number(Node root) {
            var pending = new Stack<Node>([root]);
            while (pending.TryPeek(out Node? node)) {
                int waiting = pending.Count;
                if (!ids.ContainsKey(node)) {
                    for (int i = node.Operands.Length - 1; i >= 0; i--) {
                        if (!ids.ContainsKey(node.Operands[i])) {
                            pending.Push(node.Operands[i]);
                        }
                    }
                }
                if (pending.Count == waiting) {
                    pending.Pop();
                    Add(node);
                }
            }
            return ids[root];
        }

        void Add(Node node) {
            if (ids.ContainsKey(node)) {
                return;
            }
            var key = new Key(node, [.. node.Operands.Select(operand => ids[operand])]);
            if (!unique.TryGetValue(key, out int id)) {
                CheckInput(node);
                id = nodes.Count;
                unique.Add(key, id);
                nodes.Add((node, key.Operands, []));
            }
            ids.Add(node, id);
            if (node.Name != null && !nodes[id].Names.Contains(node.Name)) {
                nodes[id].Names.Add(node.Name);
            }
        }

        void CheckInput(Node node) {
            if (node.Kind == NodeKind.Input && !inputs.TryAdd(node.Write(_ => ""), node.ElementType)) {
                string name = node.Write(_ => "");
                throw new RaspException($"input \"{name}\" is used as {Format.Type(inputs[name])} and as {Format.Type(node.ElementType)}");
            }
        }
    }

    /// <summary>What makes two nodes one. Names take no part in it.</summary>
    readonly struct Key(Node node, ImmutableArray<int> operands) : IEquatable<Key> {
        public ImmutableArray<int> Operands => operands;

        Node Node => node;

        public bool Equals(Key other) => Node.Kind == other.Node.Kind
            && Node.GetType() == other.Node.GetType()
            && operands.AsSpan().SequenceEqual(other.Operands.AsSpan())
            && Node.SameAttributes(other.Node);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() {
            var hash = new HashCode();
            hash.Add(Node.GetType());
            hash.Add(Node.Kind);
            hash.Add(Node.AttributesHash);
            foreach (int operand in operands) {
                hash.Add(operand);
            }
            return hash.ToHashCode();
        }
    }
}

/// <summary>A node of a graph.</summary>
/// <param name="Id">Its index in the graph.</param>
/// <param name="Node">What it computes; its own operands may be other objects than those of the graph, equal to them.</param>
/// <param name="Operands">The ids of its operands.</param>
/// <param name="Names">All the names that equal nodes were given.</param>
public sealed record GraphNode(int Id, Node Node, ImmutableArray<int> Operands, ImmutableArray<string> Names) {
    /// <summary>What it computes, of the ids of its operands.</summary>
    public string Expression => Node.Write(i => $"%{Operands[i]}");

    /// <summary>"%3 = (%1 - %2) : int  # name"</summary>
    public override string ToString() {
        string type = Node is Selector ? "selector" : Format.Type(Node.ElementType);
        return $"%{Id} = {Expression} : {type}{(Names.IsEmpty ? "" : $"  # {string.Join(", ", Names)}")}";
    }
}
