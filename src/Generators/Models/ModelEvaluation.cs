using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Compiler.Graph;
using Sinter.Generators.Emission;
using Sinter.Generators.Evaluation;
using Sinter.Generators.Evaluation.Library;
using Sinter.Generators.Evaluation.Values;
using Weight = Sinter.Compiler.Graph.Weight;

namespace Sinter.Generators;

/// <summary>
/// From a model's declaration to its graph: construct the block that the attributes declare, or the class itself; name its
/// weights and caches; then run each entry with symbolic inputs.
/// </summary>
internal sealed class ModelEvaluation {
    private readonly INamedTypeSymbol model;
    private readonly Evaluator evaluator;
    private readonly SourceSpan declaration;
    private readonly HyperParameters hyperParameters;
    private readonly List<Problem> problems = [];
    private readonly ModuleBuilder module;

    private ModelEvaluation(string name, INamedTypeSymbol model, Compilation compilation, HashSet<SyntaxTree> library, CancellationToken cancellation) {
        this.model = model;
        hyperParameters = new(model);
        AttributeData? decoder = HyperParameters.Decoder(model);
        declaration = decoder?.ApplicationSyntaxReference?.GetSyntax() is { } syntax ? SourceSpan.Of(syntax) : Identifier(model);
        evaluator = new Evaluator(compilation, library, declaration, cancellation) { Blame = hyperParameters.SpanOf };
        module = new ModuleBuilder(name);
    }

    /// <summary>Evaluates a model.</summary>
    /// <param name="name">The model.</param>
    /// <param name="compilation">The user's sources with those of the blocks.</param>
    /// <param name="library">The trees of the blocks.</param>
    /// <param name="cancellation">Ends the evaluation.</param>
    public static EvaluatedModel Run(ModelName name, Compilation compilation, HashSet<SyntaxTree> library, CancellationToken cancellation) {
        if (compilation.Assembly.GetTypeByMetadataName(name.MetadataName) is not { } model) {
            SourceSpan nowhere = new("", 0, 0, 0, 0, 0, 0);
            return new(name, null, null, null, null, nowhere, Sequence.Of(new Problem(
                Descriptors.UnsupportedConstruct, nowhere, $"The class '{name.FullName}', which is not found by its name,", "declare a model as a plain class", "")));
        }
        ModelEvaluation evaluation = new(name.FullName, model, compilation, library, cancellation);
        Module? module = null;
        try {
            module = evaluation.Evaluate();
        } catch (EvaluationException exception) {
            if ((exception.Problem ?? evaluation.evaluator.ForeignError()) is { } problem) {
                evaluation.problems.Add(problem);
            }
        } catch (GraphException exception) {
            evaluation.problems.Add(evaluation.evaluator.Here(Descriptors.OperationNotCompiled, exception.Message));
        } catch (Exception exception) when (exception is not OperationCanceledException) {
            // A gap of the evaluator is a construct that it does not support: never a crash, and never a wrong graph.
            evaluation.problems.Add(evaluation.evaluator.Here(
                Descriptors.UnsupportedConstruct, $"This expression, on which the evaluation failed ({exception.GetType().Name}: {exception.Message}),", "write it in another way, and report this"));
        }
        CheckpointRules rules = CheckpointRules.Of(model);
        if (module is not null) {
            evaluation.problems.AddRange(rules.Check(module.Weights));
        }
        ModelInterface? api = EntrySignatures.Of(name, evaluation.Declaring(), module ?? evaluation.module.Module);
        return new(name, module, api, rules.Naming, rules.Mapping, evaluation.declaration, evaluation.problems.ToSequence());
    }

    // The class whose entries the model has; null where the class is not partial, so that nothing can be added to it.
    private INamedTypeSymbol? Declaring() => problems.Any(problem => problem.Id == Descriptors.NotPartial.Id) || IsOpen(model) ? null
        : HyperParameters.Decoder(model) is null ? model
        : evaluator.Compilation.GetTypeByMetadataName("Sinter.Blocks.Decoder");

    private Module? Evaluate() {
        IMethodSymbol[] entries = Entries(model);
        if (CheckDeclaration(entries) is { } problem) {
            problems.Add(problem);
            return null;
        }
        Instance? root = HyperParameters.Decoder(model) is { } decoder ? Declared(decoder) : FreeForm();
        if (root is null) {
            return null;
        }
        PathWalk walk = new(evaluator, declaration);
        walk.Visit(root);
        Strays.Explain(root);
        foreach (WeightValue weight in walk.Weights) {
            module.Declare(new Weight(weight.Path!, TypeOf(weight), weight.TiedTo?.Path, weight.RotaryHeads));
        }
        evaluator.Freeze(root);
        foreach (IMethodSymbol entry in Entries(root.Type)) {
            new EntryEvaluation(evaluator, module, problems).Run(entry, root);
        }
        foreach (WeightValue weight in walk.Weights.Where(weight => !weight.IsUsed)) {
            problems.Add(new(Descriptors.UnusedWeight, weight.Made!.Span, weight.Path!, model.Name));
        }
        Module built = module.Module;
        // Past is declared with Time; a model that never looks back does not have it.
        return evaluator.UsesPast || model.GetAttributes().Any(attribute => IsSymbol(attribute, "Past")) || Mentions(built, "Past")
            ? built
            : built with { Symbols = built.Symbols.Where(symbol => symbol.Name != "Past").ToSequence() };
    }

    private static bool Mentions(Module module, string symbol) =>
        module.Entries.Any(entry => entry.Nodes.Any(node => node.Type.Shape.Any(extent => extent.Mentions(symbol))));

    // Members cannot be generated for classes whose types, or whose files, are not settled.
    private static bool IsOpen(INamedTypeSymbol? type) => type is not null && (type.Arity > 0 || type.IsFileLocal || IsOpen(type.ContainingType));

    private Problem? CheckDeclaration(IMethodSymbol[] entries) {
        if (IsOpen(model)) {
            return model.IsFileLocal
                ? new(Descriptors.UnsupportedConstruct, Identifier(model), $"The class '{model.Name}', which is known in its file alone,", "remove 'file'", "")
                : new(Descriptors.UnsupportedConstruct, Identifier(model), $"The generic class '{model.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'", "put [Model] on a class that settles the types, such as one derived from it", "");
        }
        foreach (SyntaxReference reference in model.DeclaringSyntaxReferences) {
            for (SyntaxNode? node = reference.GetSyntax(); node is TypeDeclarationSyntax type; node = node.Parent) {
                if (!type.Modifiers.Any(modifier => modifier.ValueText == "partial")) {
                    return new(Descriptors.NotPartial, SourceSpan.Of(type.Identifier), type.Identifier.ValueText);
                }
            }
        }
        if (HyperParameters.Decoder(model) is { } decoder) {
            return entries.Length > 0
                ? new(Descriptors.AttributesDoNotCombine, declaration, "Decoder", model.Name, $"already gives the model its entries; remove it, or [Entry] from '{entries[0].Name}'")
                : null;
        }
        if (HyperParameters.Declaring(model).FirstOrDefault() is { } alone) {
            string name = alone.AttributeClass!.Name;
            return new(
                Descriptors.AttributesDoNotCombine, SourceSpan.Of(alone.ApplicationSyntaxReference!.GetSyntax()), name.Substring(0, name.Length - "Attribute".Length), model.Name,
                "says how a decoder is built, but there is no [Decoder]; add [Decoder(Width = ..., Layers = ..., Vocabulary = ..., Context = ...)]");
        }
        return entries.Length == 0 ? new(Descriptors.NoEntry, Identifier(model), model.Name) : null;
    }

    private Instance? Declared(AttributeData decoder) {
        if (evaluator.Compilation.Assembly.GetTypeByMetadataName("Sinter.Blocks.Decoder") is not { } block) {
            problems.Add(new(Descriptors.SourceMissing, declaration, "Sinter.Blocks.Decoder", ""));
            return null;
        }
        IMethodSymbol constructor = block.InstanceConstructors.Single(candidate => candidate.DeclaredAccessibility == Accessibility.Public);
        problems.AddRange(hyperParameters.Check(constructor, declaration));
        if (problems.Count > 0) {
            return null;
        }
        int context = hyperParameters.Integer("Context");
        Declare(new Symbol("Time", 1, context));
        Declare(new Symbol("Past", 0, context - 1));
        Instance root = evaluator.Construct(block, constructor, hyperParameters.Arguments(constructor), decoder.ApplicationSyntaxReference!.GetSyntax());
        evaluator.Module = module;
        return root;
    }

    private Instance? FreeForm() {
        foreach (AttributeData attribute in model.GetAttributes().Where(attribute => IsSymbol(attribute, null))) {
            (string name, int least, int most) = ((string)attribute.ConstructorArguments[0].Value!, (int)attribute.ConstructorArguments[1].Value!, (int)attribute.ConstructorArguments[2].Value!);
            if (least < 0 || most < least) {
                problems.Add(new(Descriptors.WrongBounds, SourceSpan.Of(attribute.ApplicationSyntaxReference!.GetSyntax()), name, Print(least), Print(most)));
                return null;
            }
            Declare(new Symbol(name, least, most));
        }
        if (module.Module.Symbols.FirstOrDefault(symbol => symbol.Name == "Time") is { } time && module.Module.Symbols.All(symbol => symbol.Name != "Past")) {
            Declare(new Symbol("Past", 0, Math.Max(time.Maximum - 1, 0)));
        }
        if (model.IsAbstract) {
            problems.Add(new(Descriptors.UnsupportedConstruct, Identifier(model), $"The abstract class '{model.Name}'", "mark a class with [Model] that can be made", ""));
            return null;
        }
        IMethodSymbol? constructor = model.InstanceConstructors.FirstOrDefault(candidate => candidate.Parameters.Length == 0);
        if (constructor is null) {
            problems.Add(new(
                Descriptors.UnsupportedConstruct, Identifier(model), $"The constructor of '{model.Name}', which takes parameters,", "give a model's hyper-parameters as constants or in field initialisers", ""));
            return null;
        }
        Instance root = evaluator.Construct(model, constructor, [], model.DeclaringSyntaxReferences[0].GetSyntax());
        evaluator.Module = module;
        return root;
    }

    private void Declare(Symbol symbol) {
        module.Declare(symbol);
        evaluator.Construction.Declare(symbol);
    }

    private static TensorType TypeOf(WeightValue weight) => new(ElementType.F32, weight.Shape.ToSequence());

    private static bool IsSymbol(AttributeData attribute, string? name) =>
        attribute.AttributeClass is { Name: "SymbolAttribute" } type && Language.IsOurs(type) && attribute.ConstructorArguments.Length == 3
        && attribute.ConstructorArguments[0].Value is string found && (name is null || name == found);

    // Those of base classes first, each class in the order of its declaration; an override stands for what it overrides.
    public static IMethodSymbol[] Entries(INamedTypeSymbol type) {
        List<INamedTypeSymbol> classes = [];
        for (INamedTypeSymbol? at = type; at is not null; at = at.BaseType) {
            classes.Insert(0, at);
        }
        IMethodSymbol[] marked = [.. classes.SelectMany(at => at.GetMembers().OfType<IMethodSymbol>()).Where(method => method.GetAttributes()
            .Any(attribute => attribute.AttributeClass is { Name: "EntryAttribute" } mark && Language.IsOurs(mark)))];
        return [.. marked.Where(method => !marked.Any(other => SymbolEqualityComparer.Default.Equals(other.OverriddenMethod, method)))];
    }

    private static SourceSpan Identifier(INamedTypeSymbol type) => type.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax()).OfType<TypeDeclarationSyntax>()
        .OrderByDescending(syntax => syntax.AttributeLists.Count)
        .Select(syntax => SourceSpan.Of(syntax.Identifier)).First();

    private static string Print(int number) => number.ToString(CultureInfo.InvariantCulture);
}
