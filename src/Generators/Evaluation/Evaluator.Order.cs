using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation;

/// <summary>The order of values, and the equality that a class defines for itself.</summary>
internal sealed partial class Evaluator {
    /// <summary>
    /// The sign of C#'s <c>CompareTo</c>. Texts are compared by their characters' numbers, whatever the machine's culture.
    /// </summary>
    public int Order(Value left, Value right, SyntaxNode syntax) {
        if (left.IsNull || right.IsNull) {
            return left.IsNull ? right.IsNull ? 0 : -1 : 1;
        }
        switch (left, right) {
            case (Constant { Content: string a }, Constant { Content: string b }):
                return Math.Sign(string.CompareOrdinal(a, b));
            case (Constant { Content: bool a }, Constant { Content: bool b }):
                return a.CompareTo(b);
            case (Constant { Content: { } a }, Constant { Content: { } b }) when a.GetType() == b.GetType() && a is IComparable comparable:
                return Math.Sign(comparable.CompareTo(b));
            case (TupleInstance a, TupleInstance b) when a.Items.Length == b.Items.Length:
                return a.Items.Zip(b.Items, (x, y) => Order(x, y, syntax)).FirstOrDefault(sign => sign != 0);
            case (Instance a, _) when OwnMethod(a.Type, "CompareTo", 1) is { } method:
                return Run(method, a, [new Variable(right)], syntax) is Constant { Content: int sign } ? sign : throw NeedsValue(syntax, left, "this comparison");
            default:
                throw Unsupported(syntax, $"ordering {left.Describe()} and {right.Describe()}", "order by numbers or texts, or implement IComparable");
        }
    }

    /// <summary>The comparison that an argument of the base library's methods gives.</summary>
    public ValueComparer Comparer(Value comparer, SyntaxNode syntax) => comparer switch {
        Function comparison => new(this, syntax, comparison),
        ManneredInstance { Name: "the comparison without case" } => new(this, syntax, ignoresCase: true),
        ManneredInstance or { IsNull: true } => new(this, syntax),
        _ => throw Unsupported(syntax, $"a comparison by {comparer.Describe()}", "pass a function"),
    };

    // Null where the type leaves equality to the base library.
    private bool? EqualByOwnMethod(Instance left, Value right, SyntaxNode syntax) {
        if (OwnMethod(left.Type, "Equals", 1) is not { } method) {
            return null;
        }
        if (method.Parameters[0].Type.SpecialType != SpecialType.System_Object && !Is(right, Resolve(method.Parameters[0].Type))) {
            return false;
        }
        return Run(method, left, [new Variable(right)], syntax) is Constant { Content: bool same } ? same : throw NeedsValue(syntax, left, "this comparison");
    }

    private IMethodSymbol? OwnMethod(INamedTypeSymbol type, string name, int parameters) {
        for (INamedTypeSymbol? at = type; at is not null; at = at.BaseType) {
            IMethodSymbol? method = at.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(candidate =>
                !candidate.IsStatic && !candidate.IsImplicitlyDeclared && candidate.Parameters.Length == parameters && Bodies.Of(candidate) is not null);
            if (method is not null) {
                return method;
            }
        }
        return null;
    }
}
