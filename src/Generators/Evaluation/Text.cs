using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation;

/// <summary>Values as text, as C# prints them in the invariant culture.</summary>
internal static class Text {
    public static string Of(Value value) => value switch {
        Constant { Content: null } => "",
        Constant { Content: string text } => text,
        Constant { Content: bool truth } => truth ? "True" : "False",
        Constant { Content: char character } => character.ToString(),
        Constant { Enumeration: { } enumeration } constant => Member(enumeration, constant.Content!),
        Constant constant => Numbers.Print(constant.Content!),
        TupleInstance tuple => $"({string.Join(", ", tuple.Items.Select(Of))})",
        TypeValue type => type.Type.ToDisplayString(),
        _ => value.Describe(),
    };

    private static string Member(INamedTypeSymbol enumeration, object number) =>
        enumeration.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => field.HasConstantValue && Equals(field.ConstantValue, number))?.Name
        ?? (enumeration.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "FlagsAttribute") ? Flags(enumeration, number) : null)
        ?? Numbers.Print(number);

    // As .NET writes them: the greatest members first taken, the least first written; nothing where a bit has no name.
    private static string? Flags(INamedTypeSymbol enumeration, object number) {
        ulong rest = unchecked((ulong)Numbers.ToLong(number));
        List<string> names = [];
        foreach (IFieldSymbol field in enumeration.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue).OrderByDescending(field => unchecked((ulong)Numbers.ToLong(field.ConstantValue!)))) {
            ulong bits = unchecked((ulong)Numbers.ToLong(field.ConstantValue!));
            if (bits != 0 && (rest & bits) == bits) {
                rest &= ~bits;
                names.Insert(0, field.Name);
            }
        }
        return rest == 0 && names.Count > 0 ? string.Join(", ", names) : null;
    }
}
