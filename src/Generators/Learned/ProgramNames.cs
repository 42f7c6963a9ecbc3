using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Sinter.Compiler.Graph;

namespace Sinter.Generators.Learned;

/// <summary>C# names for what a program's files name.</summary>
internal static class ProgramNames {
    /// <summary>The class of a program: what its metadata say, or its file's name in the project's namespace.</summary>
    /// <param name="metadata">The value of <c>SinterProgram</c>: <c>true</c>, or the name of a class with or without a namespace.</param>
    /// <param name="path">The program's file.</param>
    /// <param name="rootNamespace">The namespace of the project.</param>
    /// <returns>Null where the metadata are no name of a class.</returns>
    public static ModelName? ClassOf(string metadata, string path, string rootNamespace) {
        string full = metadata == "true" ? Pascal(System.IO.Path.GetFileNameWithoutExtension(path)) : metadata;
        if (!full.Split('.').All(SyntaxFacts.IsValidIdentifier)) {
            return null;
        }
        int dot = full.LastIndexOf('.');
        string space = dot < 0 ? rootNamespace : full.Substring(0, dot);
        string name = full.Substring(dot + 1);
        return new ModelName(space, Sequence.Of($"public sealed partial class {name}"), space.Length == 0 ? name : $"{space}.{name}", false);
    }

    /// <summary>A name of a file as one of a class: <c>conll_ner</c> as <c>ConllNer</c>.</summary>
    public static string Pascal(string name) {
        StringBuilder result = new();
        bool upper = true;
        foreach (char c in name) {
            if (!SyntaxFacts.IsIdentifierPartCharacter(c) || c == '_') {
                upper = true;
                continue;
            }
            if (result.Length == 0 && !SyntaxFacts.IsIdentifierStartCharacter(c)) {
                result.Append('_');
            }
            result.Append(upper ? char.ToUpperInvariant(c) : c);
            upper = false;
        }
        return result.Length == 0 ? "_" : result.ToString();
    }
}
