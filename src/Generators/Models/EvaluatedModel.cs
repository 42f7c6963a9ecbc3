using Sinter.Compiler.Graph;
using Sinter.Generators.Emission;

namespace Sinter.Generators;

/// <summary>What the evaluation of a model's declaration gave. Plain data: two runs over the same sources are equal.</summary>
/// <param name="Name">Where the generated members go.</param>
/// <param name="Module">The graph; null when a problem prevents it.</param>
/// <param name="Interface">The typed API; null where the class cannot have it.</param>
/// <param name="Naming">The member of <c>Naming</c> that <c>[Checkpoint]</c> gave, or null for canonical paths.</param>
/// <param name="Mapping">The rules that <c>[Checkpoint]</c> gave, or null.</param>
/// <param name="Declaration">Where problems go that no expression led to.</param>
/// <param name="Problems">Errors and warnings.</param>
internal sealed record EvaluatedModel(
    ModelName Name, Module? Module, ModelInterface? Interface, string? Naming, string? Mapping, SourceSpan Declaration, Sequence<Problem> Problems);

/// <summary>A model class by its names.</summary>
/// <param name="Namespace">The namespace, empty for the global one.</param>
/// <param name="Types">The class, after the classes it is nested in, each as its declaration begins: <c>partial class Outer</c>.</param>
/// <param name="MetadataName">The name by which a compilation finds the class.</param>
/// <param name="IsStatic">Whether the class is static.</param>
internal sealed record ModelName(string Namespace, Sequence<string> Types, string MetadataName, bool IsStatic) {
    /// <summary>The class's own name.</summary>
    public string Name => Types[Types.Count - 1].Substring(Types[Types.Count - 1].LastIndexOf(' ') + 1);

    /// <summary>The name with its namespace, nested classes after dots.</summary>
    public string FullName => MetadataName.Replace('+', '.');
}
