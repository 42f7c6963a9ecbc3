using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Generators.Learned.Python;

/// <summary>
/// A node of Python's syntax: its kind, its own text (a name, an operator, a constant) and its parts. One shape for all kinds, so
/// that code is recognised by comparing it with code: see <see cref="PythonPattern"/>.
/// </summary>
internal sealed class PythonNode(string kind, string text, int line, int column, params IEnumerable<PythonNode> parts) {
    public string Kind { get; } = kind;

    public string Text { get; } = text;

    public int Line { get; } = line;

    public int Column { get; } = column;

    public IReadOnlyList<PythonNode> Parts { get; } = [.. parts];

    /// <summary>Whether the other is the same code, wherever it stands.</summary>
    public bool IsSame(PythonNode other) =>
        Kind == other.Kind && Text == other.Text && Parts.Count == other.Parts.Count && Parts.Zip(other.Parts, (left, right) => left.IsSame(right)).All(same => same);

    /// <summary>How a message speaks of it.</summary>
    public string Describe() => Kind switch {
        "name" => $"'{Text}'",
        "integer" => Text,
        "text" => $"the text \"{Text}\"",
        "formatted" => $"the text f\"{Text}\"",
        "function" => $"the function '{Text}'",
        "class" => $"the class '{Text}'",
        "assignment" => Parts[0].Kind == "name" ? $"an assignment to '{Parts[0].Text}'" : "an assignment",
        "attribute" => $"'.{Text}'",
        "binary" or "comparison" or "unary" => $"'{Text}'",
        "if" or "for" or "return" or "import" or "lambda" or "pass" => $"'{Kind}'",
        "call" => Parts[0].Kind is "name" or "attribute" ? $"a call of '{Parts[0].Text}'" : "a call",
        "generator" => "a comprehension",
        "index" => "an index",
        "list" or "tuple" or "set" or "dictionary" or "slice" or "block" => $"a {Kind}",
        _ => Kind,
    };

    public override string ToString() => $"{Kind} {Text} ({string.Join(", ", Parts)})";
}
