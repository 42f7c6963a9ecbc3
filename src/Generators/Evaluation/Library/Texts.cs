using System;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation.Library;

/// <summary>Texts that are built, and strings made of characters.</summary>
internal static class Texts {
    public static Value? Create(Evaluator evaluator, INamedTypeSymbol type, Place[] arguments) {
        if (type.Name == "StringBuilder" && type.ContainingNamespace.ToDisplayString() == "System.Text") {
            TextInstance made = new();
            if (arguments is [var start, ..] && start.Get() is Constant { Content: string text }) {
                made.Content.Append(text);
            }
            return made;
        }
        if (type.SpecialType != SpecialType.System_String) {
            return null;
        }
        return arguments switch {
            [var character, var count] when character.Get() is Constant { Content: char one } && count.Get() is Constant { Content: int times } => Constant.Of(new string(one, times)),
            [var characters] when characters.Get() is ArrayInstance array => Constant.Of(string.Concat(array.Items.Select(Text.Of))),
            _ => null,
        };
    }

    public static Value? Call(Evaluator evaluator, IMethodSymbol method, Value? receiver, Place[] arguments, SyntaxNode syntax) {
        if (receiver is Constant { Content: string word }) {
            return method.Name switch {
                "ToCharArray" when arguments.Length == 0 => Arrays.Characters(evaluator, word),
                "CompareTo" => Constant.Of(evaluator.Order(receiver, arguments[0].Get(), syntax)),
                _ => null,
            };
        }
        if (receiver is not TextInstance { Content: var text }) {
            return null;
        }
        string Given(int i) => evaluator.TextOf(arguments[i].Get(), syntax);
        int Number(int i) => evaluator.Number(arguments[i].Get(), syntax, "an index");
        try {
            switch (method.Name) {
                case "ToString":
                    return Constant.Of(arguments.Length == 2 ? text.ToString(Number(0), Number(1)) : text.ToString());
                case "Append" when arguments is [_, var count] && count.Get() is Constant { Content: int times } && arguments[0].Get() is Constant { Content: char one }:
                    text.Append(one, times);
                    return receiver;
                case "Append" when arguments.Length == 1:
                    text.Append(Given(0));
                    return receiver;
                case "AppendLine":
                    text.Append(arguments.Length == 0 ? "" : Given(0)).Append('\n');
                    return receiver;
                case "AppendJoin":
                    text.Append(string.Join(Given(0), evaluator.Elements(arguments[1].Get(), syntax).Select(item => evaluator.TextOf(item, syntax))));
                    return receiver;
                case "Insert" when arguments.Length == 2:
                    text.Insert(Number(0), Given(1));
                    return receiver;
                case "Remove":
                    text.Remove(Number(0), Number(1));
                    return receiver;
                case "Replace" when arguments.Length == 2:
                    text.Replace(Given(0), Given(1));
                    return receiver;
                case "Clear":
                    text.Clear();
                    return receiver;
                default:
                    return null;
            }
        } catch (ArgumentOutOfRangeException) {
            throw evaluator.WouldThrow(syntax, $"'{method.Name}' is called with an index outside the text, which has {text.Length} characters", "System.ArgumentOutOfRangeException");
        }
    }

    public static Value? Get(IPropertySymbol property, Value? holder) => (holder, property.ContainingType.Name, property.Name) switch {
        (TextInstance text, _, "Length") => Constant.Of(text.Content.Length),
        (null, "CultureInfo", "InvariantCulture") => new ManneredInstance("the invariant culture"),
        (null, "StringComparer", "Ordinal") => new ManneredInstance("the ordinal comparison"),
        (null, "StringComparer", "OrdinalIgnoreCase") => new ManneredInstance("the comparison without case"),
        _ => null,
    };

    public static bool Set(IPropertySymbol property, Value? holder, Value value) {
        if (holder is TextInstance text && property.Name == "Length" && value is Constant { Content: int length }) {
            text.Content.Length = length;
            return true;
        }
        return false;
    }
}
