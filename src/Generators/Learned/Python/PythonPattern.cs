using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Generators.Learned.Python;

/// <summary>
/// Code with holes, to recognise code by: names in capitals that begin with <c>ANY_</c> stand for any expression, the same name twice
/// for the same expression. All else must be as it stands, apart from layout, comments and quotes.
/// </summary>
internal sealed class PythonPattern {
    private const string Hole = "ANY_";

    private readonly PythonNode code;

    private PythonPattern(PythonNode code) => this.code = code;

    /// <summary>A pattern of one statement.</summary>
    public static PythonPattern Of(string statement) => new(PythonParser.Read("pattern", statement).Parts.Single());

    /// <summary>A pattern of one expression.</summary>
    public static PythonPattern OfExpression(string expression) => new(PythonParser.Read("pattern", expression).Parts.Single().Parts[0]);

    /// <summary>What fills the holes, or null where the statement is another.</summary>
    public Dictionary<string, PythonNode>? Match(PythonNode statement) {
        Dictionary<string, PythonNode> found = [];
        return Mismatch(code, statement, found) is null ? found : null;
    }

    /// <summary>What fills the holes.</summary>
    /// <exception cref="ImportException">The statement is another: at the first place that differs.</exception>
    public Dictionary<string, PythonNode> Require(string file, PythonNode statement) {
        Dictionary<string, PythonNode> found = [];
        return Mismatch(code, statement, found) is { } pair
            ? throw new ImportException(file, pair.Found.Line, pair.Found.Column, $"expected {Describe(pair.Expected)}, found {pair.Found.Describe()}")
            : found;
    }

    private static string Describe(PythonNode expected) => IsHole(expected) ? "an expression" : expected.Describe();

    private static bool IsHole(PythonNode pattern) => pattern.Kind == "name" && pattern.Text.StartsWith(Hole, StringComparison.Ordinal);

    // The first place where the two differ.
    private static (PythonNode Expected, PythonNode Found)? Mismatch(PythonNode pattern, PythonNode node, Dictionary<string, PythonNode> found) {
        if (IsHole(pattern)) {
            string name = pattern.Text.Substring(Hole.Length);
            if (found.TryGetValue(name, out PythonNode? before)) {
                return before.IsSame(node) ? null : (before, node);
            }
            found.Add(name, node);
            return null;
        }
        if (pattern.Kind != node.Kind || pattern.Text != node.Text) {
            return (pattern, node);
        }
        for (int i = 0; i < Math.Min(pattern.Parts.Count, node.Parts.Count); i++) {
            if (Mismatch(pattern.Parts[i], node.Parts[i], found) is { } inner) {
                return inner;
            }
        }
        return pattern.Parts.Count == node.Parts.Count ? null
            : node.Parts.Count > pattern.Parts.Count ? (new PythonNode("nothing more", "", 0, 0), node.Parts[pattern.Parts.Count])
            : (pattern.Parts[node.Parts.Count], new PythonNode("nothing more", "", node.Line, node.Column));
    }
}
