using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sinter.Compiler.Graph;

namespace Sinter.Generators.Sources;

/// <summary>The sources of the standard blocks and of blocks in packages, parsed once.</summary>
internal sealed class LibrarySources(ImmutableArray<SyntaxTree> trees) {
    public ImmutableArray<SyntaxTree> Trees { get; } = trees;

    public HashSet<SyntaxTree> Set { get; } = [.. trees];
}

/// <summary>
/// All sources of the project, as one compilation has them. The compilation that evaluations bind is made on demand and held
/// weakly, so that a step's result keeps no symbols alive.
/// </summary>
internal sealed class SourceSet(Compilation compilation, LibrarySources library) {
    private readonly WeakReference<CSharpCompilation> made = new(null!);
    private readonly ImmutableArray<SyntaxTree> trees = [.. compilation.SyntaxTrees];
    private readonly string assembly = compilation.AssemblyName ?? "Model";
    private readonly bool isChecked = ((CSharpCompilationOptions)compilation.Options).CheckOverflow;

    public LibrarySources Library { get; } = library;

    public ImmutableArray<MetadataReference> References { get; } = [.. compilation.References];

    /// <summary>What else decides how sources are bound.</summary>
    public string Options { get; } = $"{compilation.AssemblyName} {((CSharpCompilationOptions)compilation.Options).CheckOverflow}";

    public CSharpCompilation Compile() {
        lock (made) {
            if (!made.TryGetTarget(out CSharpCompilation? result)) {
                // The blocks' sources stand beside the assembly they were compiled to; C# prefers the sources.
                result = CSharpCompilation.Create(
                    assembly, trees.Concat(Library.Trees), References,
                    new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, checkOverflow: isChecked, allowUnsafe: true));
                made.SetTarget(result);
            }
            return result;
        }
    }

    /// <summary>Every declaration that the evaluation of a model can reach: those it names, those that these name, and so on.</summary>
    public Sequence<ReachedSource> Reach(ModelName model, CancellationToken cancellation) {
        FileIndex[] files = [.. trees.Select(tree => FileIndex.Of(tree, cancellation))];
        ILookup<string, DeclaredType> byName = files.SelectMany(file => file.Types).ToLookup(type => type.Name);
        ILookup<string, DeclaredType> byFunction = files.SelectMany(file => file.Types).SelectMany(type => type.Functions.Select(function => (function, type)))
            .ToLookup(pair => pair.function, pair => pair.type);
        HashSet<DeclaredType> reached = [];
        HashSet<string> names = [];
        // Calls that no identifier names.
        Queue<string> waiting = new(["Deconstruct", "GetEnumerator", "Add", .. files.SelectMany(file => file.GlobalMentions), .. model.Types.Select(type => type.Substring(type.LastIndexOf(' ') + 1))]);
        while (waiting.Count > 0) {
            string name = waiting.Dequeue();
            if (!names.Add(name)) {
                continue;
            }
            foreach (DeclaredType type in byName[name].Concat(byFunction[name])) {
                if (reached.Add(type)) {
                    foreach (string mention in type.Mentions) {
                        waiting.Enqueue(mention);
                    }
                }
            }
        }
        return reached.Select(type => type.Source)
            .Concat(files.Where(file => file.GlobalUsings.Length > 0).Select(file => new ReachedSource("", 0, file.GlobalUsings, "")))
            .OrderBy(source => source.File, StringComparer.Ordinal).ThenBy(source => source.Start).ThenBy(source => source.Usings, StringComparer.Ordinal)
            .ToSequence();
    }
}

/// <summary>
/// What an evaluation depends on. Two inputs are equal when everything that the evaluation can read is: an edit elsewhere in the
/// project gives an equal input, and the evaluation is not run again.
/// </summary>
internal sealed class EvaluationInput : IEquatable<EvaluationInput> {
    public EvaluationInput(ModelName model, SourceSet sources, CancellationToken cancellation) {
        Model = model;
        Sources = sources;
        Reached = sources.Reach(model, cancellation);
    }

    public ModelName Model { get; }

    public SourceSet Sources { get; }

    public Sequence<ReachedSource> Reached { get; }

    public bool Equals(EvaluationInput? other) => other is not null
        && Model.Equals(other.Model)
        && ReferenceEquals(Sources.Library, other.Sources.Library)
        && Sources.Options == other.Sources.Options
        && Sources.References.SequenceEqual(other.Sources.References)
        && Reached.Equals(other.Reached);

    public override bool Equals(object? obj) => Equals(obj as EvaluationInput);

    public override int GetHashCode() => Model.GetHashCode();
}
