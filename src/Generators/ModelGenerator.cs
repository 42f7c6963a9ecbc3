using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Sinter.Compiler.Graph;
using Sinter.Generators.Emission;
using Sinter.Generators.Rasp;
using Sinter.Generators.Sources;

namespace Sinter.Generators;

/// <summary>
/// Finds the models of a project, evaluates their declarations, reports what is wrong with them, and writes their typed API
/// (which the editor needs) and their plans (which only a build needs).
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ModelGenerator : IIncrementalGenerator {
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context) {
        IncrementalValuesProvider<ModelName> models = context.SyntaxProvider
            .ForAttributeWithMetadataName("Sinter.ModelAttribute", (node, _) => node is TypeDeclarationSyntax, NameOf)
            .WithTrackingName(Steps.Models);

        IncrementalValueProvider<LibrarySources> library = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Where(pair => pair.Right.GetOptions(pair.Left).TryGetValue("build_metadata.AdditionalFiles.SinterSource", out string? mark) && mark == "true")
            .Select((pair, _) => pair.Left)
            .Collect()
            .WithComparer(SameItems.Instance)
            .Combine(context.CompilationProvider.Select((compilation, _) => BlockSources.In(compilation)))
            .Combine(context.ParseOptionsProvider)
            .Select((pair, cancellation) => Parse(pair.Left.Left, pair.Left.Right, (CSharpParseOptions)pair.Right, cancellation))
            .WithTrackingName(Steps.Library);

        IncrementalValuesProvider<EvaluatedModel> evaluated = models
            .Combine(context.CompilationProvider.Combine(library).Select((pair, _) => new SourceSet(pair.Left, pair.Right)))
            .Select((pair, cancellation) => new EvaluationInput(pair.Left, pair.Right, cancellation))
            .WithTrackingName(Steps.Inputs)
            .Select((input, cancellation) => ModelEvaluation.Run(input.Model, input.Sources.Compile(), input.Sources.Library.Set, cancellation))
            .WithTrackingName(Steps.Evaluated);

        IncrementalValuesProvider<EvaluatedProgram> programs = context.SyntaxProvider
            .ForAttributeWithMetadataName("Sinter.Rasp.RaspProgramAttribute", (node, _) => node is MethodDeclarationSyntax or TypeDeclarationSyntax, ProgramsOf)
            .SelectMany((found, _) => found)
            .WithTrackingName(Steps.Programs)
            .Combine(context.CompilationProvider.Combine(library).Select((pair, _) => new SourceSet(pair.Left, pair.Right)))
            .Select((pair, cancellation) => (Program: pair.Left, Input: new EvaluationInput(pair.Left.Class, pair.Right, cancellation)))
            .Select((pair, cancellation) => ProgramEvaluation.Run(pair.Program, pair.Input.Sources.Compile(), pair.Input.Sources.Library.Set, cancellation))
            .WithTrackingName(Steps.EvaluatedPrograms);

        context.RegisterSourceOutput(
            programs.SelectMany((program, _) => program.Problems),
            (output, problem) => output.ReportDiagnostic(problem.ToDiagnostic()));

        context.RegisterSourceOutput(
            programs.Where(program => program.Interface is not null),
            (output, program) => output.AddSource($"{program.Name.FullName}.Kernels.g.cs", SourceText.From(WriteProgram.Of(program), System.Text.Encoding.UTF8)));

        context.RegisterImplementationSourceOutput(
            programs.Where(program => program.Module is not null)
                .Select((program, _) => WriteProgram.ModelOf(program))
                .Combine(context.CompilationProvider.Select((compilation, _) => compilation.AssemblyName ?? "")),
            WritePlan.Add);

        // The blocks that others may use take their sources along.
        context.RegisterSourceOutput(
            context.CompilationProvider.Combine(context.AnalyzerConfigOptionsProvider)
                .Select((pair, cancellation) => pair.Right.GlobalOptions.TryGetValue("build_property.SinterShareBlocks", out string? shares) && shares == "false"
                    ? Sequence<BlockFile>.Empty
                    : BlockSources.Of(pair.Left, cancellation))
                .WithTrackingName(Steps.Blocks),
            (output, files) => {
                if (files.Count > 0) {
                    output.AddSource("Sinter.BlockSources.g.cs", SourceText.From(BlockSources.Write(files), System.Text.Encoding.UTF8));
                }
            });

        context.RegisterSourceOutput(
            evaluated.SelectMany((model, _) => model.Problems).WithTrackingName(Steps.Problems),
            (output, problem) => output.ReportDiagnostic(problem.ToDiagnostic()));

        // The light part: members that the user's code calls.
        context.RegisterSourceOutput(
            evaluated.Where(model => model.Interface is not null).Select((model, _) => model.Interface!).WithTrackingName(Steps.Interface),
            (output, model) => output.AddSource($"{model.Name.FullName}.g.cs", SourceText.From(WriteInterface.Of(model), System.Text.Encoding.UTF8)));

        // The heavy part: the plan and what the runtime must know of it.
        context.RegisterImplementationSourceOutput(
            evaluated.Where(model => model.Module is not null && model.Problems.All(problem => Descriptors.Find(problem.Id).DefaultSeverity != DiagnosticSeverity.Error))
                .Combine(context.CompilationProvider.Select((compilation, _) => compilation.AssemblyName ?? ""))
                .WithTrackingName(Steps.Plan),
            WritePlan.Add);
    }

    // On a class the attribute marks its public methods.
    private static Sequence<ProgramName> ProgramsOf(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) {
        bool isCausal = context.Attributes.Any(attribute => attribute.NamedArguments.Any(argument => argument is { Key: "Causal", Value.Value: true }));
        if (context.TargetSymbol is IMethodSymbol { ContainingType: { } holder } method) {
            int overload = holder.GetMembers(method.Name).OfType<IMethodSymbol>().TakeWhile(other => !SymbolEqualityComparer.Default.Equals(other, method)).Count();
            return Sequence.Of(new ProgramName(NameOf(holder), method.Name, overload, isCausal, IsClass: false));
        }
        INamedTypeSymbol type = (INamedTypeSymbol)context.TargetSymbol;
        return type.GetMembers().OfType<IMethodSymbol>()
            .Where(member => member is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public } && !member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "RaspProgramAttribute"))
            .Select(member => new ProgramName(NameOf(type), member.Name, type.GetMembers(member.Name).OfType<IMethodSymbol>().TakeWhile(other => !SymbolEqualityComparer.Default.Equals(other, member)).Count(), isCausal, IsClass: true))
            .ToSequence();
    }

    private static ModelName NameOf(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) => NameOf((INamedTypeSymbol)context.TargetSymbol);

    private static ModelName NameOf(INamedTypeSymbol type) {
        List<string> types = [];
        for (INamedTypeSymbol? at = type; at is not null; at = at.ContainingType) {
            string kind = at.IsRecord ? "record" : at.TypeKind switch { TypeKind.Struct => "struct", TypeKind.Interface => "interface", _ => "class" };
            types.Insert(0, $"partial {kind} {at.Name}");
        }
        string space = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString();
        string metadata = type.MetadataName;
        for (INamedTypeSymbol? at = type.ContainingType; at is not null; at = at.ContainingType) {
            metadata = $"{at.MetadataName}+{metadata}";
        }
        return new ModelName(space, types.ToSequence(), space.Length == 0 ? metadata : $"{space}.{metadata}", type.IsStatic);
    }

    private static LibrarySources Parse(
        ImmutableArray<AdditionalText> files, Sequence<(string Assembly, string Content)> carried, CSharpParseOptions options, CancellationToken cancellation) => new([
        .. files.OrderBy(file => file.Path, System.StringComparer.Ordinal)
            .Select(file => (file.Path, Text: file.GetText(cancellation)))
            .Where(file => file.Text is not null)
            .Select(file => CSharpSyntaxTree.ParseText(file.Text!, options, file.Path, cancellation)),
        .. carried.SelectMany(assembly => BlockSources.Read(assembly.Assembly, assembly.Content, options, cancellation)),
    ]);

    /// <summary>Compares the files of a project one by one: an equal list gives the same parsed sources.</summary>
    private sealed class SameItems : IEqualityComparer<ImmutableArray<AdditionalText>> {
        public static SameItems Instance { get; } = new();

        public bool Equals(ImmutableArray<AdditionalText> left, ImmutableArray<AdditionalText> right) => left.SequenceEqual(right);

        public int GetHashCode(ImmutableArray<AdditionalText> files) => files.Length;
    }
}

/// <summary>The names of the steps, by which tests see what an edit runs again.</summary>
internal static class Steps {
    public const string Models = nameof(Models);
    public const string Programs = nameof(Programs);
    public const string EvaluatedPrograms = nameof(EvaluatedPrograms);
    public const string Library = nameof(Library);
    public const string Blocks = nameof(Blocks);
    public const string Inputs = nameof(Inputs);
    public const string Evaluated = nameof(Evaluated);
    public const string Problems = nameof(Problems);
    public const string Interface = nameof(Interface);
    public const string Plan = nameof(Plan);
}
