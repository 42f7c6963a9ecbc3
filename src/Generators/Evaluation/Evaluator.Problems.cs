using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation;

/// <summary>Problems, placed at the user's own expression.</summary>
internal sealed partial class Evaluator {
    public EvaluationException Fail(DiagnosticDescriptor descriptor, SyntaxNode syntax, params string[] arguments) =>
        new(new Problem(descriptor, SpanOf(syntax), arguments));

    /// <summary>A problem at the expression that was evaluated last.</summary>
    public Problem Here(DiagnosticDescriptor descriptor, params string[] arguments) => new(
        descriptor, running is null ? declaration : SpanOf(running), [.. arguments, running is null ? "" : Within(running)]);

    /// <summary>
    /// Why the source of a block does not compile among the sources of this project, where the evaluation came to such code. In the user's own
    /// code the C# compiler tells; null then.
    /// </summary>
    public Problem? ForeignError() {
        if (running is null || !library.Contains(running.SyntaxTree)) {
            return null;
        }
        string error = Compilation.GetSemanticModel(running.SyntaxTree).GetDiagnostics(cancellationToken: cancellation)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => $"{diagnostic.Id}: {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}")
            .FirstOrDefault() ?? "it has an error";
        return Here(
            Descriptors.UnsupportedConstruct, $"The source of a block, which does not compile beside the sources of this project ({error}),",
            "refer to the assemblies that it needs, and give types of one name different ones");
    }

    /// <summary>The user's expression that is, or led to, the given one.</summary>
    public SourceSpan SpanOf(SyntaxNode syntax) {
        SyntaxNode? node = syntax;
        for (Frame? at = frame; node is not null && library.Contains(node.SyntaxTree); at = at.Caller) {
            if (at is null) {
                return declaration;
            }
            node = at.CallSite;
        }
        return node switch {
            null => declaration,
            BaseTypeDeclarationSyntax type => SourceSpan.Of(type.Identifier),
            MethodDeclarationSyntax method => SourceSpan.Of(method.Identifier),
            _ => SourceSpan.Of(Narrow(node)),
        };
    }

    /// <summary>The name of a member where the user's sources declare it; null for one of a standard block.</summary>
    public SourceSpan? SpanOf(ISymbol member) => member.Locations.FirstOrDefault(location => location.SourceTree is { } tree && !library.Contains(tree)) is { } place
        ? SourceSpan.Of(place.SourceTree!, place.SourceSpan)
        : null;

    /// <summary>The end of a message about an expression inside a standard block; nothing for the user's own.</summary>
    public string Within(SyntaxNode syntax) {
        if (!library.Contains(syntax.SyntaxTree)) {
            return "";
        }
        string member = frame.Member switch {
            null => "the declaration",
            IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => constructor.ContainingType.Name,
            IMethodSymbol { AssociatedSymbol: IPropertySymbol { IsIndexer: true } } getter => getter.ContainingType.Name + "[]",
            IMethodSymbol { AssociatedSymbol: { } property } => $"{property.ContainingType.Name}.{property.Name}",
            { } symbol => $"{symbol.ContainingType?.Name}.{NameOf(symbol)}",
        };
        // What is thrown says itself what is wrong.
        return syntax is ThrowStatementSyntax or ThrowExpressionSyntax ? $" (in {member})" : $" (in {member}: `{Short(syntax)}`)";
    }

    // A lambda goes by the name of the method around it.
    private static string NameOf(ISymbol member) => member.Name.Length == 0 && member.ContainingSymbol is { } around ? NameOf(around) : member.Name;

    public Origin OriginOf(SyntaxNode syntax) {
        SourceSpan span = SpanOf(syntax);
        return new Origin(span.File, span.Start, span.Length, span.StartLine + 1, span.StartColumn + 1);
    }

    public EvaluationException Unsupported(IOperation operation) {
        if (operation.Kind == OperationKind.Invalid) {
            return new EvaluationException(null);
        }
        (string what, string instead) = UnsupportedConstructs.Explain(operation);
        return Unsupported(operation.Syntax, what, instead);
    }

    public EvaluationException Unsupported(SyntaxNode syntax, string what, string instead) =>
        Fail(Descriptors.UnsupportedConstruct, syntax, what, instead, Within(syntax));

    public EvaluationException NeedsValue(SyntaxNode syntax, Value value, string user) =>
        Fail(Descriptors.ValueNotKnown, syntax, value.Describe(), user, value switch {
            Unknown => "; keep it a tensor: x[i], Slice and Gather take parts of one",
            SymbolicInteger { Size: var size } => $"; use its greatest value, {Module.Module.UpperBound(size)}, or an operation on the whole axis",
            _ => "",
        } + Within(syntax));

    // An expression is pointed at whole; of statements with a body, the head is enough.
    private static SyntaxNode Narrow(SyntaxNode node) => node switch {
        ExpressionStatementSyntax statement => statement.Expression,
        ArrowExpressionClauseSyntax arrow => arrow.Expression,
        EqualsValueClauseSyntax value => value.Value,
        ArgumentSyntax argument => argument.Expression,
        ParenthesizedExpressionSyntax parenthesized => Narrow(parenthesized.Expression),
        _ => node,
    };

    private static string Short(SyntaxNode node) {
        string text = string.Join(" ", Narrow(node).ToString().Split(['\r', '\n', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= 80 ? text : text.Substring(0, 77) + "...";
    }
}
