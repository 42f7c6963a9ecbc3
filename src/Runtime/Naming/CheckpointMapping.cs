using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Naming;

/// <summary>How files of one kind hold the weights of a model: rules from canonical paths to tensors. docs/checkpoints.md describes the text.</summary>
public sealed class CheckpointMapping {
    static readonly IReadOnlyDictionary<string, string> NoValues = ImmutableDictionary<string, string>.Empty;
    readonly ImmutableArray<MappingRule> rules;
    readonly ImmutableArray<MappingRename> renames;
    readonly ImmutableArray<IgnoredTensor> ignored;

    CheckpointMapping(string name, string text, MappingText parsed) {
        Name = name;
        Text = text;
        CheckpointMapping[] used = [.. parsed.Uses.Select(use => NamingSchemes.Find(use.Name)
            ?? throw new MappingException(use.Line, $"no naming is called '{use.Name}'; there are {string.Join(", ", MappingUse.Known)}"))];
        rules = [.. parsed.Rules, .. used.SelectMany(mapping => mapping.rules)];
        renames = [.. parsed.Renames, .. used.SelectMany(mapping => mapping.renames)];
        ignored = [.. parsed.Ignored, .. used.SelectMany(mapping => mapping.ignored)];
    }

    /// <summary>The mapping's name, for messages.</summary>
    public string Name { get; }

    /// <summary>The text it was read from.</summary>
    public string Text { get; }

    /// <summary>Reads a mapping.</summary>
    /// <exception cref="MappingException">The text is none; the message names the line.</exception>
    public static CheckpointMapping Parse(string text, string name = "the mapping") => new(name, text, MappingText.Parse(text));

    /// <summary>
    /// The mapping for a file: the given text if there is one, else the naming of that name, which the file's format
    /// may turn into its own (<see cref="NamingSchemes.For"/>).
    /// </summary>
    /// <exception cref="MappingException">The text is none.</exception>
    /// <exception cref="ArgumentException">No naming is called so.</exception>
    public static CheckpointMapping For(WeightFile file, string? naming, string? mapping) =>
        mapping is null ? NamingSchemes.For(file, naming) : Parse(mapping);

    /// <summary>
    /// The sources of the weight of a path, the first that the file has to be taken. What the placeholders in them stand
    /// for is in <paramref name="values"/>. A path without a rule is renamed, and so is itself without renames.
    /// </summary>
    public ImmutableArray<TensorSource> Sources(string path, out IReadOnlyDictionary<string, string> values) {
        foreach (MappingRule rule in rules) {
            if (rule.Path.Match(path) is { } found) {
                values = found;
                return rule.Alternatives;
            }
        }
        string name = path;
        foreach (MappingRename rename in renames) {
            name = rename.From.Match(name) is { } found ? rename.To.Fill(found) : name;
        }
        // The name is what it is, also with braces in it.
        values = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = name };
        return [new TensorSource.Named(NamePattern.Parse("{name}"))];
    }

    /// <summary>The text of the sources of a path: <c>lm_head.weight else wte.weight</c>.</summary>
    public string Show(string path) {
        ImmutableArray<TensorSource> sources = Sources(path, out IReadOnlyDictionary<string, string> values);
        return string.Join(" else ", sources.Select(source => source.Show(values)));
    }

    /// <summary>The rule that lets a tensor be passed over, or null.</summary>
    public IgnoredTensor? FindIgnored(string tensor) => ignored.FirstOrDefault(rule => rule.Name.Match(tensor) is not null);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
