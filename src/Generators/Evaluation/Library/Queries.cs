using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation.Library;

/// <summary>The queries of System.Linq over build-time collections: .NET's own, over values, so that they are as lazy and as stable.</summary>
internal sealed partial class Queries {
    private readonly Evaluator evaluator;
    private readonly IMethodSymbol method;
    private readonly Place[] arguments;
    private readonly SyntaxNode syntax;

    private Queries(Evaluator evaluator, IMethodSymbol method, Place[] arguments, SyntaxNode syntax) =>
        (this.evaluator, this.method, this.arguments, this.syntax) = (evaluator, method, arguments, syntax);

    public static Value? Call(Evaluator evaluator, IMethodSymbol method, Place[] arguments, SyntaxNode syntax) {
        if (method.ContainingType.Name is not ("Enumerable" or "ImmutableArrayExtensions") || method.ContainingNamespace.ToDisplayString() != "System.Linq") {
            return null;
        }
        Queries query = new(evaluator, method, arguments, syntax);
        try {
            return query.Made() ?? query.Chained() ?? query.Ended();
        } catch (InvalidOperationException exception) {
            throw evaluator.WouldThrow(syntax, $"{method.Name}: {exception.Message}", "System.InvalidOperationException");
        } catch (ArgumentOutOfRangeException) {
            throw evaluator.WouldThrow(syntax, $"{method.Name}: the index is outside the sequence", "System.ArgumentOutOfRangeException");
        } catch (ArgumentException exception) {
            throw evaluator.WouldThrow(syntax, $"{method.Name}: {exception.Message}", "System.ArgumentException");
        }
    }

    private int Count => arguments.Length;

    private IEnumerable<Value> Items => Sequence(0);

    private Value Argument(int i) => arguments[i].Get();

    private int Number(int i) => evaluator.Number(Argument(i), syntax, "a count");

    private IEnumerable<Value> Sequence(int i) => evaluator.Enumerate(Argument(i), syntax);

    private Function Function(int i) => Argument(i) as Function ?? throw evaluator.Unsupported(syntax, $"this overload of '{method.Name}'", "pass a function");

    private int Parameters(int i) => method.Parameters[i].Type is INamedTypeSymbol { DelegateInvokeMethod.Parameters.Length: var count } ? count : 0;

    private Func<Value, Value> Map(int i) {
        Function function = Function(i);
        return item => evaluator.Call(function, syntax, item);
    }

    private Func<Value, int, Value> Indexed(int i) {
        Function function = Function(i);
        bool takesIndex = Parameters(i) == 2;
        return (item, index) => takesIndex ? evaluator.Call(function, syntax, item, Constant.Of(index)) : evaluator.Call(function, syntax, item);
    }

    private Func<Value, int, bool> Test(int i) {
        Func<Value, int, Value> test = Indexed(i);
        return (item, index) => Truth(test(item, index));
    }

    private Func<Value, bool> Holds(int i) {
        Func<Value, Value> test = Map(i);
        return item => Truth(test(item));
    }

    private bool Truth(Value value) => value is Constant { Content: bool truth } ? truth : throw evaluator.NeedsValue(syntax, value, "this condition");

    private ValueComparer Comparer(int i = int.MaxValue) => i < Count ? evaluator.Comparer(Argument(i), syntax) : new(evaluator, syntax);

    private SequenceInstance Lazy(IEnumerable<Value> items) => new(method.ReturnType, items);

    private static Value Pair(Value first, Value second) => new TupleInstance([first, second], ["First", "Second"]);

    private ITypeSymbol ElementType => evaluator.Resolve(method.TypeArguments.Length > 0 ? method.TypeArguments[0] : method.ReturnType);

    private Value? Made() => method.Name switch {
        "Range" => Lazy(Enumerable.Range(Number(0), Number(1)).Select(Constant.Of)),
        "Repeat" => Lazy(Enumerable.Repeat(Argument(0), Number(1))),
        "Empty" => Lazy([]),
        _ => null,
    };

    private Value? Chained() {
        switch (method.Name) {
            case "AsEnumerable":
                return Lazy(Items);
            case "Cast":
                return Lazy(Items.Select(item => item.IsNull || evaluator.Is(item, ElementType)
                    ? item
                    : throw evaluator.WouldThrow(syntax, $"{item.Describe()} is no {ElementType.Name}", "System.InvalidCastException")));
            case "OfType":
                return Lazy(Items.Where(item => evaluator.Is(item, ElementType)));
            case "Select":
                return Lazy(Items.Select(Indexed(1)));
            case "Where":
                return Lazy(Items.Where(Test(1)));
            case "SelectMany": {
                Func<Value, int, Value> inner = Indexed(1);
                IEnumerable<Value> Flat(Value item, int index) => evaluator.Enumerate(inner(item, index), syntax);
                return Count == 2
                    ? Lazy(Items.SelectMany(Flat))
                    : Lazy(Items.SelectMany(Flat, (item, part) => evaluator.Call(Function(2), syntax, item, part)));
            }
            case "Zip" when Count == 3 && Argument(2) is not Values.Function:
                return Lazy(Items.Zip(Sequence(1), Pair).Zip(Sequence(2), (pair, third) => (Value)new TupleInstance([.. ((TupleInstance)pair).Items, third], ["First", "Second", "Third"])));
            case "Zip":
                return Lazy(Items.Zip(Sequence(1), (a, b) => Count > 2 ? evaluator.Call(Function(2), syntax, a, b) : Pair(a, b)));
            case "Index":
                return Lazy(Items.Select((item, index) => (Value)new TupleInstance([Constant.Of(index), item], ["Index", "Item"])));
            case "Concat":
                return Lazy(Items.Concat(Sequence(1)));
            case "Append":
                return Lazy(Items.Append(Argument(1)));
            case "Prepend":
                return Lazy(Items.Prepend(Argument(1)));
            case "Reverse":
                return Lazy(Items.Reverse());
            case "DefaultIfEmpty":
                return Lazy(Items.DefaultIfEmpty(Count > 1 ? Argument(1) : evaluator.Default(ElementType)));
            case "Skip":
                return Lazy(Items.Skip(Number(1)));
            case "Take" when Argument(1) is RangeValue range: {
                Value[] all = [.. Items];
                (int start, int end) = (Math.Max(0, range.Start.In(all.Length)), Math.Min(all.Length, range.End.In(all.Length)));
                return Lazy(all.Skip(start).Take(Math.Max(0, end - start)));
            }
            case "Take":
                return Lazy(Items.Take(Number(1)));
            case "SkipLast": {
                Value[] all = [.. Items];
                return Lazy(all.Take(Math.Max(0, all.Length - Number(1))));
            }
            case "TakeLast": {
                Value[] all = [.. Items];
                return Lazy(all.Skip(Math.Max(0, all.Length - Number(1))));
            }
            case "TakeWhile":
                return Lazy(Items.TakeWhile(Test(1)));
            case "SkipWhile":
                return Lazy(Items.SkipWhile(Test(1)));
            case "Chunk":
                return Lazy(Items.Select((item, index) => (item, index)).GroupBy(pair => pair.index / Number(1), pair => pair.item).Select(part => (Value)new ArrayInstance(ElementType, [.. part])));
            case "Distinct":
                return Lazy(Items.Distinct(Comparer(1)));
            case "DistinctBy":
                return Lazy(Items.GroupBy(Map(1), Comparer(2)).Select(group => group.First()));
            case "Union":
                return Lazy(Items.Union(Sequence(1), Comparer(2)));
            case "Except":
                return Lazy(Items.Except(Sequence(1), Comparer(2)));
            case "Intersect":
                return Lazy(Items.Intersect(Sequence(1), Comparer(2)));
            case "Order" or "OrderDescending":
                return Sorted(Items.OrderBy(item => item, Direction(1)));
            case "OrderBy" or "OrderByDescending":
                return Sorted(Items.OrderBy(Map(1), Direction(2)));
            case "ThenBy" or "ThenByDescending":
                return Argument(0) is SequenceInstance { Items: IOrderedEnumerable<Value> ordered }
                    ? Sorted(ordered.ThenBy(Map(1), Direction(2)))
                    : throw evaluator.Unsupported(syntax, $"'{method.Name}' of something that is not ordered", "call OrderBy before");
            case "GroupBy":
                return Grouped();
            case "Join":
                return Lazy(Items.Join(Sequence(1), Map(2), Map(3), (a, b) => evaluator.Call(Function(4), syntax, a, b), Comparer(5)));
            case "GroupJoin":
                return Lazy(Items.GroupJoin(Sequence(1), Map(2), Map(3), (a, all) => evaluator.Call(Function(4), syntax, a, new SequenceInstance(method.ReturnType, [.. all])), Comparer(5)));
            default:
                return null;
        }
    }

    private SequenceInstance Sorted(IOrderedEnumerable<Value> items) => new(method.ReturnType, items);

    private IComparer<Value> Direction(int comparer) {
        bool isDescending = method.Name.EndsWith("Descending", StringComparison.Ordinal);
        return comparer < Count ? throw evaluator.Unsupported(syntax, $"'{method.Name}' with a comparer", "order by a number") : new ValueComparer(evaluator, syntax, isDescending: isDescending);
    }

    private Value Grouped() {
        // The arguments after the key are an element, a result, or both, told apart by the method's own signature.
        IMethodSymbol definition = method.OriginalDefinition;
        int element = Array.FindIndex(definition.Parameters.ToArray(), parameter => parameter.Name == "elementSelector");
        int result = Array.FindIndex(definition.Parameters.ToArray(), parameter => parameter.Name == "resultSelector");
        int comparer = Array.FindIndex(definition.Parameters.ToArray(), parameter => parameter.Name == "comparer");
        // Of an extension method called as one, the definition counts the same parameters.
        Func<Value, Value> part = element < 0 ? item => item : Map(element);
        return Lazy(Items.GroupBy(Map(1), part, comparer < 0 ? Comparer() : Comparer(comparer)).Select(group => {
            SequenceInstance grouped = new(method.ReturnType, [.. group], group.Key);
            return result < 0 ? grouped : evaluator.Call(Function(result), syntax, group.Key, grouped);
        }));
    }
}
