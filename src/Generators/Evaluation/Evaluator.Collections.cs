using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generators.Evaluation.Library;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation;

/// <summary>Arrays, their elements, and collection expressions.</summary>
internal sealed partial class Evaluator {
    private const int LongestArray = 1_000_000;

    private Value CreateArray(IArrayCreationOperation creation) {
        ITypeSymbol element = Resolve(((IArrayTypeSymbol)creation.Type!).ElementType);
        int[] lengths = [.. creation.DimensionSizes.Select(size => Number(Evaluate(size), size.Syntax, "the length of an array"))];
        long count = lengths.Aggregate(1L, (product, length) => product * length);
        if (count < 0 || count > LongestArray) {
            throw WouldThrow(creation.Syntax, $"an array of {count} elements cannot be made; at most {LongestArray} are", count < 0 ? "System.OverflowException" : "System.OutOfMemoryException");
        }
        if (creation.Initializer is not null) {
            List<Value> items = [];
            Collect(creation.Initializer, items);
            return new ArrayInstance(element, [.. items], lengths);
        }
        Value[] empty = new Value[count];
        for (int i = 0; i < empty.Length; i++) {
            empty[i] = Default(element);
        }
        return new ArrayInstance(element, empty, lengths);
    }

    private void Collect(IArrayInitializerOperation initializer, List<Value> items) {
        foreach (IOperation part in initializer.ElementValues) {
            if (part is IArrayInitializerOperation inner) {
                Collect(inner, items);
            } else {
                items.Add(Evaluate(part).Copy());
            }
        }
    }

    private Value CreateCollection(ICollectionExpressionOperation collection) {
        List<Value> items = [];
        foreach (IOperation part in collection.Elements) {
            if (part is ISpreadOperation spread) {
                items.AddRange(Elements(Evaluate(spread.Operand), spread.Syntax));
            } else {
                items.Add(Evaluate(part).Copy());
            }
        }
        ITypeSymbol type = Resolve(collection.Type!);
        if (type is IArrayTypeSymbol array) {
            return new ArrayInstance(array.ElementType, [.. items]);
        }
        if (type is INamedTypeSymbol { TypeArguments.Length: 1 } named && named.DeclaringSyntaxReferences.IsEmpty) {
            if (named.Name.EndsWith("Set", StringComparison.Ordinal)) {
                SetInstance set = new(named, new ValueComparer(this, collection.Syntax), named.Name == "SortedSet" ? new ValueComparer(this, collection.Syntax) : null);
                set.Set.UnionWith(items);
                return set;
            }
            return Lists.IsList(named) ? new ListInstance(named, items) : new ArrayInstance(named.TypeArguments[0], [.. items]);
        }
        if (type is INamedTypeSymbol { DeclaringSyntaxReferences.IsEmpty: true } known && items.Count == 0 && Dictionaries.Create(this, known, [], collection.Syntax) is { } empty) {
            return empty;
        }
        throw Unsupported(collection.Syntax, $"a collection expression of type '{type.Name}'", "use an array or a list");
    }

    /// <summary>A build-time integer.</summary>
    public int Number(Value value, SyntaxNode syntax, string use) => value switch {
        Constant { Content: int number } => number,
        Constant { Content: long or uint or short or ushort or byte or sbyte or char } constant => checked((int)Numbers.ToLong(constant.Content)),
        _ => throw NeedsValue(syntax, value, use),
    };

    private Value GetElement(IArrayElementReferenceOperation reference) => PlaceOfElement(reference).Get();

    private Place PlaceOfElement(IArrayElementReferenceOperation reference) {
        Value holder = Evaluate(reference.ArrayReference);
        if (holder is Unknown) {
            return new Variable(holder);
        }
        if (holder is not ArrayInstance array) {
            throw NullOrUnsupported(reference, holder, Short(reference.ArrayReference.Syntax));
        }
        Value[] indices = [.. reference.Indices.Select(Evaluate)];
        if (indices.Length == 1 && indices[0] is RangeValue range) {
            return new Variable(new ArrayInstance(array.ElementType, [.. Part(array.Items, range, reference.Syntax)]));
        }
        if (indices.Any(Concerns)) {
            if (indices.Length > 1) {
                throw AtRun!.Refuse(reference.Syntax, "An array of several axes, indexed by an element,");
            }
            return new Variable(AtRun!.At(array.Items, indices[0], array.ElementType, "IndexOutOfRangeException: Index was outside the bounds of the array.", reference.Syntax));
        }
        int offset = 0;
        for (int i = 0; i < indices.Length; i++) {
            int index = indices[i] is IndexValue from ? from.In(array.Lengths[i]) : Number(indices[i], reference.Indices[i].Syntax, "an index");
            if (index < 0 || index >= array.Lengths[i]) {
                throw OutOfRange(reference.Syntax, index, array.Lengths[i], isArray: true);
            }
            offset = offset * array.Lengths[i] + index;
        }
        return Guarded(new ComputedPlace(() => array.Items[offset], value => array.Items[offset] = value), array, reference.Syntax);
    }

    public EvaluationException OutOfRange(SyntaxNode syntax, int index, int length, bool isArray = false) =>
        WouldThrow(syntax, $"the index {index} is outside '{Short(syntax)}', which has {length} elements", isArray ? "System.IndexOutOfRangeException" : "System.ArgumentOutOfRangeException");

    private Value GetImplicitIndexer(IImplicitIndexerReferenceOperation reference) {
        Value holder = Evaluate(reference.Instance);
        Value argument = Evaluate(reference.Argument);
        switch (holder) {
            case Constant { Content: string text }: {
                Value[] characters = [.. text.Select(character => new Constant(character))];
                return argument is RangeValue range
                    ? Constant.Of(string.Concat(Part(characters, range, reference.Syntax).Select(Text.Of)))
                    : characters[Within(IndexOf(argument, reference.Syntax), characters.Length, reference.Syntax)];
            }
            case ArrayInstance array:
                if (argument is RangeValue && reference.Instance.Type?.Name is "Span" or "Memory") {
                    throw Unsupported(reference.Syntax, "a part of a span that can be written to", "use an array and indices, or a ReadOnlySpan");
                }
                return argument is RangeValue span
                    ? new ArrayInstance(array.ElementType, [.. Part(array.Items, span, reference.Syntax)])
                    : array.Items[Within(IndexOf(argument, reference.Syntax), array.Items.Length, reference.Syntax)];
            case ListInstance list when argument is RangeValue some:
                return new ListInstance(list.Type, [.. Part(list.Items, some, reference.Syntax)]);
            case ListInstance list:
                return list.Items[Within(IndexOf(argument, reference.Syntax), list.Items.Count, reference.Syntax)];
            default:
                throw Unsupported(reference.Syntax, $"an index from the end or a range of {holder.Describe()}", "use an index from the start");
        }
    }

    private void SetImplicitIndexer(IImplicitIndexerReferenceOperation reference, Value value) {
        IndexValue index = IndexOf(Evaluate(reference.Argument), reference.Syntax);
        Value holder = Evaluate(reference.Instance);
        Change(holder, reference.Syntax);
        switch (holder) {
            case ArrayInstance array:
                array.Items[Within(index, array.Items.Length, reference.Syntax)] = value;
                break;
            case ListInstance list:
                list.Items[Within(index, list.Items.Count, reference.Syntax)] = value;
                break;
            default:
                throw Unsupported(reference);
        }
    }

    private int Within(IndexValue index, int length, SyntaxNode syntax) {
        int at = index.In(length);
        return at >= 0 && at < length ? at : throw OutOfRange(syntax, at, length);
    }

    /// <summary>The elements of a range.</summary>
    public IEnumerable<Value> Part(IReadOnlyList<Value> items, RangeValue range, SyntaxNode syntax) {
        (int start, int end) = (range.Start.In(items.Count), range.End.In(items.Count));
        if (start < 0 || end > items.Count || start > end) {
            throw WouldThrow(syntax, $"the range {range.Describe()} is outside '{Short(syntax)}', which has {items.Count} elements", "System.ArgumentOutOfRangeException");
        }
        return items.Skip(start).Take(end - start);
    }
}
