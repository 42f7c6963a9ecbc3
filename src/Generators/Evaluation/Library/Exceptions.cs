using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation.Library;

/// <summary>The throw helpers of the base library's exceptions: <c>ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width)</c>.</summary>
internal static class Exceptions {
    public static Value? Call(Evaluator evaluator, IMethodSymbol method, Place[] arguments, SyntaxNode syntax) {
        if (!method.IsStatic || !Evaluator.IsException(method.ContainingType) || arguments.Length < 2) {
            return null;
        }
        Value value = arguments[0].Get();
        if (method.Name is "ThrowIfNull" or "ThrowIfNullOrEmpty" or "ThrowIfNullOrWhiteSpace") {
            bool isEmpty = value is Constant { Content: string text } && method.Name != "ThrowIfNull" && text.Trim().Length == 0;
            return value.IsNull || isEmpty ? throw Fail(evaluator, method, arguments[1].Get(), "must be given", value, syntax) : Constant.Null;
        }
        Value limit = arguments.Length > 2 ? arguments[1].Get() : Constant.Of(0);
        (BinaryOperatorKind kind, string demand)? test = method.Name switch {
            "ThrowIfNegative" => (BinaryOperatorKind.LessThan, "must not be negative"),
            "ThrowIfNegativeOrZero" => (BinaryOperatorKind.LessThanOrEqual, "must be positive"),
            "ThrowIfZero" => (BinaryOperatorKind.Equals, "must not be zero"),
            "ThrowIfGreaterThan" => (BinaryOperatorKind.GreaterThan, $"must be at most {Text.Of(limit)}"),
            "ThrowIfGreaterThanOrEqual" => (BinaryOperatorKind.GreaterThanOrEqual, $"must be less than {Text.Of(limit)}"),
            "ThrowIfLessThan" => (BinaryOperatorKind.LessThan, $"must be at least {Text.Of(limit)}"),
            "ThrowIfLessThanOrEqual" => (BinaryOperatorKind.LessThanOrEqual, $"must be greater than {Text.Of(limit)}"),
            "ThrowIfEqual" => (BinaryOperatorKind.Equals, $"must not be {Text.Of(limit)}"),
            "ThrowIfNotEqual" => (BinaryOperatorKind.NotEquals, $"must be {Text.Of(limit)}"),
            _ => null,
        };
        if (test is not var (kindOfTest, text2)) {
            return null;
        }
        bool fails = value is SymbolicInteger || limit is SymbolicInteger
            ? Evaluator.SizeOf(value) is { } a && Evaluator.SizeOf(limit) is { } b
                ? evaluator.Compare(kindOfTest, a, b).Decided ?? throw evaluator.NeedsValue(syntax, value, $"'{method.Name}'")
                : throw evaluator.NeedsValue(syntax, value, $"'{method.Name}'")
            : value is Constant { Content: { } content } && limit is Constant { Content: { } bound }
                && Numbers.Binary(kindOfTest, Numbers.Convert(content, SpecialType.System_Double, false), Numbers.Convert(bound, SpecialType.System_Double, false), false) is true;
        return fails ? throw Fail(evaluator, method, arguments[arguments.Length - 1].Get(), text2, value, syntax) : Constant.Null;
    }

    /// <summary>What a handler may read of an exception; null where the base library would have written the text.</summary>
    public static Value? Get(IPropertySymbol property, Instance exception) => property.Name switch {
        "Message" when exception.Message is { } message => Constant.Of(exception.BlamedParameter is { } parameter ? $"{message} (Parameter '{parameter}')" : message),
        "ParamName" => exception.BlamedParameter is { } parameter ? Constant.Of(parameter) : Constant.Null,
        "InnerException" => exception.Inner ?? Constant.Null,
        _ => null,
    };

    private static EvaluationException Fail(Evaluator evaluator, IMethodSymbol method, Value parameter, string demand, Value found, SyntaxNode syntax) {
        string name = parameter is Constant { Content: string text } ? text : "the value";
        Instance exception = new(method.ContainingType) { Message = $"{name} {demand}, found {found.Describe()}", BlamedParameter = name };
        return evaluator.Thrown(syntax, exception);
    }
}
