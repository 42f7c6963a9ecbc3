using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation.Library;

/// <summary>Immutable and frozen collections: what changes one of them makes another.</summary>
internal static class Immutables {
    public static Value? Call(Evaluator evaluator, IMethodSymbol method, Value? receiver, Place[] arguments, SyntaxNode syntax) {
        string holder = method.ContainingType.Name;
        string space = method.ContainingNamespace?.ToDisplayString() ?? "";
        if (space is not ("System.Collections.Immutable" or "System.Collections.Frozen")) {
            return null;
        }
        switch (method.Name) {
            case "Create" or "CreateRange" when method.IsStatic:
                return Made(evaluator, method, arguments is [var only] && IsSequence(only.Get()) ? evaluator.Elements(only.Get(), syntax) : [.. arguments.Select(argument => argument.Get())], syntax);
            case "ToImmutableArray" or "ToImmutableList" or "ToImmutableHashSet" or "ToFrozenSet":
                return Made(evaluator, method, evaluator.Elements(arguments[0].Get(), syntax), syntax);
            case "ToImmutableDictionary" or "ToFrozenDictionary" when arguments[0].Get() is DictionaryInstance dictionary && arguments.Length == 1:
                return dictionary.Clone(method.ReturnType);
        }
        if (receiver is null) {
            return null;
        }
        // A copy that is changed as its mutable kin is.
        Value copy = receiver switch {
            ListInstance list => new ListInstance(list.Type, [.. list.Items]),
            ArrayInstance array => new ListInstance(method.ContainingType, [.. array.Items]),
            DictionaryInstance dictionary => dictionary.Clone(dictionary.Type),
            SetInstance set => Made(evaluator, method, [.. set.Items], syntax),
            _ => receiver,
        };
        bool changes = true;
        switch (method.Name, copy) {
            case ("SetItem", ListInstance list):
                list.Items[evaluator.Number(arguments[0].Get(), syntax, "an index")] = arguments[1].Get();
                break;
            case ("SetItem", DictionaryInstance dictionary):
                dictionary.Set(arguments[0].Get(), arguments[1].Get());
                break;
            case ("Add" or "AddRange" or "Insert" or "InsertRange" or "Remove" or "RemoveAt" or "RemoveAll" or "RemoveRange" or "Clear" or "Sort" or "Reverse", _):
                if ((Lists.Call(evaluator, method, copy, arguments, syntax) ?? Dictionaries.Call(evaluator, method, copy, arguments, syntax)) is null) {
                    return null;
                }
                break;
            default:
                changes = false;
                break;
        }
        return !changes ? null : receiver is ArrayInstance original && copy is ListInstance changed ? new ArrayInstance(original.ElementType, [.. changed.Items]) : copy;
    }

    private static bool IsSequence(Value value) => value is ArrayInstance or ListInstance or SequenceInstance or SetInstance;

    private static Value Made(Evaluator evaluator, IMethodSymbol method, IReadOnlyList<Value> items, SyntaxNode syntax) {
        INamedTypeSymbol type = (INamedTypeSymbol)evaluator.Resolve(method.ReturnType);
        if (type.Name.EndsWith("Set", System.StringComparison.Ordinal)) {
            SetInstance set = new(type, new ValueComparer(evaluator, syntax));
            set.Set.UnionWith(items);
            return set;
        }
        return type.Name == "ImmutableArray" ? new ArrayInstance(type.TypeArguments[0], [.. items]) : new ListInstance(type, [.. items]);
    }
}
