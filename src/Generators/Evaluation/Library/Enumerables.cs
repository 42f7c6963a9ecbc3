using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation.Library;

/// <summary>The queries of System.Linq over build-time collections, evaluated at once.</summary>
internal static class Enumerables {
    public static Value? Call(Evaluator evaluator, IMethodSymbol method, Place[] arguments, SyntaxNode syntax) {
        if (method.ContainingType.Name != "Enumerable" || method.ContainingNamespace.ToDisplayString() != "System.Linq") {
            return null;
        }
        Value Argument(int i) => arguments[i].Get();
        int Count(int i) => evaluator.Number(Argument(i), syntax, "a count");
        switch (method.Name) {
            case "Range":
                return List(method, Enumerable.Range(Count(0), Count(1)).Select(Constant.Of));
            case "Repeat":
                return List(method, Enumerable.Repeat(Argument(0), Count(1)));
            case "Empty":
                return List(method, []);
        }
        IReadOnlyList<Value> items = evaluator.Elements(Argument(0), syntax);
        Value Apply(int function, params Value[] values) => evaluator.Call((Function)Argument(function), syntax, values);
        bool Holds(Value item) => Lists.Holds(evaluator, (Function)Argument(1), item, syntax);
        bool has = arguments.Length > 1;
        switch (method.Name) {
            case "ToArray":
                return new ArrayInstance(evaluator.Resolve(method.TypeArguments[0]), [.. items]);
            case "ToList" or "AsEnumerable" or "Cast":
                return List(method, items);
            case "Select":
                return List(method, [.. items.Select((item, i) => ((Function)Argument(1)).Method.Parameters.Length == 2 ? Apply(1, item, Constant.Of(i)) : Apply(1, item))]);
            case "SelectMany" when arguments.Length == 2:
                return List(method, [.. items.SelectMany(item => evaluator.Elements(Apply(1, item), syntax))]);
            case "Where":
                return List(method, [.. items.Where(Holds)]);
            case "Zip":
                return List(method, [.. items.Zip(evaluator.Elements(Argument(1), syntax), (a, b) => arguments.Length > 2 ? Apply(2, a, b) : new TupleInstance([a, b], ["First", "Second"]))]);
            case "Concat":
                return List(method, [.. items, .. evaluator.Elements(Argument(1), syntax)]);
            case "Append":
                return List(method, [.. items, Argument(1)]);
            case "Prepend":
                return List(method, [Argument(1), .. items]);
            case "Reverse":
                return List(method, [.. items.Reverse()]);
            case "Skip":
                return List(method, [.. items.Skip(Count(1))]);
            case "Take" when Argument(1) is Constant:
                return List(method, [.. items.Take(Count(1))]);
            case "Any":
                return Constant.Of(has ? items.Any(Holds) : items.Count > 0);
            case "All":
                return Constant.Of(items.All(Holds));
            case "Count":
                return Constant.Of(has ? items.Count(Holds) : items.Count);
            case "Contains":
                return Constant.Of(items.Any(item => evaluator.AreEqual(item, Argument(1), syntax)));
            case "First" or "Single" or "Last" or "FirstOrDefault" or "LastOrDefault": {
                Value[] chosen = has ? [.. items.Where(Holds)] : [.. items];
                return chosen.Length > 0 ? method.Name.StartsWith("Last", System.StringComparison.Ordinal) ? chosen[chosen.Length - 1] : chosen[0]
                    : method.Name.EndsWith("OrDefault", System.StringComparison.Ordinal) ? evaluator.Default(method.ReturnType)
                    : throw evaluator.Fail(Descriptors.Thrown, syntax, "the sequence has no such element", evaluator.Within(syntax));
            }
            case "ElementAt":
                return Count(1) is var at && at >= 0 && at < items.Count ? items[at] : throw evaluator.OutOfRange(syntax, at, items.Count);
            case "Aggregate":
                return arguments.Length == 2
                    ? items.Skip(1).Aggregate(items[0], (sum, item) => Apply(1, sum, item))
                    : items.Aggregate(Argument(1), (sum, item) => Apply(2, sum, item));
            case "Sum" or "Max" or "Min": {
                List<Value> numbers = has ? [.. items.Select(item => Apply(1, item))] : [.. items];
                return Fold(evaluator, method, numbers, syntax);
            }
            case "SequenceEqual": {
                IReadOnlyList<Value> other = evaluator.Elements(Argument(1), syntax);
                return Constant.Of(items.Count == other.Count && items.Zip(other, (a, b) => evaluator.AreEqual(a, b, syntax)).All(same => same));
            }
            case "Distinct":
                return List(method, items.Aggregate(new List<Value>(), (kept, item) => {
                    if (!kept.Any(other => evaluator.AreEqual(other, item, syntax))) {
                        kept.Add(item);
                    }
                    return kept;
                }));
            default:
                return null;
        }
    }

    private static ListInstance List(IMethodSymbol method, IEnumerable<Value> items) => new(method.ReturnType, [.. items]);

    private static Value Fold(Evaluator evaluator, IMethodSymbol method, List<Value> numbers, SyntaxNode syntax) {
        if (method.Name == "Sum") {
            return numbers.Aggregate(evaluator.Default(method.ReturnType), (sum, number) => evaluator.Combine(BinaryOperatorKind.Add, sum, number, method.ReturnType, syntax));
        }
        if (numbers.Count == 0) {
            throw evaluator.Fail(Descriptors.Thrown, syntax, $"{method.Name} of an empty sequence", evaluator.Within(syntax));
        }
        BinaryOperatorKind better = method.Name == "Max" ? BinaryOperatorKind.GreaterThan : BinaryOperatorKind.LessThan;
        return numbers.Aggregate((best, number) => evaluator.Combine(better, number, best, evaluator.Compilation.GetSpecialType(SpecialType.System_Boolean), syntax) is Constant { Content: true } ? number : best);
    }
}
