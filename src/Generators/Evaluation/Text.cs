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
        ?? Numbers.Print(number);
}
