using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Rasp.Text;

/// <summary>What a name may stand for: atoms, s-ops, selectors, lists (<c>object[]</c>), dictionaries and functions; and computed sequences.</summary>
static class Values {
    const int Longest = 60;

    public static RaspTextException Mismatch(TextPosition at, string expected, object found) => new(at, expected, Describe(found));

    /// <summary>The value's kind and, if it is short, the value: <c>the string "a"</c>.</summary>
    public static string Describe(object value) => value switch {
        SOp sequence => $"an s-op of {Atom.Name(Typed.KindOf(sequence))}",
        Selector => "a selector",
        TextFunction function => $"the function {function}",
        object[] or Dictionary => $"the {KindOf(value)} {Short(Show(value))}",
        AppliedValue => "what an s-op or a selector gave for an input",
        _ => $"the {Atom.Name(Atom.KindOf(value))} {Short(Atom.Show(value))}",
    };

    public static string KindOf(object value) => value switch {
        SOp => "s-op",
        Selector => "selector",
        TextFunction => "function",
        object[] => "list",
        Dictionary => "dictionary",
        Sequence => "sequence",
        Selection => "selection",
        _ => "value",
    };

    public static string Show(object value) => value switch {
        object[] list => $"[{string.Join(", ", list.Select(Show))}]",
        Dictionary dictionary => $"{{{string.Join(", ", dictionary.Entries.Select(entry => $"{Show(entry.Key)}: {Show(entry.Value)}"))}}}",
        Node node => node.ToString(),
        TextFunction or Sequence or Selection => value.ToString()!,
        AppliedValue applied => ((object?)applied.Sequence ?? applied.Selection)!.ToString()!,
        _ => Atom.Show(value),
    };

    static string Short(string text) => text.Length <= Longest ? text : text[..(Longest - 3)] + "...";
}

/// <summary>A dictionary of atoms to values, in the order of its entries.</summary>
sealed class Dictionary {
    readonly OrderedDictionary<object, object> entries = new(Atom.Comparer.Instance);

    public IEnumerable<KeyValuePair<object, object>> Entries => entries;

    public object[] Keys => [.. entries.Keys];

    public object? this[object key] => entries.GetValueOrDefault(key);

    /// <summary>Sets an entry; the last of equal keys holds.</summary>
    public void Set(TextPosition at, object key, object value) => entries[Atom.Is(key) ? key : throw Values.Mismatch(at, "an atom as the key of a dictionary", key)] = value;
}
