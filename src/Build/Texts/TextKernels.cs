extern alias language;
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text;
using language::Sinter.Rasp;
using language::Sinter.Rasp.Nodes;
using language::Sinter.Rasp.Text;

namespace Sinter.Build.Texts;

/// <summary>
/// An s-op of a text as a method in C#, from which the build compiles it to kernels as it does any program in C#. Each step bears the words
/// that the text's own evaluation has for it, so that errors at run name the same expression.
/// </summary>
internal sealed class TextKernels {
    private const string Words = "global::Sinter.Rasp.Language.";
    private const string Functions = "global::Sinter.Rasp.Text.TextArithmetic.";

    private readonly StringBuilder body = new();
    private readonly string[] names;
    private readonly List<(string Name, string Type)> inputs = [];

    private TextKernels(ProgramGraph graph) {
        names = new string[graph.Nodes.Length];
        foreach (GraphNode node in graph.Nodes) {
            names[node.Id] = node.Node is IInputNode input ? Input(input.Source, node.Node.ElementType) : Step(graph, node);
        }
        body.Append($" return {names[graph.Results[0]]};");
    }

    /// <summary>The parameters of the method, which are the inputs that the s-op needs.</summary>
    public IReadOnlyList<(string Name, string Type)> Inputs => inputs;

    /// <summary>The statements of the method, on one line.</summary>
    public string Body => body.ToString();

    /// <summary>The method of an s-op.</summary>
    /// <exception cref="NoKernelFormException">It computes what kernels do not have.</exception>
    public static TextKernels Of(Node sequence) => new(ProgramGraph.Of(sequence));

    /// <summary>A type of elements in C#.</summary>
    public static string Type(Type element) =>
        element == typeof(bool) ? "bool"
        : element == typeof(int) ? "int"
        : element == typeof(double) ? "double"
        : element == typeof(string) ? "string"
        : $"global::{element.FullName}";

    /// <summary>A text as a literal on one line.</summary>
    public static string Literal(string text) => $"\"{string.Concat(text.Select(letter => letter switch {
        '"' => "\\\"",
        '\\' => "\\\\",
        < ' ' or > '~' => $"\\u{(int)letter:x4}",
        _ => letter.ToString(),
    }))}\"";

    private string Input(string name, Type element) {
        inputs.Add((name, Type(element)));
        return name;
    }

    private string Step(ProgramGraph graph, GraphNode node) {
        string expression = Expression(graph, node);
        if (node.Node.Kind is NodeKind.Indices or NodeKind.Length or NodeKind.Constant or NodeKind.All) {
            return expression;
        }
        string name = $"v{node.Id}";
        body.Append($" var {name} = ({expression}).Named({Literal(node.Node.ToString()!)});");
        return name;
    }

    private string Expression(ProgramGraph graph, GraphNode node) {
        string Operand(int i) => names[node.Operands[i]];
        return node.Node switch {
            IMapNode map => Map(graph, node, map, Operand),
            IConstantNode constant => Constant(node.Node, constant),
            ILookupNode lookup => Lookup(graph, node, lookup),
            IAggregateNode aggregate => Aggregate(graph, node, aggregate, Operand),
            ISelectNode { Comparison: { } comparison } => $"{Words}Select({Operand(0)}, {Operand(1)}, {Words}{comparison})",
            _ => node.Node.Kind switch {
                NodeKind.Indices => $"{Words}Indices",
                NodeKind.Length => $"{Words}Length",
                NodeKind.All => $"{Words}All",
                NodeKind.And => $"{Operand(0)} & {Operand(1)}",
                NodeKind.Or => $"{Operand(0)} | {Operand(1)}",
                NodeKind.Not => $"!{Operand(0)}",
                NodeKind.Width => $"{Words}SelectorWidth({Operand(0)})",
                NodeKind.Choose => $"{Words}If({Operand(0)}, {Operand(1)}, {Operand(2)})",
                _ => throw new NoKernelFormException($"{node.Node} is no step that kernels of a text have"),
            },
        };
    }

    private static string Map(ProgramGraph graph, GraphNode node, IMapNode map, Func<int, string> operand) {
        if (map.Function.Method.DeclaringType == typeof(TextArithmetic)) {
            string function = Functions + map.Function.Method.Name;
            // An exponent must be known, because so many products are made.
            return map.Operation == "^"
                ? graph.Nodes[node.Operands[1]].Node is IConstantNode { Value: int exponent }
                    ? $"{operand(0)}.Map(x => {function}(x, {exponent.ToString(CultureInfo.InvariantCulture)}))"
                    : throw new NoKernelFormException($"{node.Node} is a power whose exponent is no constant")
                : node.Operands.Length == 1 ? $"{operand(0)}.Map(x => {function}(x))" : $"{Words}Zip({operand(0)}, {operand(1)}, (x, y) => {function}(x, y))";
        }
        if (map.Operation == "^") {
            throw new NoKernelFormException($"{node.Node} is a power of fractions, whose last bit differs from library to library");
        }
        if (map.Operation == "+" && node.Node.ElementType == typeof(string)) {
            throw new NoKernelFormException($"{node.Node} builds texts");
        }
        return map.Operation switch {
            "x => x ? 1 : 0" => $"{Words}Indicator({operand(0)})",
            "x => (double)x" => $"{Words}ToDouble({operand(0)})",
            _ => node.Operands.Length == 1 ? $"{map.Operation}{operand(0)}" : $"{operand(0)} {map.Operation} {operand(1)}",
        };
    }

    private static string Constant(Node node, IConstantNode constant) {
        string type = Type(node.ElementType);
        return constant.HasValue ? $"{Words}Constant<{type}>({Value(constant.Value!)})" : $"{Words}Null<{type}>()";
    }

    private string Lookup(ProgramGraph graph, GraphNode node, ILookupNode lookup) {
        string pair = $"<{Type(graph.Nodes[node.Operands[0]].Node.ElementType)}, {Type(node.Node.ElementType)}>";
        string entries = string.Join(", ", lookup.Entries.Select(entry => $"global::System.Collections.Generic.KeyValuePair.Create{pair}({Value(entry.Key)}, {Value(entry.Value!)})"));
        return $"{Words}Lookup{pair}({names[node.Operands[0]]}, new global::System.Collections.Generic.KeyValuePair{pair}[] {{ {entries} }}{(lookup.HasOtherwise ? $", {Value(lookup.Otherwise!)}" : "")})";
    }

    private static string Aggregate(ProgramGraph graph, GraphNode node, IAggregateNode aggregate, Func<int, string> operand) {
        string type = Type(node.Node.ElementType);
        bool keepsType = graph.Nodes[node.Operands[^1]].Node.ElementType == node.Node.ElementType;
        string word = aggregate.Reduction == Reduction.Mean && keepsType ? "Aggregate" : aggregate.Reduction.ToString();
        string whenEmpty = aggregate.HasDefault ? $"global::Sinter.Rasp.Empty.Default<{type}>({Value(aggregate.Default!)})" : "global::Sinter.Rasp.Empty.Null";
        return $"{Words}{word}({string.Join(", ", Enumerable.Range(0, node.Operands.Length).Select(operand))}, {whenEmpty})";
    }

    private static string Value(object value) => value switch {
        bool truth => truth ? "true" : "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture) + "d",
        string text => Literal(text),
        Rational fraction when IsShort(fraction.Numerator) && IsShort(fraction.Denominator) => $"{Words}Fraction({fraction.Numerator}, {fraction.Denominator})",
        _ => throw new NoKernelFormException($"{value} is a fraction of more than 32 bits"),
    };

    private static bool IsShort(BigInteger number) => number >= int.MinValue && number <= int.MaxValue;
}

/// <summary>An s-op that runs evaluated and has no kernel form.</summary>
internal sealed class NoKernelFormException(string message) : Exception(message);
