using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>From a method marked <c>[RaspProgram]</c> to its graph: evaluate its C#, then lower the nodes that it makes.</summary>
internal static class ProgramEvaluation {
    // Positions are numbers of 32 bits, and so are twice as many of them.
    private const long Longest = 1 << 20;

    public static EvaluatedProgram Run(ProgramName name, Compilation compilation, HashSet<SyntaxTree> library, CancellationToken cancellation) {
        if (compilation.Assembly.GetTypeByMetadataName(name.Class.MetadataName) is not { } type
            || type.GetMembers(name.Method).OfType<IMethodSymbol>().ElementAtOrDefault(name.Overload) is not { } method) {
            return new(name, null, null, new("", 0, 0, 0, 0, 0, 0), Sequence<Problem>.Empty);
        }
        SourceSpan declaration = SourceSpan.Of(method.DeclaringSyntaxReferences[0].GetSyntax() is MethodDeclarationSyntax syntax ? syntax.Identifier : method.DeclaringSyntaxReferences[0].GetSyntax().GetFirstToken());
        Evaluator evaluator = new(compilation, library, declaration, cancellation);
        if (Check(name, type, method, declaration) is { } wrong) {
            return new(name, null, null, declaration, Sequence.Of(wrong));
        }
        try {
            (Module module, ProgramInterface api) = Evaluate(name, method, evaluator);
            return new(name, module, api, declaration, Sequence<Problem>.Empty);
        } catch (EvaluationException exception) {
            return new(name, null, null, declaration, (exception.Problem ?? evaluator.ForeignError()) is { } problem ? Sequence.Of(problem) : Sequence<Problem>.Empty);
        } catch (GraphException exception) {
            return new(name, null, null, declaration, Sequence.Of(new Problem(Descriptors.OperationNotCompiled, declaration, exception.Message, "")));
        } catch (Exception exception) when (exception is not OperationCanceledException) {
            // A gap of the evaluator is a construct that it does not support: never a crash, and never a wrong graph.
            return new(name, null, null, declaration, Sequence.Of(evaluator.Here(
                Descriptors.UnsupportedConstruct, $"This expression, on which the evaluation failed ({exception.GetType().Name}: {exception.Message}),", "write it in another way, and report this")));
        }
    }

    private static Problem? Check(ProgramName name, INamedTypeSymbol type, IMethodSymbol method, SourceSpan place) {
        for (INamedTypeSymbol? around = type; around is not null; around = around.ContainingType) {
            foreach (SyntaxReference reference in around.DeclaringSyntaxReferences) {
                if (reference.GetSyntax() is TypeDeclarationSyntax syntax && !syntax.Modifiers.Any(modifier => modifier.ValueText == "partial")) {
                    return new(Descriptors.ProgramClassNotPartial, SourceSpan.Of(syntax.Identifier), around.Name, method.Name);
                }
            }
        }
        string? wrong = type.GetMembers(name.Method).OfType<IMethodSymbol>().Count(other => name.IsClass ? other.DeclaredAccessibility == Accessibility.Public : other.GetAttributes().Any(IsProgram)) > 1 ? "has the name of another program of its class; give each its own"
            : type.IsGenericType || method.IsGenericMethod ? "is generic; settle its types in a method that calls it"
            : type.IsFileLocal ? "stands in a class that is known in its file alone; remove 'file'"
            : !method.IsStatic ? "must be static: a program has no object"
            : method.IsAsync || ProgramLanguage.ElementOf(method.ReturnType) is null ? $"returns {method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}; return an SOp<T>"
            : method.Parameters.FirstOrDefault(parameter => parameter.RefKind != RefKind.None || ProgramLanguage.ElementOf(parameter.Type) is null) is { } odd ? $"takes '{odd.Name}', which is no SOp<T>; its inputs are sequences, and other values belong into a method that calls it"
            : null;
        return wrong is null ? null : new(Descriptors.WrongProgram, place, method.Name, wrong);
    }

    private static bool IsProgram(AttributeData attribute) => attribute.AttributeClass is { Name: "RaspProgramAttribute" } type && ProgramLanguage.IsOurs(type);

    private static (Module, ProgramInterface) Evaluate(ProgramName name, IMethodSymbol method, Evaluator evaluator) {
        SyntaxNode syntax = method.DeclaringSyntaxReferences[0].GetSyntax();
        Value[] inputs = [.. method.Parameters.Select(parameter => new ProgramValue(
            ProgramLanguage.Make(evaluator, NodeKind.Input, ProgramLanguage.ElementOf(parameter.Type)!, syntax) with { Operation = parameter.Name }))];
        if (evaluator.Call(method, null, [.. inputs.Select(input => (Place)new Variable(input))], syntax) is not ProgramValue { Node: var result }) {
            throw new EvaluationException(new Problem(Descriptors.WrongProgram, SourceSpan.Of(syntax), method.Name, "returns no sequence; return an SOp<T>"));
        }
        ModuleBuilder module = new(name.FullName);
        module.Declare(new Symbol("Length", 1, Longest));
        GraphBuilder graph = module.Entry("Run");
        ProgramLowering lowering = new(evaluator, graph, Longest, name.IsCausal);
        Lowered lowered = lowering.Run(result);
        Tensors tensors = lowering.Tensors;
        int[] leaves = [.. Leaves.Of(lowered.Value)];
        for (int i = 0; i < leaves.Length; i++) {
            graph.Return($"result.{i}", tensors.Spread(leaves[i]));
        }
        bool hasNulls = lowered.Present != tensors.True;
        if (hasNulls) {
            graph.Return("present", tensors.Spread(lowered.Present));
        }
        ErrorSite[] errors = [.. lowering.Errors.Sites];
        if (errors.Length > 0) {
            // The first position of each: the length where there is none.
            int none = tensors.Length;
            int[] first = [.. errors.Select(error => tensors.Reshape(
                tensors.Reduce("min", tensors.Spread(tensors.Select(error.Node, tensors.Indices, none)), 0), Dimension.One))];
            graph.Return("errors", first.Length == 1 ? first[0] : tensors.Concatenate(first));
        }
        graph.Build();
        foreach (IParameterSymbol parameter in method.Parameters) {
            if (lowering.Inputs.All(input => input.Name != parameter.Name)) {
                lowering.Inputs.Add((parameter.Name, ProgramLanguage.ElementOf(parameter.Type)!));
            }
        }
        ProgramInterface api = new(
            method.Parameters.Select(parameter => parameter.Name).ToSequence(),
            lowering.Inputs.OrderBy(input => OrdinalOf(method, input.Name)).Select(input => new ProgramInput(input.Name, CodecText.Type(input.Type), CodecText.Of(input.Type) ?? throw lowering.Elements.NoType(input.Type, syntax))).ToSequence(),
            CodecText.Type(result.Type), CodecText.Of(result.Type) ?? throw lowering.Elements.NoType(result.Type, syntax),
            lowering.Strings.Texts.ToSequence(),
            errors.Select(error => (error.Expression, error.Problem)).ToSequence());
        return (module.Module, api);
    }

    private static int OrdinalOf(IMethodSymbol method, string input) => method.Parameters.FirstOrDefault(parameter => parameter.Name == input)?.Ordinal ?? int.MaxValue;
}

/// <summary>A program by its names.</summary>
/// <param name="Class">The class of the method.</param>
/// <param name="Method">The method.</param>
/// <param name="Overload">Which of the methods of that name.</param>
/// <param name="IsCausal">Whether queries see only keys up to their own position.</param>
/// <param name="IsClass">Whether the attribute stands on the class.</param>
internal sealed record ProgramName(ModelName Class, string Method, int Overload, bool IsCausal, bool IsClass) {
    public string FullName => $"{Class.FullName}.{Method}";
}

/// <summary>A program as the generator has evaluated it.</summary>
internal sealed record EvaluatedProgram(ProgramName Name, Module? Module, ProgramInterface? Interface, SourceSpan Declaration, Sequence<Problem> Problems);

/// <summary>What the typed API of a program depends on.</summary>
/// <param name="Parameters">The inputs that stand in its signature.</param>
/// <param name="Inputs">All inputs, those of the signature first.</param>
/// <param name="Result">The type of the result's elements.</param>
/// <param name="ResultCodec">How they are read from tensors.</param>
/// <param name="Texts">The texts that the program names.</param>
/// <param name="Errors">What it can fail with, in order.</param>
internal sealed record ProgramInterface(
    Sequence<string> Parameters, Sequence<ProgramInput> Inputs, string Result, string ResultCodec, Sequence<string> Texts, Sequence<(string Expression, string Problem)> Errors);

/// <summary>An input: its name, the type of its elements and how they are written to tensors.</summary>
internal sealed record ProgramInput(string Name, string Type, string Codec);
