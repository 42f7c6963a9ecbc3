using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation.Library;

/// <summary>What every value has: text, equality, a type; and what nullable values and records add.</summary>
internal static class Objects {
    public static Value? Call(Evaluator evaluator, IMethodSymbol method, Value? receiver, Place[] arguments, SyntaxNode syntax) {
        if (receiver is Unknown) {
            return receiver;
        }
        bool isNullable = method.ContainingType.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        if (isNullable && method.Name == "GetValueOrDefault") {
            return receiver is { IsNull: true } ? arguments.Length > 0 ? arguments[0].Get() : evaluator.Default(method.ContainingType.TypeArguments[0]) : receiver;
        }
        bool isObject = method.ContainingType.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType or SpecialType.System_Enum;
        bool isSynthesized = method.IsImplicitlyDeclared && (method.ContainingType.IsRecord || method.ContainingType.IsAnonymousType);
        bool isPlain = isObject || isNullable || isSynthesized || method.ContainingType.IsTupleType || method.ContainingType is { Name: "Type", ContainingNamespace.Name: "System" };
        if (!isPlain) {
            return null;
        }
        switch (method.Name) {
            case "ToString" when method.Parameters.Length == 0 && (receiver is not Instance || isSynthesized || isObject):
                return receiver is Instance { Type.IsRecord: false } instance && isObject && evaluator.HasOwnText(instance)
                    ? null
                    : Constant.Of(receiver is null ? "" : evaluator.TextOf(receiver, syntax));
            case "HasFlag" when receiver is Constant { Content: { } flags } && arguments[0].Get() is Constant { Content: { } flag }:
                return Constant.Of((Numbers.ToLong(flags) & Numbers.ToLong(flag)) == Numbers.ToLong(flag));
            case "Equals" when receiver is not null && arguments.Length == 1:
                return Constant.Of(evaluator.AreEqual(receiver, arguments[0].Get(), syntax));
            case "Equals" or "op_Equality" when arguments.Length == 2:
                return Constant.Of(evaluator.AreEqual(arguments[0].Get(), arguments[1].Get(), syntax));
            case "op_Inequality":
                return Constant.Of(!evaluator.AreEqual(arguments[0].Get(), arguments[1].Get(), syntax));
            case "ReferenceEquals":
                return Constant.Of(ReferenceEquals(arguments[0].Get(), arguments[1].Get()));
            case "GetType" when receiver is Instance typed:
                return new TypeValue(typed.Type);
            default:
                return null;
        }
    }

    public static Value? Get(IPropertySymbol property, Value? holder) {
        switch (holder) {
            case Unknown:
                return holder;
            case TypeValue type when property.Name == "Name":
                return Constant.Of(type.Type.MetadataName);
            case TypeValue type when property.Name == "FullName":
                return Constant.Of(type.Type.ToDisplayString());
            case Instance { Type.IsAnonymousType: true } anonymous:
                return anonymous.Fields[property.OriginalDefinition].Get();
            case Instance exception when Evaluator.IsException(exception.Type) && property.ContainingType.DeclaringSyntaxReferences.IsEmpty:
                return Exceptions.Get(property, exception);
            case TupleInstance pair when property.Name is "Key" or "Value" && pair.Names is ["Key", "Value"]:
                return pair.Items[property.Name == "Key" ? 0 : 1];
        }
        if (property.ContainingType.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T) {
            return property.Name == "HasValue" ? Constant.Of(holder is { IsNull: false }) : holder is { IsNull: false } ? holder : null;
        }
        return holder is Constant { Content: string text } && property.Name == "Length" ? Constant.Of(text.Length) : null;
    }

    private static bool HasOwnText(this Evaluator evaluator, Instance instance) =>
        instance.Type.GetMembers("ToString").OfType<IMethodSymbol>().Any(method => evaluator.Bodies.Of(method) is not null);
}
