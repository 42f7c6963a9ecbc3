using System.Linq;
using Microsoft.CodeAnalysis;

namespace Sinter.Generators.Rasp;

/// <summary>The C# that names how elements of a type are written to tensors and read from them.</summary>
internal static class CodecText {
    private const string Codec = "global::Sinter.Rasp.ElementCodec";

    public static string Type(ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>The expression; null of a type that has no tensors.</summary>
    public static string? Of(ITypeSymbol type) {
        if (Representation.NullableOf(type) is { } inner) {
            return Of(inner) is { } codec ? $"{Codec}.Nullable({codec})" : null;
        }
        if (type is INamedTypeSymbol { IsTupleType: true } tuple) {
            string?[] items = [.. tuple.TupleElements.Select(element => Of(element.Type))];
            return items.Length is 2 or 3 or 4 && items.All(item => item is not null) ? $"{Codec}.Tuple({string.Join(", ", items)})" : null;
        }
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } number }) {
            return Representation.Of(number) is { } ? $"{Codec}.Enumeration<{Type(type)}>()" : null;
        }
        if (Representation.IsFraction(type)) {
            return $"{Codec}.Fraction";
        }
        return type.SpecialType switch {
            SpecialType.System_Boolean => $"{Codec}.Boolean",
            SpecialType.System_Char => $"{Codec}.Character",
            SpecialType.System_SByte => $"{Codec}.Integer8",
            SpecialType.System_Byte => $"{Codec}.Unsigned8",
            SpecialType.System_Int16 => $"{Codec}.Integer16",
            SpecialType.System_UInt16 => $"{Codec}.Unsigned16",
            SpecialType.System_Int32 => $"{Codec}.Integer32",
            SpecialType.System_UInt32 => $"{Codec}.Unsigned32",
            SpecialType.System_Int64 => $"{Codec}.Integer64",
            SpecialType.System_Single => $"{Codec}.Real32",
            SpecialType.System_Double => $"{Codec}.Real64",
            SpecialType.System_String => $"{Codec}.Text",
            _ => null,
        };
    }
}
