using System;
using System.Collections.Immutable;

namespace Sinter.Rasp;

/// <summary>
/// A node of a program: immutable, and all there is to know of it is here to be inspected - its kind, its operands and
/// what the class of its kind adds. Nodes are plain objects; <see cref="ProgramGraph"/> finds those that are equal.
/// </summary>
public abstract class Node {
    // Deep enough for a selector and its comparison inside an aggregate; a whole program would not be a name.
    const int Depth = 4;

    private protected Node(NodeKind kind, params ReadOnlySpan<Node> operands) {
        foreach (Node operand in operands) {
            ArgumentNullException.ThrowIfNull(operand, nameof(operands));
        }
        Kind = kind;
        Operands = [.. operands];
    }

    /// <summary>What this node computes.</summary>
    public NodeKind Kind { get; }

    /// <summary>What it computes it from.</summary>
    public ImmutableArray<Node> Operands { get; private set; }

    /// <summary>What its author calls it; no part of what it is, so equal nodes of different names are still one.</summary>
    public string? Name { get; private set; }

    /// <summary>The type of the elements of a sequence; of a selector, bool.</summary>
    public abstract Type ElementType { get; }

    /// <summary>The node in the words of the language, its operands to some depth; its name where it has one.</summary>
    public sealed override string ToString() => Describe(Depth);

    /// <summary>The node in the words of the language, with these words for its operands.</summary>
    internal abstract string Write(Func<int, string> operand);

    /// <summary>Its value from those of its operands: a <see cref="Sequence{T}"/> or a <see cref="Selection"/>.</summary>
    internal abstract object Evaluate(Frame frame);

    /// <summary>Whether a node of the same class and kind differs in its operands and name at most.</summary>
    internal virtual bool SameAttributes(Node other) => true;

    /// <summary>Equal for nodes of the same attributes.</summary>
    internal virtual int AttributesHash => 0;

    /// <summary>The same node of other operands, of the same types.</summary>
    internal Node WithOperands(ImmutableArray<Node> operands) {
        var copy = (Node)MemberwiseClone();
        copy.Operands = operands;
        return copy;
    }

    private protected Node Renamed(string name) {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var copy = (Node)MemberwiseClone();
        copy.Name = name;
        return copy;
    }

    string Describe(int depth) => Name ?? Write(i => depth == 0 ? "..." : Operands[i].Describe(depth - 1));
}
