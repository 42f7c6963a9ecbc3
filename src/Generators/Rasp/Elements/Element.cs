using Microsoft.CodeAnalysis;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>A number, character, truth value, enumeration member or text of C# that is known at run: a node of the graph.</summary>
/// <param name="node">The node: one value, or one for each position.</param>
/// <param name="type">Its type in C#.</param>
/// <param name="low">Of an integer, a bound that it is never below.</param>
/// <param name="high">Of an integer, a bound that it is never above.</param>
internal sealed class Element(int node, ITypeSymbol type, long low = long.MinValue, long high = long.MaxValue) : Value {
    public int Node { get; } = node;

    public ITypeSymbol Type { get; } = type;

    public long Low { get; } = System.Math.Max(low, Representation.Low(type));

    public long High { get; } = System.Math.Min(high, Representation.High(type));

    public override string Describe() => $"an element of type {Literals.Type(Type)}";
}

/// <summary>A nullable of C#: whether there is a value, and the value.</summary>
internal sealed class NullableElement(int hasValue, Value value, ITypeSymbol type) : Value {
    public int HasValue { get; } = hasValue;

    public Value Value { get; } = value;

    /// <summary>The type without the question mark.</summary>
    public ITypeSymbol Type { get; } = type;

    public override string Describe() => $"an element of type {Literals.Type(Type)}?";
}

/// <summary>An exact fraction of two 64-bit integers, not in lowest terms; the denominator is positive.</summary>
internal sealed class FractionElement(int numerator, int denominator) : Value {
    public int Numerator { get; } = numerator;

    public int Denominator { get; } = denominator;

    public override string Describe() => "an element of type Rational";
}

/// <summary>What an arm would have been that throws: its error is noted, and its value is never used.</summary>
internal sealed class NoElement : Value {
    public static NoElement Instance { get; } = new();

    public override string Describe() => "no value";
}

/// <summary>How elements of C# types lie in tensors.</summary>
internal static class Representation {
    /// <summary>The element type of a scalar's tensor; null of a type that has none.</summary>
    public static ElementType? Of(ITypeSymbol type) => (Underlying(type)).SpecialType switch {
        SpecialType.System_Boolean => ElementType.Bool,
        SpecialType.System_Char or SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Int32 or SpecialType.System_String => ElementType.I32,
        SpecialType.System_UInt32 or SpecialType.System_Int64 => ElementType.I64,
        SpecialType.System_Single => ElementType.F32,
        SpecialType.System_Double => ElementType.F64,
        _ => null,
    };

    public static ITypeSymbol Underlying(ITypeSymbol type) => type is INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } number } ? number : type;

    public static bool IsFloat(ITypeSymbol type) => type.SpecialType is SpecialType.System_Single or SpecialType.System_Double;

    public static bool IsFraction(ITypeSymbol type) => type.Name == "Rational" && ProgramLanguage.IsOurs(type);

    public static ITypeSymbol? NullableOf(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : null;

    public static long Low(ITypeSymbol type) => Underlying(type).SpecialType switch {
        SpecialType.System_Char or SpecialType.System_Byte or SpecialType.System_UInt16 or SpecialType.System_UInt32 => 0,
        SpecialType.System_SByte => sbyte.MinValue,
        SpecialType.System_Int16 => short.MinValue,
        SpecialType.System_Int64 => long.MinValue,
        _ => int.MinValue,
    };

    public static long High(ITypeSymbol type) => Underlying(type).SpecialType switch {
        SpecialType.System_Char or SpecialType.System_UInt16 => ushort.MaxValue,
        SpecialType.System_Byte => byte.MaxValue,
        SpecialType.System_SByte => sbyte.MaxValue,
        SpecialType.System_Int16 => short.MaxValue,
        SpecialType.System_UInt32 => uint.MaxValue,
        SpecialType.System_Int64 => long.MaxValue,
        _ => int.MaxValue,
    };
}
