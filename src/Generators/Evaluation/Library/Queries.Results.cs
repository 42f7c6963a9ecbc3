using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation.Library;

/// <summary>Queries that end in a value or in a collection of their own.</summary>
internal sealed partial class Queries {
    private Value? Ended() {
        bool has = Count > 1;
        switch (method.Name) {
            case "ToArray":
                return new ArrayInstance(ElementType, [.. Items.Select(item => item.Copy())]);
            case "ToList":
                return new ListInstance(evaluator.Resolve(method.ReturnType), [.. Items.Select(item => item.Copy())]);
            case "ToHashSet":
                return Add(new SetInstance(evaluator.Resolve(method.ReturnType), Comparer(1)), Items);
            case "ToDictionary":
                return ToDictionary();
            case "ToLookup": {
                DictionaryInstance lookup = new(evaluator.Resolve(method.ReturnType), Comparer());
                Func<Value, Value> element = has && Count > 2 && Argument(2) is Values.Function ? Map(2) : item => item;
                foreach (IGrouping<Value, Value> group in Items.GroupBy(Map(1), element, Comparer())) {
                    lookup.Set(group.Key, new SequenceInstance(method.ReturnType, [.. group], group.Key));
                }
                return lookup;
            }
            case "Any":
                return Constant.Of(has ? Items.Any(Holds(1)) : Items.Any());
            case "All":
                return Constant.Of(Items.All(Holds(1)));
            case "Count":
                return Constant.Of(has ? Items.Count(Holds(1)) : Items.Count());
            case "LongCount":
                return new Constant((long)(has ? Items.Count(Holds(1)) : Items.Count()));
            case "Contains":
                return Constant.Of(Items.Contains(Argument(1), Comparer(2)));
            case "First":
                return has ? Items.First(Holds(1)) : Items.First();
            case "Last":
                return has ? Items.Last(Holds(1)) : Items.Last();
            case "Single":
                return has ? Items.Single(Holds(1)) : Items.Single();
            case "FirstOrDefault" or "LastOrDefault" or "SingleOrDefault":
                return OrDefault();
            case "ElementAt":
                return Argument(1) is IndexValue ? At([.. Items]) ?? throw new ArgumentOutOfRangeException() : Items.ElementAt(Number(1));
            case "ElementAtOrDefault":
                return At([.. Items]) ?? evaluator.Default(ElementType);
            case "Aggregate":
                return Aggregate();
            case "SequenceEqual":
                return Constant.Of(Items.SequenceEqual(Sequence(1), Comparer(2)));
            case "MaxBy" or "MinBy": {
                Func<Value, Value> key = Map(1);
                ValueComparer order = new(evaluator, syntax, isDescending: method.Name == "MaxBy");
                return Items.OrderBy(key, order).FirstOrDefault() ?? (ElementType.IsValueType ? throw new InvalidOperationException("the sequence is empty") : Constant.Null);
            }
            case "Sum" or "Max" or "Min" or "Average":
                return Fold(has && Argument(1) is Values.Function ? Items.Select(Map(1)) : Items);
            case "TryGetNonEnumeratedCount":
                arguments[1].Set(Constant.Of(Items.Count()));
                return Constant.True;
            default:
                return null;
        }
    }

    private Value? At(Value[] all) {
        int at = Argument(1) is IndexValue from ? from.In(all.Length) : Number(1);
        return at >= 0 && at < all.Length ? all[at] : null;
    }

    private Value OrDefault() {
        bool tests = Count > 1 && method.OriginalDefinition.Parameters.Any(parameter => parameter.Name == "predicate");
        int value = Array.FindIndex(method.OriginalDefinition.Parameters.ToArray(), parameter => parameter.Name == "defaultValue");
        IEnumerable<Value> chosen = tests ? Items.Where(Holds(1)) : Items;
        Value? found = method.Name switch {
            "FirstOrDefault" => chosen.FirstOrDefault(),
            "LastOrDefault" => chosen.LastOrDefault(),
            _ => chosen.SingleOrDefault(),
        };
        return found ?? (value > 0 ? Argument(value) : evaluator.Default(method.ReturnType));
    }

    private Value ToDictionary() {
        DictionaryInstance made = new(evaluator.Resolve(method.ReturnType), Comparer());
        bool isPairs = Count == 1;
        Func<Value, Value>? element = Count > 2 && Argument(2) is Values.Function ? Map(2) : null;
        foreach (Value item in Items) {
            (Value key, Value value) = isPairs && item is TupleInstance { Items: [var first, var second] } ? (first, second)
                : (evaluator.Call(Function(1), syntax, item), element is null ? item : element(item));
            if (made.Find(key) is not null) {
                throw new ArgumentException($"the key {key.Describe()} is there already");
            }
            made.Set(key, value.Copy());
        }
        return made;
    }

    private Value Aggregate() {
        Value total = Count == 2
            ? Items.Aggregate((sum, item) => evaluator.Call(Function(1), syntax, sum, item))
            : Items.Aggregate(Argument(1), (sum, item) => evaluator.Call(Function(2), syntax, sum, item));
        return Count == 4 ? evaluator.Call(Function(3), syntax, total) : total;
    }

    private static SetInstance Add(SetInstance set, IEnumerable<Value> items) {
        foreach (Value item in items) {
            set.Set.Add(item);
        }
        return set;
    }

    /// <summary>Sums and extremes: of numbers by .NET's own methods, which sum floats in double precision; of sizes by their bounds.</summary>
    private Value Fold(IEnumerable<Value> items) {
        Value[] all = [.. items];
        Value[] numbers = [.. all.Where(item => !item.IsNull)];
        if (numbers.FirstOrDefault(number => number is Unknown) is { } unknown) {
            return unknown;
        }
        if (numbers.Length < all.Length || method.ReturnType is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }) {
            if (numbers.Length == 0) {
                return method.Name == "Sum" ? evaluator.Default(((INamedTypeSymbol)method.ReturnType).TypeArguments[0]) : Constant.Null;
            }
        } else if (numbers.Length == 0 && method.Name == "Sum") {
            return evaluator.Default(method.ReturnType);
        }
        if (numbers.Length == 0) {
            throw new InvalidOperationException("the sequence is empty");
        }
        if (numbers.Any(number => number is SymbolicInteger)) {
            return OfSizes(numbers);
        }
        object?[] contents = [.. numbers.Select(number => (number as Constant)?.Content)];
        object? folded = contents[0] switch {
            int when contents.All(item => item is int) => Fold(contents.Cast<int>(), Enumerable.Sum, Enumerable.Average, Enumerable.Max, Enumerable.Min),
            long when contents.All(item => item is long) => Fold(contents.Cast<long>(), Enumerable.Sum, Enumerable.Average, Enumerable.Max, Enumerable.Min),
            float when contents.All(item => item is float) => Fold(contents.Cast<float>(), Enumerable.Sum, Enumerable.Average, Enumerable.Max, Enumerable.Min),
            double when contents.All(item => item is double) => Fold(contents.Cast<double>(), Enumerable.Sum, Enumerable.Average, Enumerable.Max, Enumerable.Min),
            decimal when contents.All(item => item is decimal) => Fold(contents.Cast<decimal>(), Enumerable.Sum, Enumerable.Average, Enumerable.Max, Enumerable.Min),
            _ => null,
        };
        if (folded is not null) {
            return new Constant(folded);
        }
        return method.Name is "Max" or "Min"
            ? numbers.Aggregate((best, item) => evaluator.Order(item, best, syntax) * (method.Name == "Max" ? 1 : -1) > 0 ? item : best)
            : throw evaluator.NeedsValue(syntax, numbers[0], $"'{method.Name}'");
    }

    private object Fold<T, TMean>(IEnumerable<T> numbers, Func<IEnumerable<T>, T> sum, Func<IEnumerable<T>, TMean> mean, Func<IEnumerable<T>, T> most, Func<IEnumerable<T>, T> least)
        where T : struct where TMean : struct {
        try {
            return method.Name switch { "Sum" => sum(numbers), "Average" => mean(numbers), "Max" => most(numbers), _ => least(numbers) };
        } catch (OverflowException) {
            throw evaluator.WouldThrow(syntax, $"the sum overflows {typeof(T).Name}", "System.OverflowException");
        }
    }

    private Value OfSizes(Value[] sizes) {
        if (method.Name == "Sum") {
            return sizes.Aggregate((sum, size) => evaluator.Combine(BinaryOperatorKind.Add, sum, size, method.ReturnType, syntax));
        }
        BinaryOperatorKind better = method.Name switch {
            "Max" => BinaryOperatorKind.GreaterThan,
            "Min" => BinaryOperatorKind.LessThan,
            _ => throw evaluator.NeedsValue(syntax, sizes.First(size => size is SymbolicInteger), $"'{method.Name}'"),
        };
        return sizes.Aggregate((best, size) => evaluator.Combine(better, size, best, evaluator.Compilation.GetSpecialType(SpecialType.System_Boolean), syntax) is Constant { Content: true } ? size : best);
    }
}
