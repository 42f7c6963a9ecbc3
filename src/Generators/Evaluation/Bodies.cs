using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Sinter.Generators.Evaluation;

/// <summary>The operation trees of methods and initialisers; each is bound once.</summary>
internal sealed class Bodies(Compilation compilation) {
    private readonly Dictionary<ISymbol, IOperation?> bodies = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, IOperation?> initializers = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, bool> iterators = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<SyntaxTree, SemanticModel> models = [];
    private readonly Dictionary<ISymbol, IFieldSymbol?> backing = new(SymbolEqualityComparer.Default);

    /// <summary>The body of a method, accessor, operator, local function or constructor; null when there is no source.</summary>
    public IOperation? Of(IMethodSymbol method) {
        method = method.OriginalDefinition;
        method = method.PartialImplementationPart ?? method;
        if (bodies.TryGetValue(method, out IOperation? body)) {
            return body;
        }
        body = method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } syntax ? Bind(syntax) : null;
        body = body switch {
            IMethodBodyOperation methodBody => methodBody.BlockBody ?? methodBody.ExpressionBody,
            ILocalFunctionOperation local => local.Body,
            _ => body,
        };
        bodies.Add(method, body);
        return body;
    }

    /// <summary>What a field or automatic property starts with, or null.</summary>
    public IOperation? Initializer(ISymbol member) {
        member = member.OriginalDefinition;
        if (initializers.TryGetValue(member, out IOperation? value)) {
            return value;
        }
        EqualsValueClauseSyntax? clause = member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch {
            VariableDeclaratorSyntax variable => variable.Initializer,
            PropertyDeclarationSyntax property => property.Initializer,
            _ => null,
        };
        value = clause is null ? null : (Bind(clause) as ISymbolInitializerOperation)?.Value;
        initializers.Add(member, value);
        return value;
    }

    /// <summary>The arguments for the base class in a declaration with a primary constructor, or null.</summary>
    public IInvocationOperation? PrimaryBaseCall(TypeDeclarationSyntax declaration) =>
        declaration.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>().FirstOrDefault() is { } call ? Bind(call) as IInvocationOperation : null;

    /// <summary>The field of an automatic property, or null for a property with code.</summary>
    public IFieldSymbol? BackingField(IPropertySymbol property) {
        property = property.OriginalDefinition;
        if (!backing.TryGetValue(property, out IFieldSymbol? field)) {
            field = property.ContainingType.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.AssociatedSymbol, property));
            backing.Add(property, field);
        }
        return field;
    }

    /// <summary>Whether an accessor is the compiler's own: it reads or writes the backing field.</summary>
    public bool IsAutomatic(IMethodSymbol? accessor) => accessor?.OriginalDefinition.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch {
        null => true,
        AccessorDeclarationSyntax syntax => syntax.Body is null && syntax.ExpressionBody is null,
        ParameterSyntax => true,
        _ => false,
    };

    /// <summary>Whether the method's own statements, not those of functions inside it, yield values.</summary>
    public bool IsIterator(IMethodSymbol method) {
        if (!iterators.TryGetValue(method, out bool yields)) {
            yields = method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } declaration
                && declaration.DescendantNodes(node => node == declaration || node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax))
                    .Any(node => node is YieldStatementSyntax);
            iterators.Add(method, yields);
        }
        return yields;
    }

    /// <summary>Which methods take the value of a deconstruction apart.</summary>
    public DeconstructionInfo Deconstruction(SyntaxNode syntax) => syntax switch {
        AssignmentExpressionSyntax assignment => Model(syntax.SyntaxTree).GetDeconstructionInfo(assignment),
        ForEachVariableStatementSyntax loop => Model(syntax.SyntaxTree).GetDeconstructionInfo(loop),
        _ => default,
    };

    private IOperation? Bind(SyntaxNode syntax) => Model(syntax.SyntaxTree).GetOperation(syntax, CancellationToken.None);

    private SemanticModel Model(SyntaxTree tree) {
        if (!models.TryGetValue(tree, out SemanticModel? model)) {
            models.Add(tree, model = compilation.GetSemanticModel(tree));
        }
        return model;
    }
}
