using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation.Library;

/// <summary>What number types implement explicitly: <c>T.Zero</c> and <c>a + b</c> where T is a number.</summary>
internal static class GenericNumbers {
    public static Value? Call(Evaluator evaluator, IMethodSymbol method, Value? receiver, Place[] arguments, SyntaxNode syntax) {
        if (receiver is Constant && method is { Name: "CompareTo" or "Equals", Parameters.Length: 1 } && method.ContainingType.Name is "IComparable" or "IEquatable") {
            Value other = arguments[0].Get();
            return method.Name == "Equals" ? Constant.Of(evaluator.AreEqual(receiver, other, syntax)) : Constant.Of(evaluator.Order(receiver, other, syntax));
        }
        if (!method.IsStatic || method.ExplicitInterfaceImplementations.IsEmpty) {
            return null;
        }
        SpecialType type = method.ContainingType.SpecialType;
        if (type is < SpecialType.System_SByte or > SpecialType.System_Double) {
            return null;
        }
        string member = method.Name.Substring(method.Name.LastIndexOf('.') + 1);
        Constant Number(object value) => new(Numbers.Convert(value, type, false));
        switch (member, arguments) {
            case ("get_Zero" or "get_AdditiveIdentity", _):
                return Number(0);
            case ("get_One" or "get_MultiplicativeIdentity", _):
                return Number(1);
            case ("get_NegativeOne", _):
                return Number(-1);
            case ("CreateChecked" or "CreateTruncating" or "CreateSaturating", [var from]) when from.Get() is Constant { Content: { } content }:
                return new Constant(Numbers.Convert(content, type, member == "CreateChecked"));
            case ("op_UnaryNegation", [var operand]) when operand.Get() is Constant { Content: { } content }:
                return Numbers.Unary(UnaryOperatorKind.Minus, content, false) is { } negated ? new Constant(Numbers.Convert(negated, type, false)) : null;
            case (_, [var left, var right]) when Operator(member) is { } kind && left.Get() is Constant { Content: { } a } && right.Get() is Constant { Content: { } b }:
                try {
                    return Numbers.Binary(kind, Evaluator.Widen(a), Evaluator.Widen(b), false) switch {
                        bool truth => Constant.Of(truth),
                        { } result => new Constant(Numbers.Convert(result, type, false)),
                        null => null,
                    };
                } catch (DivideByZeroException) {
                    throw evaluator.WouldThrow(syntax, $"'{syntax}' divides by zero", "System.DivideByZeroException");
                }
            default:
                return null;
        }
    }

    private static BinaryOperatorKind? Operator(string member) => member switch {
        "op_Addition" => BinaryOperatorKind.Add,
        "op_Subtraction" => BinaryOperatorKind.Subtract,
        "op_Multiply" => BinaryOperatorKind.Multiply,
        "op_Division" => BinaryOperatorKind.Divide,
        "op_Modulus" => BinaryOperatorKind.Remainder,
        "op_Equality" => BinaryOperatorKind.Equals,
        "op_Inequality" => BinaryOperatorKind.NotEquals,
        "op_LessThan" => BinaryOperatorKind.LessThan,
        "op_LessThanOrEqual" => BinaryOperatorKind.LessThanOrEqual,
        "op_GreaterThan" => BinaryOperatorKind.GreaterThan,
        "op_GreaterThanOrEqual" => BinaryOperatorKind.GreaterThanOrEqual,
        _ => null,
    };
}
