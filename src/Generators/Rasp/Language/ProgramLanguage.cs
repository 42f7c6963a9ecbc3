using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generators.Evaluation;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>
/// The words of <c>Sinter.Rasp</c>: each makes a node. Everything else of the language, its library included, is C# that is evaluated
/// from source.
/// </summary>
internal static class ProgramLanguage {
    public static bool IsOurs(ISymbol? symbol) => symbol?.ContainingNamespace is { Name: "Rasp", ContainingNamespace: { Name: "Sinter", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>The type of the elements of an <c>SOp&lt;T&gt;</c>, or null.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "SOp", TypeArguments: [var element] } && IsOurs(type) ? element : null;

    /// <summary>A static property: <c>Indices</c>, <c>Length</c>, <c>All</c> ...</summary>
    public static Value? Get(Evaluator evaluator, IPropertySymbol property, Value? holder, Place[] arguments, SyntaxNode syntax) {
        if (holder is ProgramValue { Node.IsSelector: false } indexed && property.IsIndexer && IsOurs(property.ContainingType)) {
            // x[i], x[^i]: the first value where the position is the one asked for.
            IndexValue position = arguments[0].Get() switch {
                IndexValue known => known,
                Constant { Content: int offset } => new IndexValue(offset, false),
                var odd => throw evaluator.NeedsValue(syntax, odd, "a position"),
            };
            ProgramNode at = Constant(evaluator, Evaluation.Values.Constant.Of(position.Offset), Int(evaluator), syntax);
            ProgramNode wanted = position.FromEnd ? Operator(evaluator, "-", Int(evaluator), syntax, Word(evaluator, NodeKind.Length, syntax), at) : at;
            ProgramNode here = Compare(evaluator, Word(evaluator, NodeKind.Indices, syntax), wanted, Signs.Equal, "==", syntax);
            return new ProgramValue(Make(evaluator, NodeKind.Aggregate, indexed.Node.Type, syntax, here, indexed.Node) with { Reduction = Reduction.First });
        }
        if (!property.IsStatic || !IsOurs(property.ContainingType)) {
            return null;
        }
        return (property.ContainingType.Name, property.Name) switch {
            ("Language", "Indices") => new ProgramValue(Word(evaluator, NodeKind.Indices, syntax)),
            ("Language", "Length") => new ProgramValue(Word(evaluator, NodeKind.Length, syntax)),
            ("Language", "All") => new ProgramValue(Make(evaluator, NodeKind.All, Bool(evaluator), syntax)),
            ("Language", "UpToHere") => new ProgramValue(UpToHere(evaluator, syntax)),
            ("Language", "BeforeHere") => new ProgramValue(Compare(evaluator, Word(evaluator, NodeKind.Indices, syntax), Word(evaluator, NodeKind.Indices, syntax), Signs.Less, "<", syntax)),
            ("Empty", "Null") => new EmptyValue(null),
            _ => null,
        };
    }

    public static ProgramNode UpToHere(Evaluator evaluator, SyntaxNode syntax) =>
        Compare(evaluator, Word(evaluator, NodeKind.Indices, syntax), Word(evaluator, NodeKind.Indices, syntax), Signs.Less | Signs.Equal, "<=", syntax);

    /// <summary>A C# value where a sequence, an <c>Empty</c> or a fraction is expected.</summary>
    public static Value? Convert(Evaluator evaluator, IMethodSymbol conversion, ITypeSymbol target, Value value, SyntaxNode syntax) {
        if (!IsOurs(conversion.ContainingType)) {
            return null;
        }
        switch (conversion.ContainingType.Name) {
            case "SOp":
                return value is ProgramValue ? value : new ProgramValue(Constant(evaluator, value, ElementOf(evaluator.Resolve(target))!, syntax));
            case "Empty":
                return value as EmptyValue;
            case "Rational" when value is Constant { Content: int or long } number:
                return new FractionValue(new System.Numerics.BigInteger(Numbers.ToLong(number.Content!)), System.Numerics.BigInteger.One);
            default:
                return null;
        }
    }

    public static Value? Create(Evaluator evaluator, INamedTypeSymbol type, Place[] arguments, SyntaxNode syntax) {
        if (!IsOurs(type)) {
            return null;
        }
        return type.Name switch {
            "Rational" => Fraction(evaluator, arguments.Select(argument => argument.Get()).ToArray(), syntax),
            "Empty" => new EmptyValue(null),
            _ => null,
        };
    }

    /// <summary>An operator between sequences or selectors.</summary>
    public static Value Binary(Evaluator evaluator, BinaryOperatorKind kind, Value left, Value right, ITypeSymbol? leftType, ITypeSymbol? rightType, ITypeSymbol type, SyntaxNode syntax) {
        if (left is ProgramValue { Node.IsSelector: true } a && right is ProgramValue { Node.IsSelector: true } b) {
            return new ProgramValue(Make(evaluator, kind is BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd ? NodeKind.And : NodeKind.Or, Bool(evaluator), syntax, a.Node, b.Node));
        }
        ITypeSymbol result = ElementOf(evaluator.Resolve(type)) ?? throw evaluator.Unsupported(syntax, "this operator between a sequence and something else", "use the operators of SOp<T>");
        ProgramNode x = Operand(evaluator, left, leftType, right, syntax);
        ProgramNode y = Operand(evaluator, right, rightType, left, syntax);
        string symbol = kind switch {
            BinaryOperatorKind.Add => "+", BinaryOperatorKind.Subtract => "-", BinaryOperatorKind.Multiply => "*", BinaryOperatorKind.Divide => "/", BinaryOperatorKind.Remainder => "%",
            BinaryOperatorKind.And => "&", BinaryOperatorKind.Or => "|", BinaryOperatorKind.ExclusiveOr => "^",
            BinaryOperatorKind.Equals => "==", BinaryOperatorKind.NotEquals => "!=", BinaryOperatorKind.LessThan => "<", BinaryOperatorKind.LessThanOrEqual => "<=",
            BinaryOperatorKind.GreaterThan => ">", BinaryOperatorKind.GreaterThanOrEqual => ">=",
            _ => throw evaluator.Unsupported(syntax, $"the operator '{kind}' between sequences", "use the operators of SOp<T>"),
        };
        if (symbol is "+" or "-" or "*" or "/" or "%" && result.SpecialType != SpecialType.System_String) {
            RefuseWidened(evaluator, result, symbol, syntax);
        }
        if (symbol is "<" or "<=" or ">" or ">=") {
            RequireOrder(evaluator, x.Type, $"no {symbol}; compare a Map of it that has one", syntax);
        }
        return new ProgramValue(Operator(evaluator, symbol, result, syntax, x, y));
    }

    public static Value Unary(Evaluator evaluator, UnaryOperatorKind kind, ProgramValue operand, SyntaxNode syntax) {
        if (operand.Node.IsSelector) {
            return new ProgramValue(Make(evaluator, NodeKind.Not, Bool(evaluator), syntax, operand.Node));
        }
        if (kind == UnaryOperatorKind.Minus) {
            RefuseWidened(evaluator, operand.Node.Type, "-", syntax);
        }
        return new ProgramValue(Operator(evaluator, kind == UnaryOperatorKind.Minus ? "-" : "!", operand.Node.Type, syntax, operand.Node));
    }

    public static ProgramNode Make(Evaluator evaluator, NodeKind kind, ITypeSymbol type, SyntaxNode syntax, params ProgramNode[] operands) =>
        new(kind, type, operands, evaluator.SpanOf(syntax), syntax);

    public static ProgramNode Word(Evaluator evaluator, NodeKind kind, SyntaxNode syntax) => Make(evaluator, kind, Int(evaluator), syntax);

    public static ProgramNode Constant(Evaluator evaluator, Value value, ITypeSymbol type, SyntaxNode syntax) =>
        Make(evaluator, NodeKind.Constant, type, syntax) with { Value = value };

    public static ProgramNode Operator(Evaluator evaluator, string symbol, ITypeSymbol type, SyntaxNode syntax, params ProgramNode[] operands) =>
        Make(evaluator, NodeKind.Map, type, syntax, operands) with { Operation = symbol };

    public static ProgramNode Compare(Evaluator evaluator, ProgramNode keys, ProgramNode queries, Signs signs, string symbol, SyntaxNode syntax) =>
        Make(evaluator, NodeKind.Select, Bool(evaluator), syntax, keys, queries) with { Comparison = signs, Operation = symbol };

    public static ITypeSymbol Int(Evaluator evaluator) => evaluator.Compilation.GetSpecialType(SpecialType.System_Int32);

    public static ITypeSymbol Bool(Evaluator evaluator) => evaluator.Compilation.GetSpecialType(SpecialType.System_Boolean);

    /// <summary>A sequence, or a C# value that becomes one.</summary>
    public static ProgramNode NodeOf(Evaluator evaluator, Value value, ITypeSymbol element, SyntaxNode syntax) => value switch {
        ProgramValue program => program.Node,
        _ => Constant(evaluator, value, element, syntax),
    };

    public static Value Fraction(Evaluator evaluator, Value[] parts, SyntaxNode syntax) {
        if (parts is not [Constant { Content: int or long } numerator, Constant { Content: int or long } denominator]) {
            throw evaluator.NeedsValue(syntax, parts.FirstOrDefault(part => part is not Evaluation.Values.Constant) ?? parts[0], "a fraction");
        }
        return Numbers.ToLong(denominator.Content!) == 0
            ? throw evaluator.WouldThrow(syntax, $"{numerator.Content}/0 is no number", "System.DivideByZeroException")
            : new FractionValue(Numbers.ToLong(numerator.Content!), Numbers.ToLong(denominator.Content!));
    }

    /// <summary>C# widens these to int, and the language does not hide that.</summary>
    public static void RefuseWidened(Evaluator evaluator, ITypeSymbol type, string symbol, SyntaxNode syntax) {
        if (type.SpecialType is SpecialType.System_Char or SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_UInt16) {
            throw evaluator.Fail(Descriptors.ProgramWithoutMeaning, syntax, $"{Literals.Type(type)} has no {symbol} of its own, C# widens it to int; say Map(x => (int)x) first", evaluator.Within(syntax));
        }
    }

    public static void RequireOrder(Evaluator evaluator, ITypeSymbol type, string rest, SyntaxNode syntax) {
        if (!HasOrder(type)) {
            throw evaluator.Fail(Descriptors.ProgramWithoutMeaning, syntax, $"{Literals.Type(type)} has no order, so {rest}", evaluator.Within(syntax));
        }
    }

    private static bool HasOrder(ITypeSymbol type) => type switch {
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => HasOrder(nullable.TypeArguments[0]),
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.All(element => HasOrder(element.Type)),
        { TypeKind: TypeKind.Enum } => true,
        _ => type.AllInterfaces.Any(candidate => candidate is { Name: "IComparable", IsGenericType: false }),
    };

    private static ProgramNode Operand(Evaluator evaluator, Value value, ITypeSymbol? type, Value other, SyntaxNode syntax) {
        ITypeSymbol? resolved = type is null ? null : evaluator.Resolve(type);
        return NodeOf(evaluator, value, ElementOf(resolved) ?? (value is ProgramValue ? null : resolved) ?? ((ProgramValue)other).Node.Type, syntax);
    }
}
