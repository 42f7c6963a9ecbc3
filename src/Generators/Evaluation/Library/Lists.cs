using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation.Library;

/// <summary>Lists, queues and stacks of the base library, and what arrays share with them.</summary>
internal static class Lists {
    public static bool IsList(ITypeSymbol type) => type.Name is "List" or "IList" or "ICollection" or "Queue" or "Stack" or "LinkedList" && IsCollection(type);

    private static bool IsCollection(ITypeSymbol type) => type.ContainingNamespace?.ToDisplayString() is "System.Collections.Generic" or "System.Collections.ObjectModel";

    public static Value? Create(Evaluator evaluator, INamedTypeSymbol type, Place[] arguments, SyntaxNode syntax) {
        if (IsList(type)) {
            List<Value> items = [];
            if (arguments is [var source] && source.Get() is not (Constant or SymbolicInteger)) {
                items.AddRange(evaluator.Elements(source.Get(), syntax));
            }
            return new ListInstance(type, items);
        }
        return type.Name == "ReadOnlyCollection" && IsCollection(type) || type.Name is "ReadOnlySpan" or "Span" && arguments is [_] ? arguments[0].Get() : null;
    }

    public static Value? Convert(Evaluator evaluator, IMethodSymbol conversion, Value value, SyntaxNode syntax) =>
        conversion.ContainingType.Name is "ReadOnlySpan" or "Span" or "ReadOnlyMemory" or "ImmutableArray" or "ArraySegment" && value is ArrayInstance ? value
        : conversion.ContainingType.Name == "String" && value is Constant { Content: string text } ? Arrays.Characters(evaluator, text)
        : null;

    // A list or text that is known, at an index that is known at run.
    private static Value? Indexed(Rasp.Elements elements, IPropertySymbol property, Value? holder, Value index, SyntaxNode syntax) {
        const string Outside = "ArgumentOutOfRangeException: Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')";
        return holder switch {
            ListInstance list => elements.At(list.Items, index, property.Type, Outside, syntax),
            ArrayInstance array => elements.At(array.Items, index, array.ElementType, "IndexOutOfRangeException: Index was outside the bounds of the array.", syntax),
            Constant { Content: string text } => elements.At([.. text.Select(letter => (Value)new Constant(letter))], index, property.Type, "IndexOutOfRangeException: Index was outside the bounds of the array.", syntax),
            _ => throw elements.Refuse(syntax, $"{holder?.Describe()} indexed by an element"),
        };
    }

    public static Value? Get(Evaluator evaluator, IPropertySymbol property, Value? holder, Place[] arguments, SyntaxNode syntax) {
        if (evaluator.AtRun is { } elements && arguments is [var place] && Rasp.Elements.IsElement(place.Get()) && property.IsIndexer) {
            return Indexed(elements, property, holder, place.Get(), syntax);
        }
        switch (holder) {
            case ArrayInstance array:
                return property.Name switch {
                    "Length" or "Count" => Constant.Of(array.Items.Length),
                    "LongLength" => new Constant((long)array.Items.Length),
                    "Rank" => Constant.Of(array.Lengths.Length),
                    "IsEmpty" or "IsDefaultOrEmpty" => Constant.Of(array.Items.Length == 0),
                    "IsDefault" => Constant.False,
                    "this[]" when arguments.Length == 1 => Element(evaluator, array.Items, array.ElementType, arguments[0].Get(), syntax, isArray: true),
                    _ => null,
                };
            case ListInstance list:
                return property.Name switch {
                    "Count" or "Length" => Constant.Of(list.Items.Count),
                    "Capacity" => Constant.Of(Math.Max(4, list.Items.Count)),
                    "IsEmpty" => Constant.Of(list.Items.Count == 0),
                    "this[]" => Element(evaluator, list.Items, null, arguments[0].Get(), syntax),
                    _ => null,
                };
            case EnumeratorInstance { Walk: var walk } when property.Name == "Current":
                return walk.Current;
            case Constant { Content: string text } when property.Name == "this[]":
                return Element(evaluator, [.. text.Select(character => (Value)new Constant(character))], null, arguments[0].Get(), syntax, isArray: true);
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
                array.Items[Index(evaluator, arguments[0].Get(), array.Items.Length, syntax, isArray: true)] = value.Copy();
                return true;
            case DictionaryInstance dictionary:
                dictionary.Set(arguments[0].Get(), value.Copy());
                return true;
            default:
                return false;
        }
    }

    public static Value? Call(Evaluator evaluator, IMethodSymbol method, Value? receiver, Place[] arguments, SyntaxNode syntax) {
        switch (receiver) {
            case EnumeratorInstance { Walk: var walk }:
                switch (method.Name) {
                    case "MoveNext":
                        return Constant.Of(walk.MoveNext());
                    case "Dispose":
                        return Constant.Null;
                    default:
                        return null;
                }
            case SequenceInstance or ListInstance or ArrayInstance or SetInstance or DictionaryInstance when method.Name == "GetEnumerator" && arguments.Length == 0:
                return new EnumeratorInstance(method.ReturnType, evaluator.Enumerate(receiver, syntax).GetEnumerator());
            case ListInstance list:
                try {
                    return OfList(evaluator, list, method, arguments, syntax);
                } catch (ArgumentException) {
                    throw evaluator.WouldThrow(syntax, $"'{method.Name}' is called with an index outside the list, which has {list.Items.Count} elements", "System.ArgumentOutOfRangeException");
                }
            default:
                return Arrays.Call(evaluator, method, receiver, arguments, syntax);
        }
    }

    public static bool Holds(Evaluator evaluator, Value test, Value item, SyntaxNode syntax) => evaluator.Call((Function)test, syntax, item) switch {
        Constant { Content: bool truth } => truth,
        var other => throw evaluator.NeedsValue(syntax, other, "this condition"),
    };

    private static Value? OfList(Evaluator evaluator, ListInstance list, IMethodSymbol method, Place[] arguments, SyntaxNode syntax) {
        Value Argument(int i) => arguments[i].Get();
        int Number(int i) => evaluator.Number(Argument(i), syntax, "an index");
        bool Matches(Value item) => Holds(evaluator, Argument(0), item, syntax);
        bool Same(Value item) => evaluator.AreEqual(item, Argument(0), syntax);
        List<Value> items = list.Items;
        ITypeSymbol element = ((INamedTypeSymbol)list.Type).TypeArguments.FirstOrDefault() ?? list.Type;
        bool isStack = list.Type.Name == "Stack";
        // What leaves the list as it is.
        switch (method.Name) {
            case "Peek" or "TryPeek" or "TryPop" or "TryDequeue" or "Pop" or "Dequeue":
                return Taken(evaluator, list, method, arguments, isStack, syntax);
            case "ToArray":
                return new ArrayInstance(element, [.. evaluator.Elements(list, syntax).Select(item => item.Copy())]);
            case "Contains":
                return Constant.Of(items.Any(Same));
            case "IndexOf":
                return Constant.Of(items.FindIndex(Same));
            case "LastIndexOf":
                return Constant.Of(items.FindLastIndex(Same));
            case "Find":
                return items.Find(Matches) ?? evaluator.Default(element);
            case "FindLast":
                return items.FindLast(Matches) ?? evaluator.Default(element);
            case "FindIndex" when arguments.Length == 1:
                return Constant.Of(items.FindIndex(Matches));
            case "FindLastIndex" when arguments.Length == 1:
                return Constant.Of(items.FindLastIndex(Matches));
            case "FindAll":
                return new ListInstance(list.Type, items.FindAll(Matches));
            case "Exists":
                return Constant.Of(items.Exists(Matches));
            case "TrueForAll":
                return Constant.Of(items.TrueForAll(Matches));
            case "ForEach":
                foreach (Value item in items.ToArray()) {
                    evaluator.Call((Function)Argument(0), syntax, item);
                }
                return Constant.Null;
            case "ConvertAll":
                return new ListInstance(evaluator.Resolve(method.ReturnType), [.. items.Select(item => evaluator.Call((Function)Argument(0), syntax, item))]);
            case "GetRange" or "Slice":
                return new ListInstance(list.Type, items.GetRange(Number(0), Number(1)));
            case "AsReadOnly":
                return list;
            case "CopyTo" when arguments is [{ } into, ..] && into.Get() is ArrayInstance target:
                evaluator.Change(target, syntax);
                items.CopyTo(target.Items, arguments.Length > 1 ? Number(1) : 0);
                return Constant.Null;
        }
        evaluator.Change(list, syntax);
        switch (method.Name) {
            case "Add" or "Enqueue" or "Push":
                items.Add(Argument(0).Copy());
                return Constant.Null;
            case "AddRange":
                items.AddRange(evaluator.Elements(Argument(0), syntax));
                return Constant.Null;
            case "Insert":
                items.Insert(Number(0), Argument(1).Copy());
                return Constant.Null;
            case "InsertRange":
                items.InsertRange(Number(0), evaluator.Elements(Argument(1), syntax));
                return Constant.Null;
            case "Remove":
                return Constant.Of(items.FindIndex(Same) is >= 0 and var found && RemoveAt(items, found));
            case "RemoveAt":
                items.RemoveAt(Index(evaluator, Argument(0), items.Count, syntax));
                return Constant.Null;
            case "RemoveAll":
                return Constant.Of(items.RemoveAll(Matches));
            case "RemoveRange":
                items.RemoveRange(Number(0), Number(1));
                return Constant.Null;
            case "Clear":
                items.Clear();
                return Constant.Null;
            case "Reverse" when arguments.Length == 0:
                items.Reverse();
                return Constant.Null;
            case "Sort" when arguments.Length <= 1:
                items.Sort(arguments.Length == 0 ? new ValueComparer(evaluator, syntax) : evaluator.Comparer(Argument(0), syntax));
                return Constant.Null;
            case "EnsureCapacity":
                return Constant.Of(Number(0));
            case "TrimExcess":
                return Constant.Null;
            default:
                return null;
        }
    }

    private static bool RemoveAt(List<Value> items, int at) {
        items.RemoveAt(at);
        return true;
    }

    private static Value Taken(Evaluator evaluator, ListInstance list, IMethodSymbol method, Place[] arguments, bool isStack, SyntaxNode syntax) {
        int at = isStack ? list.Items.Count - 1 : 0;
        bool tries = method.Name.StartsWith("Try", StringComparison.Ordinal);
        if (list.Items.Count == 0) {
            if (!tries) {
                throw evaluator.WouldThrow(syntax, $"'{method.Name}' of an empty {list.Type.Name.ToLowerInvariant()}", "System.InvalidOperationException");
            }
            arguments[0].Set(evaluator.Default(((INamedTypeSymbol)list.Type).TypeArguments[0]));
            return Constant.False;
        }
        Value item = list.Items[at];
        if (!method.Name.EndsWith("Peek", StringComparison.Ordinal)) {
            evaluator.Change(list, syntax);
            list.Items.RemoveAt(at);
        }
        if (tries) {
            arguments[0].Set(item);
        }
        return tries ? Constant.True : item;
    }

    private static Value Element(Evaluator evaluator, IReadOnlyList<Value> items, ITypeSymbol? elementType, Value index, SyntaxNode syntax, bool isArray = false) =>
        index is RangeValue range && elementType is not null
            ? new ArrayInstance(elementType, [.. evaluator.Part(items, range, syntax)])
            : items[Index(evaluator, index, items.Count, syntax, isArray)];

    private static int Index(Evaluator evaluator, Value index, int length, SyntaxNode syntax, bool isArray = false) {
        int at = index is IndexValue from ? from.In(length) : evaluator.Number(index, syntax, "an index");
        return at >= 0 && at < length ? at : throw evaluator.OutOfRange(syntax, at, length, isArray);
    }
}
