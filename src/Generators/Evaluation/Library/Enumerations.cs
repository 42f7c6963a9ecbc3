using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation.Library;

/// <summary>The members of enumerations, and the ends of ranges.</summary>
internal static class Enumerations {
    public static Value? Call(Evaluator evaluator, IMethodSymbol method, Place[] arguments, SyntaxNode syntax) {
        if (method.ContainingType is not { Name: "Enum", ContainingNamespace.Name: "System" } || !method.IsStatic
            || method.TypeArguments.Select(evaluator.Resolve).FirstOrDefault() is not INamedTypeSymbol { TypeKind: TypeKind.Enum } type) {
            return null;
        }
        // In the order of their numbers, as .NET lists them: unsigned.
        Constant[] members = [.. type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue)
            .OrderBy(field => unchecked((ulong)Numbers.ToLong(field.ConstantValue!))).Select(field => new Constant(field.ConstantValue, type))];
        switch (method.Name) {
            case "GetValues":
                return new ArrayInstance(type, members);
            case "GetNames":
                return new ArrayInstance(evaluator.Compilation.GetSpecialType(SpecialType.System_String), [.. members.Select(member => Constant.Of(Text.Of(member)))]);
            case "GetName":
                return Constant.Of(Text.Of(arguments[0].Get()));
            case "IsDefined":
                return Constant.Of(members.Any(member => evaluator.AreEqual(member, arguments[0].Get(), syntax)));
            case "Parse" or "TryParse": {
                bool ignoresCase = arguments.Skip(1).Any(argument => argument.Get() is Constant { Content: true });
                Constant? found = Array.Find(members, member => arguments[0].Get() is Constant { Content: string name }
                    && string.Equals(Text.Of(member), name, ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));
                if (method.Name == "Parse") {
                    return found ?? throw evaluator.WouldThrow(syntax, $"{type.Name} has no member {arguments[0].Get().Describe()}", "System.ArgumentException");
                }
                arguments[arguments.Length - 1].Set(found ?? evaluator.Default(type));
                return Constant.Of(found is not null);
            }
            default:
                return null;
        }
    }

    public static Value? OfRanges(Evaluator evaluator, IMethodSymbol method, Value? receiver, Place[] arguments, SyntaxNode syntax) {
        switch (receiver) {
            case IndexValue index when method.Name == "GetOffset":
                return Constant.Of(index.In(evaluator.Number(arguments[0].Get(), syntax, "a length")));
            case RangeValue range when method.Name == "GetOffsetAndLength": {
                int length = evaluator.Number(arguments[0].Get(), syntax, "a length");
                (int start, int end) = (range.Start.In(length), range.End.In(length));
                return start >= 0 && end >= start && end <= length
                    ? new TupleInstance([Constant.Of(start), Constant.Of(end - start)], ["Offset", "Length"])
                    : throw evaluator.WouldThrow(syntax, $"the range {range.Describe()} is outside {length} elements", "System.ArgumentOutOfRangeException");
            }
            default:
                return null;
        }
    }

    public static Value? OfRanges(IPropertySymbol property, Value? holder) => (holder, property.Name) switch {
        (IndexValue index, "Value") => Constant.Of(index.Offset),
        (IndexValue index, "IsFromEnd") => Constant.Of(index.FromEnd),
        (RangeValue range, "Start") => range.Start,
        (RangeValue range, "End") => range.End,
        (null, "All") when property.ContainingType.Name == "Range" => new RangeValue(new(0, false), new(0, true)),
        _ => null,
    };
}
