using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>What a node of a RASP program computes; the kinds of <c>Sinter.Rasp.NodeKind</c>.</summary>
internal enum NodeKind { Input, Indices, Length, Constant, Map, Lookup, Choose, OrElse, IsPresent, AsNullable, FromNullable, Aggregate, Width, Select, All, And, Or, Not }

/// <summary>How an aggregate makes one value of several; the members of <c>Sinter.Rasp.Reduction</c>.</summary>
internal enum Reduction { Mean, Sum, Max, Min, First, Last, Closest, Best }

/// <summary>The signs of key - query that a comparison takes: one bit each for less, equal and greater.</summary>
[System.Flags]
internal enum Signs { None = 0, Less = 1, Equal = 2, Greater = 4, All = 7 }

/// <summary>A node of a RASP program, as the evaluation of its C# makes it.</summary>
/// <param name="Kind">What it computes.</param>
/// <param name="Type">The type of its elements; of a selector, bool.</param>
/// <param name="Operands">What it computes it from.</param>
/// <param name="Site">Where the user wrote it.</param>
/// <param name="Syntax">The expression, for problems that lowering finds.</param>
internal sealed record ProgramNode(NodeKind Kind, ITypeSymbol Type, IReadOnlyList<ProgramNode> Operands, SourceSpan Site, SyntaxNode Syntax) {
    // As the evaluator's: deep enough for a selector and its comparison inside an aggregate.
    private const int Depth = 4;

    /// <summary>What its author calls it.</summary>
    public string? Name { get; init; }

    /// <summary>The operator of the language, or the source of the lambda.</summary>
    public string Operation { get; init; } = "";

    /// <summary>The lambda of a map or of a selector; null of an operator or comparison of the language.</summary>
    public Function? Function { get; init; }

    /// <summary>The comparison of a selector, where it is one.</summary>
    public Signs? Comparison { get; init; }

    /// <summary>How an aggregate combines.</summary>
    public Reduction Reduction { get; init; }

    /// <summary>Whether a mean is of the values' own type, which may have none.</summary>
    public bool KeepsType { get; init; }

    /// <summary>The value of a constant; the default of an aggregate or table. Null where there is none.</summary>
    public Value? Value { get; init; }

    /// <summary>The entries of a table.</summary>
    public IReadOnlyList<(Value Key, Value Value)> Entries { get; init; } = [];

    public bool IsSelector => Kind is NodeKind.Select or NodeKind.All or NodeKind.And or NodeKind.Or or NodeKind.Not;

    // Indicator, ToDouble and Zip of pairs are functions of the language's own.
    private bool IsOperator => Function is null && !Operation.Contains("=>");

    public ITypeSymbol KeyType => Operands[0].Type;

    /// <summary>The node in the words of the evaluator's messages.</summary>
    public override string ToString() => Describe(Depth);

    public bool Equals(ProgramNode? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>All nodes that the result needs, operands first; without recursion, for programs that loops made deep.</summary>
    public static List<ProgramNode> InOrder(ProgramNode result) {
        List<ProgramNode> order = [];
        HashSet<ProgramNode> done = [];
        Stack<ProgramNode> pending = new([result]);
        while (pending.Count > 0) {
            ProgramNode node = pending.Peek();
            int waiting = pending.Count;
            if (!done.Contains(node)) {
                foreach (ProgramNode operand in node.Operands.Reverse().Where(operand => !done.Contains(operand))) {
                    pending.Push(operand);
                }
            }
            if (pending.Count == waiting) {
                pending.Pop();
                if (done.Add(node)) {
                    order.Add(node);
                }
            }
        }
        return order;
    }

    private string Describe(int depth) => Name ?? Write(i => depth == 0 ? "..." : Operands[i].Describe(depth - 1));

    private string Write(System.Func<int, string> operand) => Kind switch {
        NodeKind.Input => Operation,
        NodeKind.Indices => "indices",
        NodeKind.Length => "length",
        NodeKind.Constant => Value is null ? "null" : Literals.Text(Value),
        NodeKind.Map when IsOperator && Operands.Count == 2 => $"({operand(0)} {Operation} {operand(1)})",
        NodeKind.Map when IsOperator => $"{Operation}{operand(0)}",
        NodeKind.Map when Operands.Count == 1 => $"map({operand(0)}, {Operation})",
        NodeKind.Map => $"zip({string.Join(", ", Enumerable.Range(0, Operands.Count).Select(operand))}, {Operation})",
        NodeKind.Lookup => $"lookup({operand(0)}, {{{string.Join(", ", Entries.Take(4).Select(entry => $"{Literals.Text(entry.Key)}: {Literals.Text(entry.Value)}"))}{(Entries.Count > 4 ? ", ..." : "")}}}{(Value is null ? "" : $", otherwise {Literals.Text(Value)}")})",
        NodeKind.Choose => $"if({operand(0)}, {operand(1)}, {operand(2)})",
        NodeKind.OrElse => $"or_else({operand(0)}, {operand(1)})",
        NodeKind.IsPresent => $"is_present({operand(0)})",
        NodeKind.AsNullable => $"as_nullable({operand(0)})",
        NodeKind.FromNullable => $"from_nullable({operand(0)})",
        NodeKind.Width => $"selector_width({operand(0)})",
        NodeKind.Select => $"select({operand(0)}, {operand(1)}, {Operation})",
        NodeKind.And => $"({operand(0)} & {operand(1)})",
        NodeKind.Or => $"({operand(0)} | {operand(1)})",
        NodeKind.Not => $"!{operand(0)}",
        NodeKind.Aggregate => $"{(KeepsType ? "aggregate" : Reduction.ToString().ToLowerInvariant())}({string.Join(", ", Enumerable.Range(0, Operands.Count).Select(operand))}{(Value is null ? "" : $", default {Literals.Text(Value)}")})",
        _ => "all",
    };
}
