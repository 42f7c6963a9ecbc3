using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>Members of the base library on elements: those that kernels compute to the last bit as C# does.</summary>
internal sealed partial class Elements {
    /// <summary>A call of a method without source; null where it concerns no element.</summary>
    public Value? Call(IMethodSymbol method, Value? receiver, Value[] arguments, SyntaxNode syntax) {
        if (!IsElement(receiver) && !arguments.Any(IsElement)) {
            return null;
        }
        if (receiver is NoElement || arguments.Any(argument => argument is NoElement)) {
            return NoElement.Instance;
        }
        string holder = method.ContainingType.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T ? "Nullable" : method.ContainingType.Name;
        if (holder is "Math" or "MathF") {
            return OfMath(method, arguments, syntax);
        }
        switch (holder, method.Name) {
            case ("Nullable", "GetValueOrDefault") when receiver is NullableElement nullable:
                return Merge(nullable.HasValue, nullable.Value, arguments.Length > 0 ? arguments[0] : ZeroOf(nullable.Type, syntax), nullable.Type, syntax);
            case (_, "Equals") when receiver is not null && arguments is [var other] && receiver is not (Element { Type.SpecialType: SpecialType.System_Single or SpecialType.System_Double }):
                return Truth(Equal(receiver, other, syntax));
            case ("String" or "Object", "Equals") when receiver is null && arguments is [var x, var y]:
                return Truth(Equal(x, y, syntax));
            case ("String", "op_Equality" or "op_Inequality"):
                return Binary(method.Name == "op_Equality" ? BinaryOperatorKind.Equals : BinaryOperatorKind.NotEquals, arguments[0], arguments[1], false, syntax);
            case ("String", "CompareOrdinal") when arguments is [var x, var y]:
                throw Refuse(syntax, "'string.CompareOrdinal', whose result is no more than a sign,");
            case ("Char", _) when arguments is [Element { Type.SpecialType: SpecialType.System_Char } letter]:
                return OfChar(method, letter, syntax);
            case ("Rational", _) when method.MethodKind == MethodKind.UserDefinedOperator:
                return arguments.Length == 1 ? Unary(UnaryOperatorKind.Minus, arguments[0], false, syntax) : Binary(OperatorOf(method, syntax), arguments[0], arguments[1], false, syntax);
            case ("Rational", "Floor" or "Round") when arguments is [FractionElement fraction]:
                return method.Name == "Floor" ? new FractionElement(FloorDivide(fraction.Numerator, fraction.Denominator).Quotient, Tensors.Integer(1, ElementType.I64)) : Rounded(fraction);
            case ("ValueTuple", "Create"):
                return new TupleInstance([.. arguments], new string?[arguments.Length]);
            default:
                throw Refuse(syntax, $"'{method.ContainingType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}.{method.Name}' of an element");
        }
    }

    /// <summary>A property of an element; null where it is none.</summary>
    public Value? Get(IPropertySymbol property, Value? holder, SyntaxNode syntax) {
        switch (holder, property.Name) {
            case (NoElement, _):
                return holder;
            case (NullableElement nullable, "HasValue"):
                return Truth(nullable.HasValue);
            case (NullableElement nullable, "Value"):
                Fail(Tensors.Not(nullable.HasValue), "InvalidOperationException: Nullable object must have a value.");
                return nullable.Value;
            case (FractionElement fraction, "IsWhole"):
                return Truth(Tensors.Equal(Tensors.Apply("remainder", fraction.Numerator, fraction.Denominator), Tensors.Integer(0, ElementType.I64)));
            case (Element or FractionElement, _):
                throw Refuse(syntax, $"'{property.ContainingType.Name}.{property.Name}' of an element");
            default:
                return null;
        }
    }

    private Value OfMath(IMethodSymbol method, Value[] arguments, SyntaxNode syntax) {
        ITypeSymbol type = method.Parameters[0].Type;
        if (Representation.Of(type) is not { } representation) {
            throw NoType(type, syntax);
        }
        Element[] x = [.. arguments.Select((argument, i) => To(argument, method.Parameters[i].Type, syntax))];
        bool isReal = Representation.IsFloat(type);
        Element Of(int node, long low = long.MinValue, long high = long.MaxValue) => new(node, method.ReturnType, low, high);
        switch (method.Name, x.Length) {
            case ("Min", 2):
                return Of(Tensors.Minimum(x[0].Node, x[1].Node), Math.Min(x[0].Low, x[1].Low), Math.Min(x[0].High, x[1].High));
            case ("Max", 2):
                return Of(Tensors.Maximum(x[0].Node, x[1].Node), Math.Max(x[0].Low, x[1].Low), Math.Max(x[0].High, x[1].High));
            case ("Clamp", 3) when !isReal:
                Fail(Tensors.Less(x[2].Node, x[1].Node), "ArgumentException: the least of a range is greater than its greatest");
                return Of(Tensors.Minimum(Tensors.Maximum(x[0].Node, x[1].Node), x[2].Node));
            case ("Abs", 1):
                if (!isReal) {
                    Fail(x[0].Low > Representation.Low(type) ? Tensors.False : Tensors.Equal(x[0].Node, Tensors.Integer(Representation.Low(type), representation)), "OverflowException: Negating the minimum value of a twos complement number is invalid.");
                }
                return Of(Tensors.Apply("abs", x[0].Node), 0);
            case ("Sign", 1) when !isReal: {
                int zero = Tensors.Number(0, representation);
                int one = Tensors.Integer(1), none = Tensors.Integer(0);
                return Of(Tensors.Select(Tensors.Less(x[0].Node, zero), Tensors.Integer(-1), Tensors.Select(Tensors.Less(zero, x[0].Node), one, none)), -1, 1);
            }
            case ("Floor" or "Ceiling" or "Sqrt" or "Round", 1) when isReal: {
                string operation = method.Name switch { "Floor" => "floor", "Ceiling" => "ceiling", "Sqrt" => "sqrt", _ => "round" };
                return Of(Tensors.Cast(Tensors.Apply(operation, Tensors.Cast(x[0].Node, ElementType.F64)), representation));
            }
            case ("Truncate", 1) when isReal: {
                int wide = Tensors.Cast(x[0].Node, ElementType.F64);
                return Of(Tensors.Cast(Tensors.Select(Tensors.Less(wide, Tensors.Number(0, ElementType.F64)), Tensors.Apply("ceiling", wide), Tensors.Apply("floor", wide)), representation));
            }
            default:
                throw Refuse(syntax, $"'{method.ContainingType.Name}.{method.Name}' of an element, whose last bit differs from library to library,");
        }
    }

    // By the very functions that C# calls, one entry for each character.
    private Value OfChar(IMethodSymbol method, Element letter, SyntaxNode syntax) {
        System.Reflection.MethodInfo? function = typeof(char).GetMethod(method.Name, [typeof(char)]) ?? AsciiTest(method.Name);
        if (function is null || (function.ReturnType != typeof(bool) && function.ReturnType != typeof(char)) || method.Name is "ToUpper" or "ToLower") {
            throw Refuse(syntax, method.Name is "ToUpper" or "ToLower" ? $"'char.{method.Name}', which depends on the culture (say {method.Name}Invariant)," : $"'char.{method.Name}' of an element");
        }
        bool isTest = function.ReturnType == typeof(bool);
        object?[] argument = new object?[1];
        long[] values = [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => {
            argument[0] = (char)code;
            object result = function.Invoke(null, argument)!;
            return result is bool truth ? truth ? 1L : 0L : (char)result;
        })];
        int node = Tensors.Gather(Tensors.Table(values, isTest ? ElementType.Bool : ElementType.I32), letter.Node);
        return isTest ? Truth(node) : new Element(node, method.ReturnType);
    }

    // The tests that the build's own framework may not have.
    private static System.Reflection.MethodInfo? AsciiTest(string name) =>
        typeof(AsciiTests).GetMethod(name, System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public);

    private static BinaryOperatorKind OperatorOf(IMethodSymbol method, SyntaxNode syntax) => method.Name switch {
        "op_Addition" => BinaryOperatorKind.Add, "op_Subtraction" => BinaryOperatorKind.Subtract, "op_Multiply" => BinaryOperatorKind.Multiply, "op_Division" => BinaryOperatorKind.Divide,
        "op_Equality" => BinaryOperatorKind.Equals, "op_Inequality" => BinaryOperatorKind.NotEquals,
        "op_LessThan" => BinaryOperatorKind.LessThan, "op_LessThanOrEqual" => BinaryOperatorKind.LessThanOrEqual,
        "op_GreaterThan" => BinaryOperatorKind.GreaterThan, "op_GreaterThanOrEqual" => BinaryOperatorKind.GreaterThanOrEqual,
        _ => throw new InvalidOperationException($"{method.Name} is no operator of Rational: {syntax}"),
    };

    private static class AsciiTests {
        public static bool IsAsciiDigit(char c) => c is >= '0' and <= '9';

        public static bool IsAsciiLetterLower(char c) => c is >= 'a' and <= 'z';

        public static bool IsAsciiLetterUpper(char c) => c is >= 'A' and <= 'Z';

        public static bool IsAsciiLetter(char c) => IsAsciiLetterLower(c) || IsAsciiLetterUpper(c);

        public static bool IsAsciiLetterOrDigit(char c) => IsAsciiLetter(c) || IsAsciiDigit(c);

        public static bool IsAsciiHexDigit(char c) => IsAsciiDigit(c) || c is >= 'a' and <= 'f' or >= 'A' and <= 'F';
    }
}
