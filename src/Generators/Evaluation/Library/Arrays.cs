using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation.Library;

/// <summary>Arrays and spans of the base library, and the methods of <c>Array</c> and <c>MemoryExtensions</c>.</summary>
internal static class Arrays {
    /// <summary>The characters of a text.</summary>
    public static ArrayInstance Characters(Evaluator evaluator, string text) =>
        new(evaluator.Compilation.GetSpecialType(SpecialType.System_Char), [.. text.Select(character => new Constant(character))]);

    public static Value? Call(Evaluator evaluator, IMethodSymbol method, Value? receiver, Place[] arguments, SyntaxNode syntax) {
        Value Argument(int i) => arguments[i].Get();
        if (receiver is ArrayInstance array) {
            return OfArray(evaluator, array, method, arguments, syntax);
        }
        switch (method.ContainingType.Name, method.Name) {
            case ("Array", "Empty"):
                return new ArrayInstance(evaluator.Resolve(method.TypeArguments[0]), []);
            case ("Array", "ConvertAll"):
                return new ArrayInstance(evaluator.Resolve(method.TypeArguments[1]), [.. Given(0).Items.Select(item => evaluator.Call((Function)Argument(1), syntax, item))]);
            case ("Array", "Resize"): {
                ArrayInstance old = Given(0);
                int length = evaluator.Number(Argument(1), syntax, "a length");
                arguments[0].Set(new ArrayInstance(old.ElementType, [.. Enumerable.Range(0, length).Select(i => i < old.Items.Length ? old.Items[i] : evaluator.Default(old.ElementType))]));
                return Constant.Null;
            }
            case ("Array", "Copy"):
                return Copied(evaluator, arguments, syntax);
            case ("Array" or "MemoryExtensions", _) when arguments.Length > 0 && Argument(0) is ArrayInstance or Constant { Content: string }:
                return OfElements(evaluator, Given(0), method, [.. arguments.Skip(1)], syntax);
            default:
                return null;
        }

        ArrayInstance Given(int i) => Argument(i) switch {
            ArrayInstance given => given,
            Constant { Content: string text } => Characters(evaluator, text),
            var other => throw evaluator.WouldThrow(syntax, $"'{method.Name}' takes an array, found {other.Describe()}", "System.ArgumentNullException"),
        };
    }

    private static Value? OfArray(Evaluator evaluator, ArrayInstance array, IMethodSymbol method, Place[] arguments, SyntaxNode syntax) {
        switch (method.Name) {
            case "GetLength" or "GetUpperBound" when evaluator.Number(arguments[0].Get(), syntax, "a dimension") is >= 0 and var axis && axis < array.Lengths.Length:
                return Constant.Of(array.Lengths[axis] - (method.Name == "GetUpperBound" ? 1 : 0));
            case "Clone" or "ToArray":
                return new ArrayInstance(array.ElementType, [.. array.Items.Select(item => item.Copy())], array.Lengths);
            case "CopyTo" when arguments[0].Get() is ArrayInstance target:
                return Move(evaluator, array, 0, target, arguments.Length > 1 ? evaluator.Number(arguments[1].Get(), syntax, "an index") : 0, array.Items.Length, syntax);
            default:
                return method.ContainingType.Name.StartsWith("Immutable", StringComparison.Ordinal) ? null : OfElements(evaluator, array, method, arguments, syntax);
        }
    }

    // Instance methods of spans and lists, static ones of Array and extensions of spans are the same after their first argument.
    private static Value? OfElements(Evaluator evaluator, ArrayInstance array, IMethodSymbol method, Place[] arguments, SyntaxNode syntax) {
        Value Argument(int i) => arguments[i].Get();
        bool Matches(Value item) => Lists.Holds(evaluator, Argument(0), item, syntax);
        bool Same(Value item) => evaluator.AreEqual(item, Argument(0), syntax);
        Value[] items = array.Items;
        switch (method.Name) {
            case "AsSpan" when arguments.Length == 0:
                return array;
            case "Slice" or "AsSpan" or "AsMemory" when !IsWritable(method, array): {
                int start = evaluator.Number(Argument(0), syntax, "a start");
                int length = arguments.Length > 1 ? evaluator.Number(Argument(1), syntax, "a length") : items.Length - start;
                return new ArrayInstance(array.ElementType, [.. evaluator.Part(items, new RangeValue(new(start, false), new(start + length, false)), syntax)]);
            }
            case "Fill":
                evaluator.Change(array, syntax);
                for (int i = 0; i < items.Length; i++) {
                    items[i] = Argument(0).Copy();
                }
                return Constant.Null;
            case "Clear" when arguments.Length == 0:
                evaluator.Change(array, syntax);
                for (int i = 0; i < items.Length; i++) {
                    items[i] = evaluator.Default(array.ElementType);
                }
                return Constant.Null;
            case "Reverse" when arguments.Length == 0:
                evaluator.Change(array, syntax);
                Array.Reverse(items);
                return Constant.Null;
            case "Sort" when arguments.Length <= 1 && (arguments.Length == 0 || Argument(0) is Function or ManneredInstance):
                evaluator.Change(array, syntax);
                Array.Sort(items, arguments.Length == 0 ? new ValueComparer(evaluator, syntax) : evaluator.Comparer(Argument(0), syntax));
                return Constant.Null;
            case "Contains":
                return Constant.Of(items.Any(Same));
            case "IndexOf" when arguments.Length == 1:
                return Constant.Of(Array.FindIndex(items, Same));
            case "LastIndexOf" when arguments.Length == 1:
                return Constant.Of(Array.FindLastIndex(items, Same));
            case "Exists":
                return Constant.Of(items.Any(Matches));
            case "TrueForAll":
                return Constant.Of(items.All(Matches));
            case "Find":
                return Array.Find(items, Matches) ?? evaluator.Default(array.ElementType);
            case "FindLast":
                return Array.FindLast(items, Matches) ?? evaluator.Default(array.ElementType);
            case "FindIndex" when arguments.Length == 1:
                return Constant.Of(Array.FindIndex(items, Matches));
            case "FindLastIndex" when arguments.Length == 1:
                return Constant.Of(Array.FindLastIndex(items, Matches));
            case "FindAll":
                return new ArrayInstance(array.ElementType, Array.FindAll(items, Matches));
            case "ForEach":
                foreach (Value item in items) {
                    evaluator.Call((Function)Argument(0), syntax, item);
                }
                return Constant.Null;
            case "SequenceEqual": {
                IReadOnlyList<Value> others = evaluator.Elements(Argument(0), syntax);
                return Constant.Of(items.SequenceEqual(others, new ValueComparer(evaluator, syntax)));
            }
            case "StartsWith" or "EndsWith" when Argument(0) is ArrayInstance { Items: var part }: {
                IEnumerable<Value> compared = method.Name == "StartsWith" ? items.Take(part.Length) : items.Skip(items.Length - part.Length);
                return Constant.Of(part.Length <= items.Length && compared.SequenceEqual(part, new ValueComparer(evaluator, syntax)));
            }
            default:
                return null;
        }
    }

    // A part that can be written to is the array itself seen through a window, which values do not have.
    private static bool IsWritable(IMethodSymbol method, ArrayInstance array) =>
        method.ReturnType.Name is "Span" or "Memory" && array.Items.Length > 0;

    private static Value? Copied(Evaluator evaluator, Place[] arguments, SyntaxNode syntax) {
        int Number(int i) => evaluator.Number(arguments[i].Get(), syntax, "an index");
        return arguments.Length == 3
            ? Move(evaluator, (ArrayInstance)arguments[0].Get(), 0, (ArrayInstance)arguments[1].Get(), 0, Number(2), syntax)
            : Move(evaluator, (ArrayInstance)arguments[0].Get(), Number(1), (ArrayInstance)arguments[2].Get(), Number(3), Number(4), syntax);
    }

    private static Value Move(Evaluator evaluator, ArrayInstance from, int start, ArrayInstance to, int at, int length, SyntaxNode syntax) {
        evaluator.Change(to, syntax);
        if (start < 0 || at < 0 || length < 0 || start + length > from.Items.Length || at + length > to.Items.Length) {
            throw evaluator.WouldThrow(syntax, $"{length} elements from {start} of {from.Items.Length} do not fit at {at} of {to.Items.Length}", "System.ArgumentException");
        }
        Value[] moved = [.. from.Items.Skip(start).Take(length).Select(item => item.Copy())];
        Array.Copy(moved, 0, to.Items, at, length);
        return Constant.Null;
    }
}
