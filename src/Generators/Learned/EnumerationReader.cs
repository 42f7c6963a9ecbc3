using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generators.Learned.Python;

namespace Sinter.Generators.Learned;

/// <summary>
/// The enumerations of embedding values, <c>class Emb0(Enum): V00 = ['word', ...]</c>, which stand in a file beside the program.
/// As in Python, members of equal lists are one member, which bears the name of the first.
/// </summary>
internal sealed class EnumerationReader(string file, ImportFiles files) {
    private readonly Dictionary<string, List<(string Name, PythonValue Value)>> enumerations = [];
    private readonly Dictionary<string, IReadOnlyList<string>> words = [];

    /// <summary>The words of each member, by <c>Emb0.V00</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Words => words;

    /// <summary>Reads the classes that a <c>from a.b import Emb0, Emb1</c> names.</summary>
    public void Import(PythonNode statement) {
        string module = statement.Parts[0].Text;
        (string Path, string Text) found = files.Find(module.Replace('.', '/') + ".py", file)
            ?? throw Error(statement, $"expected the module '{module}' among the AdditionalFiles with SinterProgram, found none of that name");
        PythonNode code = PythonParser.Read(found.Path, found.Text);
        Dictionary<string, PythonNode> classes = [];
        foreach (PythonNode part in code.Parts) {
            if (part is { Kind: "class", Parts: [{ Kind: "name", Text: "Enum" }, _] } && !classes.ContainsKey(part.Text)) {
                classes.Add(part.Text, part);
            } else if (Exports.Enumeration.Match(part) is null) {
                throw new ImportException(found.Path, part.Line, part.Column, $"expected a new class of 'Enum', found {part.Describe()}");
            }
        }
        foreach (PythonNode name in statement.Parts.Skip(1)) {
            if (!name.Text.StartsWith("Emb", StringComparison.Ordinal) || !name.Text.Substring(3).All(char.IsDigit)) {
                throw Error(name, $"expected a class of embeddings, such as 'Emb0', found '{name.Text}'");
            }
            if (enumerations.ContainsKey(name.Text)) {
                throw Error(name, $"expected each name once, found '{name.Text}' again");
            }
            enumerations.Add(name.Text, ReadMembers(found.Path, classes.TryGetValue(name.Text, out PythonNode? type)
                ? type
                : throw Error(name, $"expected a class of {found.Path}, found '{name.Text}'")));
        }
    }

    /// <summary>The member of that name.</summary>
    public PythonValue Member(PythonNode place, string type, string name) {
        if (!enumerations.TryGetValue(type, out List<(string Name, PythonValue Value)>? members)) {
            throw Error(place, $"expected an enumeration that is imported, found '{type}'");
        }
        int at = members.FindIndex(member => member.Name == name);
        return at >= 0 ? members[at].Value : throw Error(place, $"expected a member of '{type}', found '{name}'");
    }

    /// <summary>The members <c>V00</c>, <c>V01</c>, ... in the order of their numbers, from 0.</summary>
    public IReadOnlyList<PythonValue> Members(string type) {
        if (!enumerations.TryGetValue(type, out List<(string Name, PythonValue Value)>? members)) {
            throw new ImportException(file, 1, 1, $"expected an enumeration that is imported, found '{type}'");
        }
        return [.. Enumerable.Range(0, members.Count)
            .Select(number => members.FindIndex(member => member.Name == $"V{number:00}"))
            .TakeWhile(at => at >= 0)
            .Select(at => members[at].Value)];
    }

    private List<(string, PythonValue)> ReadMembers(string path, PythonNode type) {
        List<(string, PythonValue)> members = [];
        Dictionary<string, PythonValue> byContent = [];
        foreach (PythonNode part in type.Parts[1].Parts) {
            if (part is not { Kind: "assignment", Parts: [{ Kind: "name" } name, { Kind: "list", Text: "" } list] } || list.Parts.Any(word => word.Kind != "text")) {
                throw new ImportException(path, part.Line, part.Column, $"expected a member with a list of words, found {part.Describe()}");
            }
            if (name.Text[0] != 'V' || name.Text.Length == 1 || !name.Text.Substring(1).All(char.IsDigit)) {
                throw new ImportException(path, part.Line, part.Column, $"expected a member such as 'V00', found '{name.Text}'");
            }
            if (members.Any(member => member.Item1 == name.Text)) {
                throw new ImportException(path, part.Line, part.Column, $"expected each member once, found '{name.Text}' again");
            }
            string content = string.Join("\0", list.Parts.Select(word => word.Text).Append(list.Parts.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            if (!byContent.TryGetValue(content, out PythonValue value)) {
                value = new PythonValue(PythonValueType.Member, $"{type.Text}.{name.Text}");
                byContent.Add(content, value);
                words.Add(value.Text, [.. list.Parts.Select(word => word.Text)]);
            }
            members.Add((name.Text, value));
        }
        return members;
    }

    private ImportException Error(PythonNode node, string message) => new(file, node.Line, node.Column, message);
}
