using System;
using System.Globalization;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation.Library;

/// <summary>
/// Pure functions of the base library on build-time values: mathematics, strings, numbers. They are the very methods that
/// C# would call at run time, so their results are the same to the last bit. Text is made in the invariant culture.
/// </summary>
internal static class BaseLibrary {
    private static readonly string[] Pure = [
        "System.Math", "System.MathF", "System.String", "System.Char", "System.Boolean", "System.Byte", "System.SByte", "System.Int16",
        "System.UInt16", "System.Int32", "System.UInt32", "System.Int64", "System.UInt64", "System.Single", "System.Double", "System.Decimal",
        "System.Convert", "System.Numerics.BitOperations", "System.Half",
    ];

    public static Value? Field(Evaluator evaluator, IFieldReferenceOperation reference) =>
        reference.Field is { IsStatic: true, Name: "Empty", ContainingType.SpecialType: SpecialType.System_String } ? Constant.Of("") : null;

    public static Value? Convert(IMethodSymbol conversion, Value value) => conversion.ContainingType.Name is "Index" && value is Constant { Content: int offset }
        ? new IndexValue(offset, fromEnd: false)
        : conversion.ContainingType.SpecialType == SpecialType.System_Decimal && value is Constant { Content: { } number }
            ? new Constant(Numbers.Convert(number, conversion.ReturnType.SpecialType, false))
            : null;

    public static Value? Call(Evaluator evaluator, IMethodSymbol method, Value? receiver, Place[] arguments, SyntaxNode syntax) {
        string holder = method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted).RemoveMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseSpecialTypes));
        // The hash of a text differs from run to run.
        if (!Pure.Contains(holder) || method.Name == "GetHashCode") {
            return null;
        }
        if (method.ContainingType.SpecialType == SpecialType.System_String && OfStrings(evaluator, method, arguments, syntax) is { } text) {
            return text;
        }
        Value[] values = [.. receiver is null ? [] : new[] { receiver }, .. arguments.Select(argument => argument.Get())];
        if (values.FirstOrDefault(value => value is Unknown) is { } unknown) {
            return unknown;
        }
        if (values.FirstOrDefault(value => value is SymbolicReal) is { } real) {
            return (receiver is null ? evaluator.OfReals(method, values, syntax) : null) ?? throw evaluator.NeedsValue(syntax, real, $"'{method.Name}'");
        }
        if (values.Any(value => value is SymbolicInteger)) {
            return OfSizes(evaluator, method, values, syntax);
        }
        if (!values.All(value => value is Constant or ManneredInstance)) {
            return null;
        }
        if (receiver is not null && method.Name == "ToString") {
            string? format = arguments.Select(argument => (argument.Get() as Constant)?.Content as string).FirstOrDefault();
            return Constant.Of(format is null ? Text.Of(receiver) : Numbers.Print(((Constant)receiver).Content!, format));
        }
        if (method.Name is "ToUpper" or "ToLower" && arguments.Length == 0 && receiver is Constant { Content: string cased }) {
            return Constant.Of(method.Name == "ToUpper" ? cased.ToUpperInvariant() : cased.ToLowerInvariant());
        }
        return Invoke(evaluator, holder, method, values, arguments, receiver is not null, syntax);
    }

    /// <summary>Keeps the message of an exception that is being made.</summary>
    public static void RememberMessage(Instance exception, IMethodSymbol constructor, Place[] arguments) {
        for (int i = 0; i < arguments.Length; i++) {
            if (constructor.Parameters[i].Name == "innerException") {
                exception.Inner = arguments[i].Get();
            }
            if (arguments[i].Get() is Constant { Content: string text }) {
                if (constructor.Parameters[i].Name == "message") {
                    exception.Message = text;
                } else if (constructor.Parameters[i].Name == "paramName") {
                    exception.BlamedParameter = text;
                }
            }
        }
        if (exception.Message is null && exception.BlamedParameter is { } name) {
            exception.Message = $"{name} is out of its range ({exception.Type.Name})";
        }
    }

    private static Value? OfStrings(Evaluator evaluator, IMethodSymbol method, Place[] arguments, SyntaxNode syntax) {
        Value Argument(int i) => arguments[i].Get();
        switch (method.Name) {
            case "Join" when Argument(0) is Constant { Content: string or char } separator:
                return Constant.Of(string.Join(Text.Of(separator), evaluator.Elements(Argument(1), syntax).Select(item => evaluator.TextOf(item, syntax))));
            case "Concat" when arguments is [_]:
                return Constant.Of(string.Concat(evaluator.Elements(Argument(0), syntax).Select(item => evaluator.TextOf(item, syntax))));
            case "Concat":
                return Constant.Of(string.Concat(arguments.Select(argument => evaluator.TextOf(argument.Get(), syntax))));
            case "Format" when Argument(0) is Constant { Content: string format } && arguments.Length > 1: {
                Value[] items = arguments is [_, var only] && only.Get() is ArrayInstance array ? array.Items : [.. arguments.Skip(1).Select(argument => argument.Get())];
                return Constant.Of(string.Format(CultureInfo.InvariantCulture, format, [.. items.Select(item => item is Constant { Enumeration: null, Content: { } content } ? content : evaluator.TextOf(item, syntax))]));
            }
            default:
                return null;
        }
    }

    // The lesser or greater of two sizes, where the bounds of the symbols decide it.
    private static Value OfSizes(Evaluator evaluator, IMethodSymbol method, Value[] values, SyntaxNode syntax) {
        if (method.Name is "Min" or "Max" && Evaluator.SizeOf(values[0]) is { } a && Evaluator.SizeOf(values[1]) is { } b) {
            (bool? less, string range) = evaluator.Compare(BinaryOperatorKind.LessThanOrEqual, a, b);
            (bool? more, _) = evaluator.Compare(BinaryOperatorKind.GreaterThanOrEqual, a, b);
            return less is true || more is true
                ? values[less is true == (method.Name == "Min") ? 0 : 1]
                : throw evaluator.Fail(Descriptors.ComparisonNotDecided, syntax, syntax.ToString(), range, evaluator.Within(syntax));
        }
        if (method.Name == "ToString") {
            return Constant.Of(values[0].Describe());
        }
        throw evaluator.NeedsValue(syntax, values.First(value => value is SymbolicInteger), $"'{method.Name}'");
    }

    private static Value? Invoke(Evaluator evaluator, string holder, IMethodSymbol method, Value[] values, Place[] places, bool isInstance, SyntaxNode syntax) {
        Type? type = Runtime(holder);
        Type?[] parameters = [.. method.Parameters.Select(parameter => parameter.RefKind == RefKind.Out ? RuntimeType(parameter.Type)?.MakeByRefType() : RuntimeType(parameter.Type))];
        if (type is null || parameters.Any(parameter => parameter is null)) {
            return null;
        }
        // What a machine reads and writes otherwise is read and written in the invariant culture.
        if (method.Name is "Parse" or "TryParse" && parameters.All(parameter => parameter != typeof(IFormatProvider))) {
            int at = method.Name == "Parse" ? parameters.Length : parameters.Length - 1;
            Type?[] withCulture = [.. parameters.Take(at), typeof(IFormatProvider), .. parameters.Skip(at)];
            if (type.GetMethod(method.Name, BindingFlags.Public | BindingFlags.Static, null, withCulture!, null) is not null) {
                parameters = withCulture;
                values = [.. values.Take(at), new ManneredInstance("the invariant culture"), .. values.Skip(at)];
                places = [.. places.Take(at), new Variable(Constant.Null), .. places.Skip(at)];
            }
        }
        MethodInfo? target = type.GetMethod(method.Name, BindingFlags.Public | (isInstance ? BindingFlags.Instance : BindingFlags.Static), null, parameters!, null);
        if (target is null) {
            return null;
        }
        object?[] arguments = new object?[parameters.Length];
        for (int i = 0; i < arguments.Length; i++) {
            object? content = values[i + (isInstance ? 1 : 0)] is Constant constant ? constant.Content : CultureInfo.InvariantCulture;
            arguments[i] = parameters[i]!.IsEnum ? Enum.ToObject(parameters[i]!, content!) : content;
        }
        try {
            object? result = target.Invoke(isInstance ? ((Constant)values[0]).Content : null, arguments);
            for (int i = 0; i < arguments.Length; i++) {
                if (parameters[i]!.IsByRef) {
                    places[i].Set(new Constant(arguments[i]));
                }
            }
            return result switch {
                bool truth => Constant.Of(truth),
                string or null => new Constant(result),
                string[] parts => new ArrayInstance(((IArrayTypeSymbol)method.ReturnType).ElementType, [.. parts.Select(Constant.Of)]),
                _ when result.GetType().FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal) => new TupleInstance(
                    [.. result.GetType().GetFields().Select(item => (Value)new Constant(item.GetValue(result)))],
                    [.. ((INamedTypeSymbol)method.ReturnType).TupleElements.Select(element => element.Name)]),
                _ => Numbers.IsNumber(result) ? new Constant(result) : null,
            };
        } catch (TargetInvocationException exception) {
            throw evaluator.WouldThrow(syntax, exception.InnerException!.Message, exception.InnerException.GetType().FullName!);
        }
    }

    private static Type? Runtime(string name) => Type.GetType(name) ?? typeof(object).Assembly.GetType(name);

    private static Type? RuntimeType(ITypeSymbol type) => type.SpecialType switch {
        SpecialType.System_Boolean => typeof(bool),
        SpecialType.System_Char => typeof(char),
        SpecialType.System_SByte => typeof(sbyte),
        SpecialType.System_Byte => typeof(byte),
        SpecialType.System_Int16 => typeof(short),
        SpecialType.System_UInt16 => typeof(ushort),
        SpecialType.System_Int32 => typeof(int),
        SpecialType.System_UInt32 => typeof(uint),
        SpecialType.System_Int64 => typeof(long),
        SpecialType.System_UInt64 => typeof(ulong),
        SpecialType.System_Single => typeof(float),
        SpecialType.System_Double => typeof(double),
        SpecialType.System_Decimal => typeof(decimal),
        SpecialType.System_String => typeof(string),
        _ => type.ToDisplayString() switch {
            "System.MidpointRounding" => typeof(MidpointRounding),
            "System.StringComparison" => typeof(StringComparison),
            "System.StringSplitOptions" => typeof(StringSplitOptions),
            "System.IFormatProvider" or "System.IFormatProvider?" or "System.Globalization.CultureInfo" => typeof(IFormatProvider),
            _ => null,
        },
    };
}
