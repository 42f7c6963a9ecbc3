using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation;
using Sinter.Generators.Evaluation.Library;
using Sinter.Generators.Evaluation.Values;
using Sinter.Runtime.Naming;
using Weight = Sinter.Compiler.Graph.Weight;

namespace Sinter.Generators;

/// <summary>What <c>[Checkpoint]</c> says of a model: a known naming, or rules of its own, which are checked against the model's weights.</summary>
internal sealed class CheckpointRules {
    private readonly SourceSpan? place;

    private CheckpointRules(string? naming, string? mapping, SourceSpan? place) => (Naming, Mapping, this.place) = (naming, mapping, place);

    /// <summary>The member of <c>Naming</c>, or null for canonical paths.</summary>
    public string? Naming { get; }

    /// <summary>The text of the rules, or null.</summary>
    public string? Mapping { get; }

    public static CheckpointRules Of(INamedTypeSymbol model) {
        AttributeData? attribute = model.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass is { Name: "CheckpointAttribute" } type && Language.IsOurs(type));
        return attribute?.ConstructorArguments switch {
            [{ Value: string mapping }] => new(null, mapping, Place(attribute)),
            [{ Value: { } member, Type: INamedTypeSymbol enumeration }] => new(Text.Of(new Constant(member, enumeration)) is var name && name == "Canonical" ? null : name, null, null),
            _ => new(null, null, null),
        };
    }

    /// <summary>Mistakes in the text, and rules that no weight follows.</summary>
    public IEnumerable<Problem> Check(IReadOnlyList<Weight> weights) {
        if (Mapping is null) {
            return [];
        }
        MappingText text;
        try {
            text = MappingText.Parse(Mapping);
        } catch (MappingException error) {
            return [Wrong(error.Line, error.Problem)];
        }
        return text.Uses.Where(use => !MappingUse.Known.Contains(use.Name)).Select(use => Wrong(use.Line, $"no naming is called '{use.Name}'; there are {string.Join(", ", MappingUse.Known)}"))
            .Concat(Idle(text, [.. weights.Select(weight => weight.Name)]));
    }

    private IEnumerable<Problem> Idle(MappingText text, string[] paths) {
        int comparisons = 0;
        HashSet<int> followed = [];
        foreach (string path in paths) {
            if (text.Rules.FirstOrDefault(rule => rule.Path.Match(path) is not null) is { } first) {
                followed.Add(first.Line);
                continue;
            }
            string name = path;
            foreach (MappingRename rename in text.Renames) {
                if (rename.From.Match(name) is { } values) {
                    followed.Add(rename.Line);
                    name = rename.To.Fill(values);
                }
            }
        }
        foreach ((NamePattern pattern, int line) in text.Rules.Select(rule => (rule.Path, rule.Line)).Concat(text.Renames.Select(rename => (rename.From, rename.Line)))) {
            if (!followed.Contains(line)) {
                string? nearest = NearestName.Find(pattern.Text, paths, ref comparisons);
                yield return Wrong(line, $"no weight of the model follows the rule for '{pattern}'{(nearest is null ? "" : $"; the nearest path is '{nearest}'")}");
            }
        }
    }

    private Problem Wrong(int line, string problem) => new(Descriptors.WrongCheckpoint, place!, $"line {line} of the mapping: {problem}");

    private static SourceSpan? Place(AttributeData attribute) => attribute.ApplicationSyntaxReference?.GetSyntax() switch {
        AttributeSyntax { ArgumentList.Arguments: [var argument] } => SourceSpan.Of(argument),
        { } syntax => SourceSpan.Of(syntax),
        null => null,
    };
}
