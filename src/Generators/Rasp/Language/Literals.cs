using System;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>Values as the evaluator of the language spells them in its messages.</summary>
internal static class Literals {
    public static string Text(Value value) => value switch {
        Constant { IsNull: true } => "(null)",
        Constant { Enumeration: { } type, Content: { } number } => Member(type, number),
        Constant { Content: char character } => $"'{Escape(character.ToString(), '\'')}'",
        Constant { Content: string text } => $"\"{Escape(text, '"')}\"",
        Constant { Content: bool truth } => truth ? "true" : "false",
        Constant { Content: IFormattable number } => number.ToString(null, CultureInfo.InvariantCulture),
        TupleInstance tuple => $"({string.Join(", ", tuple.Items.Select(Text))})",
        FractionValue fraction => fraction.Describe(),
        _ => value.Describe(),
    };

    public static string Type(ITypeSymbol type) => type switch {
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => Type(nullable.TypeArguments[0]) + "?",
        INamedTypeSymbol { IsTupleType: true } tuple => $"({string.Join(", ", tuple.TupleElements.Select(element => Type(element.Type)))})",
        { SpecialType: not SpecialType.None } => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat.RemoveMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier)),
        _ => type.Name,
    };

    private static string Member(INamedTypeSymbol type, object number) => type.GetMembers().OfType<IFieldSymbol>()
        .FirstOrDefault(field => field.HasConstantValue && Convert.ToDecimal(field.ConstantValue, CultureInfo.InvariantCulture) == Convert.ToDecimal(number, CultureInfo.InvariantCulture))?.Name
        ?? Convert.ToString(number, CultureInfo.InvariantCulture)!;

    private static string Escape(string text, char quote) => text
        .Replace("\\", "\\\\").Replace("\n", "\\n").Replace("\t", "\\t").Replace("\r", "\\r").Replace("\0", "\\0").Replace(quote.ToString(), "\\" + quote);
}
