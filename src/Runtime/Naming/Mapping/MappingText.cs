using System;
using System.Collections.Immutable;

namespace Sinter.Runtime.Naming;

/// <summary>The rules of a mapping as they were written, in their order.</summary>
/// <param name="Uses">Known mappings whose rules follow these.</param>
/// <param name="Rules">How weights are made of tensors; the first whose path fits counts.</param>
/// <param name="Renames">What a path without a rule becomes, one after the other.</param>
/// <param name="Ignored">Tensors that are no weights.</param>
public sealed record MappingText(
    ImmutableArray<MappingUse> Uses, ImmutableArray<MappingRule> Rules, ImmutableArray<MappingRename> Renames, ImmutableArray<IgnoredTensor> Ignored) {
    /// <summary>Reads the text of a mapping; docs/checkpoints.md is its grammar.</summary>
    /// <exception cref="MappingException">The text is none. The message names the line.</exception>
    public static MappingText Parse(string text) => new MappingParser(text).Parse();
}

/// <summary><c>use Name</c>: a known mapping, by its name.</summary>
public sealed record MappingUse(string Name, int Line) {
    /// <summary>The names there are, those of <c>NamingSchemes.All</c>.</summary>
    public static ImmutableArray<string> Known { get; } = ImmutableArray.Create("Canonical", "HuggingFaceLlama", "GgufLlama", "Llama2C");
}

/// <summary><c>path = source else source</c>: the first source whose tensors are in the file makes the weights of that path.</summary>
public sealed record MappingRule(NamePattern Path, ImmutableArray<TensorSource> Alternatives, int Line);

/// <summary><c>rename path = name</c>.</summary>
public sealed record MappingRename(NamePattern From, NamePattern To, int Line);

/// <summary><c>ignore name</c>, or <c>ignore name if 1</c>: only when each element is that number.</summary>
public sealed record IgnoredTensor(NamePattern Name, double? Only, int Line);

/// <summary>A mapping's text is not understood.</summary>
public sealed class MappingException(int line, string problem) : FormatException($"line {line} of the mapping: {problem}") {
    /// <summary>The line, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>What is wrong there, and what was expected.</summary>
    public string Problem { get; } = problem;
}
