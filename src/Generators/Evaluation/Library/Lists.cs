using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation.Library;

/// <summary>Arrays, spans, lists and dictionaries of the base library.</summary>
internal static class Lists {
    public static bool IsList(ITypeSymbol type) => type.Name is "List" or "IList" or "ICollection" or "Queue" or "Stack" && IsCollection(type);

    private static bool IsCollection(ITypeSymbol type) => type.ContainingNamespace?.ToDisplayString() == "System.Collections.Generic";

    public static Value? Create(Evaluator evaluator, INamedTypeSymbol type, Place[] arguments, SyntaxNode syntax) {
        if (IsList(type)) {
            List<Value> items = [];
            if (arguments is [var source] && source.Get() is not (Constant or SymbolicInteger)) {
                items.AddRange(evaluator.Elements(source.Get(), syntax));
            }
            return new ListInstance(type, items);
        }
        return type.Name == "Dictionary" && IsCollection(type) ? new DictionaryInstance(type)
            : type.Name is "ReadOnlySpan" or "Span" && arguments is [var array] ? array.Get()
            : null;
    }

    public static Value? Convert(IMethodSymbol conversion, Value value) =>
        conversion.ContainingType.Name is "ReadOnlySpan" or "Span" or "ReadOnlyMemory" or "ImmutableArray" or "ArraySegment" && value is ArrayInstance ? value : null;

    public static Value? Get(Evaluator evaluator, IPropertySymbol property, Value? holder, Place[] arguments, SyntaxNode syntax) {
        switch (holder) {
            case ArrayInstance array:
                return property.Name switch {
                    "Length" or "LongLength" or "Count" => Constant.Of(array.Items.Length),
                    "Rank" => Constant.Of(array.Lengths.Length),
                    "IsEmpty" => Constant.Of(array.Items.Length == 0),
                    "this[]" when arguments.Length == 1 => Element(evaluator, array.Items, array.ElementType, arguments[0].Get(), syntax),
                    _ => null,
                };
            case ListInstance list:
                return property.Name switch {
                    "Count" or "Length" => Constant.Of(list.Items.Count),
                    "this[]" => Element(evaluator, list.Items, null, arguments[0].Get(), syntax),
                    _ => null,
                };
            case DictionaryInstance dictionary:
                return property.Name switch {
                    "Count" => Constant.Of(dictionary.Items.Count),
                    "Keys" => new ListInstance(property.Type, [.. dictionary.Items.Select(item => item.Key)]),
                    "Values" => new ListInstance(property.Type, [.. dictionary.Items.Select(item => item.Value)]),
                    "this[]" => Find(evaluator, dictionary, arguments[0].Get(), syntax) is >= 0 and var at ? dictionary.Items[at].Value
                        : throw evaluator.Fail(Descriptors.Thrown, syntax, $"the dictionary has no key {arguments[0].Get().Describe()}", evaluator.Within(syntax)),
                    _ => null,
                };
            case Constant { Content: string text } when property.Name == "this[]":
                return Element(evaluator, [.. text.Select(character => (Value)new Constant(character))], null, arguments[0].Get(), syntax);
            default:
                return null;
        }
    }

    public static bool Set(Evaluator evaluator, Value? holder, Place[] arguments, Value value, SyntaxNode syntax) {
        if (arguments.Length != 1 || holder is null) {
            return false;
        }
        evaluator.Change(holder, syntax);
        switch (holder) {
            case ListInstance list:
                list.Items[Index(evaluator, arguments[0].Get(), list.Items.Count, syntax)] = value.Copy();
                return true;
            case ArrayInstance array:
                array.Items[Index(evaluator, arguments[0].Get(), array.Items.Length, syntax)] = value.Copy();
                return true;
            case DictionaryInstance dictionary:
                Put(evaluator, dictionary, arguments[0].Get(), value.Copy(), syntax);
                return true;
            default:
                return false;
        }
    }

    public static Value? Call(Evaluator evaluator, IMethodSymbol method, Value? receiver, Place[] arguments, SyntaxNode syntax) {
        Value Argument(int i) => arguments[i].Get();
        switch (receiver) {
            case ListInstance list:
                return OfList(evaluator, list, method, arguments, syntax);
            case DictionaryInstance dictionary:
                return OfDictionary(evaluator, dictionary, method, arguments, syntax);
            case ArrayInstance array:
                switch (method.Name) {
                    case "GetLength":
                        return Constant.Of(array.Lengths[evaluator.Number(Argument(0), syntax, "a dimension")]);
                    case "Clone" or "ToArray":
                        return new ArrayInstance(array.ElementType, [.. array.Items.Select(item => item.Copy())], array.Lengths);
                    case "Slice": {
                        int start = evaluator.Number(Argument(0), syntax, "a start");
                        int length = arguments.Length > 1 ? evaluator.Number(Argument(1), syntax, "a length") : array.Items.Length - start;
                        return new ArrayInstance(array.ElementType, [.. array.Items.Skip(start).Take(length)]);
                    }
                    case "Fill":
                        Fill(evaluator, array, Argument(0), syntax);
                        return Constant.Null;
                    case "Contains":
                        return Constant.Of(array.Items.Any(item => evaluator.AreEqual(item, Argument(0), syntax)));
                }
                return null;
        }
        switch (method.ContainingType.Name, method.Name) {
            case ("Array", "Empty"):
                return new ArrayInstance(evaluator.Resolve(method.TypeArguments[0]), []);
            case ("Array", "Fill"):
                Fill(evaluator, (ArrayInstance)Argument(0), Argument(1), syntax);
                return Constant.Null;
            case ("Array", "ConvertAll"):
                return new ArrayInstance(evaluator.Resolve(method.TypeArguments[1]), [.. ((ArrayInstance)Argument(0)).Items.Select(item => evaluator.Call((Function)Argument(1), syntax, item))]);
            case ("Array", "IndexOf"):
                return Constant.Of(((ArrayInstance)Argument(0)).Items.ToList().FindIndex(item => evaluator.AreEqual(item, Argument(1), syntax)));
            case ("Array", "Reverse"):
                evaluator.Change(Argument(0), syntax);
                System.Array.Reverse(((ArrayInstance)Argument(0)).Items);
                return Constant.Null;
            case ("Array", "Exists"):
                return Constant.Of(((ArrayInstance)Argument(0)).Items.Any(item => Holds(evaluator, (Function)Argument(1), item, syntax)));
            case ("Array", "TrueForAll"):
                return Constant.Of(((ArrayInstance)Argument(0)).Items.All(item => Holds(evaluator, (Function)Argument(1), item, syntax)));
            case ("MemoryExtensions", "AsSpan"):
                return arguments.Length == 1 ? Argument(0) : null;
            case ("MemoryExtensions", "SequenceEqual"):
                return Constant.Of(evaluator.Elements(Argument(0), syntax) is var left && evaluator.Elements(Argument(1), syntax) is var right
                    && left.Count == right.Count && left.Zip(right, (a, b) => evaluator.AreEqual(a, b, syntax)).All(same => same));
            default:
                return null;
        }
    }

    public static bool Holds(Evaluator evaluator, Function test, Value item, SyntaxNode syntax) => evaluator.Call(test, syntax, item) switch {
        Constant { Content: bool truth } => truth,
        var other => throw evaluator.NeedsValue(syntax, other, "this condition"),
    };

    private static Value? OfList(Evaluator evaluator, ListInstance list, IMethodSymbol method, Place[] arguments, SyntaxNode syntax) {
        Value Argument(int i) => arguments[i].Get();
        if (method.Name is not ("Peek" or "ToArray" or "Contains" or "IndexOf" or "GetEnumerator")) {
            evaluator.Change(list, syntax);
        }
        switch (method.Name) {
            case "Add" or "Enqueue" or "Push":
                list.Items.Add(Argument(0).Copy());
                return Constant.Null;
            case "AddRange":
                list.Items.AddRange(evaluator.Elements(Argument(0), syntax));
                return Constant.Null;
            case "Insert":
                list.Items.Insert(evaluator.Number(Argument(0), syntax, "an index"), Argument(1).Copy());
                return Constant.Null;
            case "RemoveAt":
                list.Items.RemoveAt(Index(evaluator, Argument(0), list.Items.Count, syntax));
                return Constant.Null;
            case "Pop" or "Dequeue" when list.Items.Count > 0: {
                int at = method.Name == "Pop" ? list.Items.Count - 1 : 0;
                Value item = list.Items[at];
                list.Items.RemoveAt(at);
                return item;
            }
            case "Peek" when list.Items.Count > 0:
                return list.Items[list.Type.Name == "Stack" ? list.Items.Count - 1 : 0];
            case "Clear":
                list.Items.Clear();
                return Constant.Null;
            case "Reverse" when arguments.Length == 0:
                list.Items.Reverse();
                return Constant.Null;
            case "ToArray":
                return new ArrayInstance(((INamedTypeSymbol)list.Type).TypeArguments.FirstOrDefault() ?? list.Type, [.. list.Items]);
            case "Contains":
                return Constant.Of(list.Items.Any(item => evaluator.AreEqual(item, Argument(0), syntax)));
            case "IndexOf":
                return Constant.Of(list.Items.FindIndex(item => evaluator.AreEqual(item, Argument(0), syntax)));
            default:
                return null;
        }
    }

    private static Value? OfDictionary(Evaluator evaluator, DictionaryInstance dictionary, IMethodSymbol method, Place[] arguments, SyntaxNode syntax) {
        switch (method.Name) {
            case "Add" or "TryAdd":
                evaluator.Change(dictionary, syntax);
                Put(evaluator, dictionary, arguments[0].Get(), arguments[1].Get().Copy(), syntax);
                return Constant.Null;
            case "ContainsKey":
                return Constant.Of(Find(evaluator, dictionary, arguments[0].Get(), syntax) >= 0);
            case "TryGetValue": {
                int at = Find(evaluator, dictionary, arguments[0].Get(), syntax);
                arguments[1].Set(at >= 0 ? dictionary.Items[at].Value : evaluator.Default(((INamedTypeSymbol)dictionary.Type).TypeArguments[1]));
                return Constant.Of(at >= 0);
            }
            default:
                return null;
        }
    }

    private static void Put(Evaluator evaluator, DictionaryInstance dictionary, Value key, Value value, SyntaxNode syntax) {
        int at = Find(evaluator, dictionary, key, syntax);
        if (at >= 0) {
            dictionary.Items[at] = new(key, value);
        } else {
            dictionary.Items.Add(new(key, value));
        }
    }

    private static int Find(Evaluator evaluator, DictionaryInstance dictionary, Value key, SyntaxNode syntax) =>
        dictionary.Items.FindIndex(item => evaluator.AreEqual(item.Key, key, syntax));

    private static void Fill(Evaluator evaluator, ArrayInstance array, Value value, SyntaxNode syntax) {
        evaluator.Change(array, syntax);
        for (int i = 0; i < array.Items.Length; i++) {
            array.Items[i] = value.Copy();
        }
    }

    private static Value Element(Evaluator evaluator, IReadOnlyList<Value> items, ITypeSymbol? elementType, Value index, SyntaxNode syntax) =>
        index is RangeValue range && elementType is not null
            ? new ArrayInstance(elementType, [.. items.Skip(range.Start.In(items.Count)).Take(range.End.In(items.Count) - range.Start.In(items.Count))])
            : items[Index(evaluator, index, items.Count, syntax)];

    private static int Index(Evaluator evaluator, Value index, int length, SyntaxNode syntax) {
        int at = index is IndexValue from ? from.In(length) : evaluator.Number(index, syntax, "an index");
        return at >= 0 && at < length ? at : throw evaluator.OutOfRange(syntax, at, length);
    }
}
