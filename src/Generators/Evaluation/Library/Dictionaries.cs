using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation.Library;

/// <summary>Dictionaries and sets of the base library.</summary>
internal static class Dictionaries {
    public static Value? Create(Evaluator evaluator, INamedTypeSymbol type, Place[] arguments, SyntaxNode syntax) {
        if (type.ContainingNamespace?.ToDisplayString() != "System.Collections.Generic") {
            return null;
        }
        bool isSorted = type.Name.StartsWith("Sorted", System.StringComparison.Ordinal);
        IComparer<Value>? order = isSorted ? new ValueComparer(evaluator, syntax) : null;
        ValueComparer comparer = arguments.Select(argument => argument.Get()).FirstOrDefault(argument => argument is ManneredInstance) is { } given ? evaluator.Comparer(given, syntax) : new(evaluator, syntax);
        IEnumerable<Value> source = arguments.Select(argument => argument.Get()).Where(argument => argument is not (Constant or ManneredInstance or SymbolicInteger)).SelectMany(items => evaluator.Elements(items, syntax));
        switch (type.Name) {
            case "Dictionary" or "SortedDictionary" or "SortedList": {
                DictionaryInstance made = new(type, comparer, order);
                foreach (Value pair in source) {
                    TupleInstance entry = (TupleInstance)pair;
                    Add(evaluator, made, entry.Items[0], entry.Items[1], syntax);
                }
                return made;
            }
            case "HashSet" or "SortedSet": {
                SetInstance made = new(type, comparer, order);
                made.Set.UnionWith(source);
                return made;
            }
            case "KeyValuePair" when arguments is [var key, var value]:
                return new TupleInstance([key.Get(), value.Get()], ["Key", "Value"]);
            default:
                return null;
        }
    }

    public static Value? Get(Evaluator evaluator, IPropertySymbol property, Value? holder, Place[] arguments, SyntaxNode syntax) {
        if (holder is DictionaryInstance && arguments.Select(argument => argument.Get()).FirstOrDefault(key => key is Unknown or SymbolicInteger) is { } unknown) {
            throw evaluator.NeedsValue(syntax, unknown, "a key");
        }
        switch (holder) {
            case DictionaryInstance { Type.Name: "ILookup" } lookup when property.Name == "this[]":
                return lookup.Find(arguments[0].Get()) ?? new SequenceInstance(property.Type, []);
            case DictionaryInstance dictionary:
                return property.Name switch {
                    "Count" => Constant.Of(dictionary.Count),
                    "Keys" => new SequenceInstance(property.Type, dictionary.Items.Select(item => item.Key)),
                    "Values" => new SequenceInstance(property.Type, dictionary.Items.Select(item => item.Value)),
                    "this[]" => dictionary.Find(arguments[0].Get())
                        ?? throw evaluator.WouldThrow(syntax, $"the dictionary has no key {arguments[0].Get().Describe()}", "System.Collections.Generic.KeyNotFoundException"),
                    _ => null,
                };
            case SetInstance set:
                return property.Name switch {
                    "Count" => Constant.Of(set.Set.Count),
                    "Min" => set.Items.First(),
                    "Max" => set.Items.Last(),
                    _ => null,
                };
            case SequenceInstance { Key: { } key } when property.Name == "Key":
                return key;
            case SequenceInstance sequence when property.Name is "Count" or "Length":
                return Constant.Of(sequence.Items.Count());
            default:
                return null;
        }
    }

    public static Value? Call(Evaluator evaluator, IMethodSymbol method, Value? receiver, Place[] arguments, SyntaxNode syntax) {
        switch (receiver) {
            case DictionaryInstance dictionary:
                return OfDictionary(evaluator, dictionary, method, arguments, syntax);
            case SetInstance set:
                return OfSet(evaluator, set, method, arguments, syntax);
        }
        return (method.ContainingType.Name, method.Name) switch {
            ("CollectionExtensions", "GetValueOrDefault") when arguments[0].Get() is DictionaryInstance dictionary =>
                dictionary.Find(arguments[1].Get()) ?? (arguments.Length > 2 ? arguments[2].Get() : evaluator.Default(method.ReturnType)),
            ("KeyValuePair", "Create") => new TupleInstance([arguments[0].Get(), arguments[1].Get()], ["Key", "Value"]),
            _ => null,
        };
    }

    private static Value? OfDictionary(Evaluator evaluator, DictionaryInstance dictionary, IMethodSymbol method, Place[] arguments, SyntaxNode syntax) {
        Value Key() => arguments[0].Get();
        switch (method.Name) {
            case "Add":
                evaluator.Change(dictionary, syntax);
                if (arguments is [var pair]) {
                    TupleInstance entry = (TupleInstance)pair.Get();
                    Add(evaluator, dictionary, entry.Items[0], entry.Items[1], syntax);
                } else {
                    Add(evaluator, dictionary, Key(), arguments[1].Get(), syntax);
                }
                return Constant.Null;
            case "TryAdd": {
                evaluator.Change(dictionary, syntax);
                bool isNew = dictionary.Find(Key()) is null;
                if (isNew) {
                    dictionary.Set(Key(), arguments[1].Get().Copy());
                }
                return Constant.Of(isNew);
            }
            case "Remove":
                evaluator.Change(dictionary, syntax);
                if (arguments.Length > 1) {
                    arguments[1].Set(dictionary.Find(Key()) ?? evaluator.Default(((INamedTypeSymbol)dictionary.Type).TypeArguments[1]));
                }
                return Constant.Of(dictionary.Remove(Key()));
            case "Clear":
                evaluator.Change(dictionary, syntax);
                dictionary.Clear();
                return Constant.Null;
            case "ContainsKey" or "Contains":
                return Constant.Of(dictionary.Find(Key()) is not null);
            case "ContainsValue":
                return Constant.Of(dictionary.Items.Any(item => evaluator.AreEqual(item.Value, Key(), syntax)));
            case "TryGetValue": {
                Value? found = dictionary.Find(Key());
                arguments[1].Set(found ?? evaluator.Default(((INamedTypeSymbol)dictionary.Type).TypeArguments[1]));
                return Constant.Of(found is not null);
            }
            default:
                return null;
        }
    }

    public static void Add(Evaluator evaluator, DictionaryInstance dictionary, Value key, Value value, SyntaxNode syntax) {
        if (dictionary.Find(key) is not null) {
            throw evaluator.WouldThrow(syntax, $"the dictionary has the key {key.Describe()} already", "System.ArgumentException");
        }
        dictionary.Set(key, value.Copy());
    }

    private static Value? OfSet(Evaluator evaluator, SetInstance set, IMethodSymbol method, Place[] arguments, SyntaxNode syntax) {
        IEnumerable<Value> Others() => evaluator.Elements(arguments[0].Get(), syntax);
        switch (method.Name) {
            case "Contains":
                return Constant.Of(set.Set.Contains(arguments[0].Get()));
            case "IsSubsetOf":
                return Constant.Of(set.Set.IsSubsetOf(Others()));
            case "IsSupersetOf":
                return Constant.Of(set.Set.IsSupersetOf(Others()));
            case "Overlaps":
                return Constant.Of(set.Set.Overlaps(Others()));
            case "SetEquals":
                return Constant.Of(set.Set.SetEquals(Others()));
        }
        evaluator.Change(set, syntax);
        switch (method.Name) {
            case "Add":
                return Constant.Of(set.Set.Add(arguments[0].Get().Copy()));
            case "Remove":
                return Constant.Of(set.Set.Remove(arguments[0].Get()));
            case "Clear":
                set.Set.Clear();
                return Constant.Null;
            case "UnionWith":
                set.Set.UnionWith(Others());
                return Constant.Null;
            case "ExceptWith":
                set.Set.ExceptWith(Others());
                return Constant.Null;
            case "IntersectWith":
                set.Set.IntersectWith(Others());
                return Constant.Null;
            default:
                return null;
        }
    }
}
