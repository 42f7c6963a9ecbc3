using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;

namespace Sinter.Generators.Evaluation.Values;

/// <summary>A dictionary of the base library; it is one of .NET itself, so that its order is.</summary>
internal sealed class DictionaryInstance(ITypeSymbol type, IEqualityComparer<Value> comparer, IComparer<Value>? order = null) : Value {
    private readonly Dictionary<Value, Value> items = new(comparer);

    public ITypeSymbol Type { get; } = type;

    /// <summary>The entries as a loop meets them.</summary>
    public IEnumerable<KeyValuePair<Value, Value>> Items => order is null ? items : items.OrderBy(item => item.Key, order);

    public int Count => items.Count;

    public Value? Find(Value key) => items.TryGetValue(key, out Value? value) ? value : null;

    public void Set(Value key, Value value) => items[key] = value;

    public bool Remove(Value key) => items.Remove(key);

    public void Clear() => items.Clear();

    /// <summary>A second dictionary with the same entries.</summary>
    public DictionaryInstance Clone(ITypeSymbol copied) {
        DictionaryInstance copy = new(copied, comparer, order);
        foreach (KeyValuePair<Value, Value> item in items) {
            copy.Set(item.Key, item.Value);
        }
        return copy;
    }

    public override string Describe() => $"a dictionary of {items.Count} entries";
}

/// <summary>A set of the base library; it is one of .NET itself, so that its order is.</summary>
internal sealed class SetInstance(ITypeSymbol type, IEqualityComparer<Value> comparer, IComparer<Value>? order = null) : Value {
    public ITypeSymbol Type { get; } = type;

    public HashSet<Value> Set { get; } = new(comparer);

    /// <summary>The elements as a loop meets them.</summary>
    public IEnumerable<Value> Items => order is null ? Set : Set.OrderBy(item => item, order);

    public override string Describe() => $"a set of {Set.Count} elements";
}

/// <summary>A query or a method that yields: it runs anew whenever it is looped over, and only as far.</summary>
internal sealed class SequenceInstance(ITypeSymbol type, IEnumerable<Value> items, Value? key = null) : Value {
    public ITypeSymbol Type { get; } = type;

    public IEnumerable<Value> Items { get; } = items;

    /// <summary>What the elements of a group share.</summary>
    public Value? Key { get; } = key;

    public override string Describe() => "a sequence";
}

/// <summary>A walk through a collection, between its steps.</summary>
internal sealed class EnumeratorInstance(ITypeSymbol type, IEnumerator<Value> walk) : Value {
    public ITypeSymbol Type { get; } = type;

    public IEnumerator<Value> Walk { get; } = walk;

    public override string Describe() => "an enumerator";
}

/// <summary>A text that is being built.</summary>
internal sealed class TextInstance : Value {
    public StringBuilder Content { get; } = new();

    public override string Describe() => $"the text \"{Content}\"";
}

/// <summary>A culture or a comparison of the base library, which only says how texts are read, written and compared.</summary>
internal sealed class ManneredInstance(string name) : Value {
    public string Name { get; } = name;

    public override string Describe() => Name;
}

/// <summary>Equality and order of values as C# has them for keys and elements.</summary>
internal sealed class ValueComparer(Evaluator evaluator, SyntaxNode syntax, Function? comparison = null, bool isDescending = false, bool ignoresCase = false) : IEqualityComparer<Value>, IComparer<Value> {
    public bool Equals(Value left, Value right) => ignoresCase && left is Constant { Content: string a } && right is Constant { Content: string b }
        ? string.Equals(a, b, StringComparison.OrdinalIgnoreCase)
        : evaluator.AreEqual(left, right, syntax);

    public int GetHashCode(Value value) => value switch {
        Constant { Content: string text } => ignoresCase ? StringComparer.OrdinalIgnoreCase.GetHashCode(text) : text.GetHashCode(),
        Constant constant => constant.Content?.GetHashCode() ?? 0,
        TupleInstance tuple => tuple.Items.Aggregate(17, (hash, item) => unchecked(hash * 31 + GetHashCode(item))),
        // Records, structs and classes with an equality of their own: all in one place, told apart by that equality.
        _ => 0,
    };

    public int Compare(Value left, Value right) {
        if (comparison is not null) {
            return evaluator.Call(comparison, syntax, left, right) is Constant { Content: int order } ? order : throw evaluator.NeedsValue(syntax, left, "this comparison");
        }
        int sign = evaluator.Order(left, right, syntax);
        return isDescending ? -sign : sign;
    }
}
