using System;

namespace Sinter.Rasp.Text;

/// <summary>What a query that selects nothing has where <c>aggregate</c> is given no default.</summary>
public enum Emptiness {
    /// <summary>RASP's: 0 among numbers, False among bools; among strings, which have no 0, null.</summary>
    Rasp,

    /// <summary>tracr's: null, which spreads.</summary>
    Null,
}

/// <summary>
/// <c>aggregate</c>: the one value selected, unchanged; of several numbers their mean, an exact fraction. Several strings or
/// bools have none, and are an error at run.
/// </summary>
static class Aggregates {
    public static SOp Of(Emptiness emptiness, TextPosition at, object selected, object values, object? whenEmpty) {
        Selector selector = selected as Selector ?? throw Values.Mismatch(at, "a selector to aggregate by", selected);
        if (values is not SOp && !Atom.Is(values)) {
            throw Values.Mismatch(at, "an s-op to aggregate", values);
        }
        if (whenEmpty != null && !Atom.Is(whenEmpty)) {
            throw Values.Mismatch(at, "an atom as the default of aggregate", whenEmpty);
        }
        Kind kind = Typed.KindOf(values);
        Kind? common = whenEmpty == null ? kind : Typed.Common(kind, Atom.KindOf(whenEmpty));
        return common switch {
            Kind.Bool => Language.Aggregate(selector, Typed.As<bool>(values), Default<bool>(emptiness, whenEmpty)),
            Kind.Int => Language.Mean(selector, Typed.As<int>(values), Default<Rational>(emptiness, whenEmpty)),
            Kind.Fraction => Language.Mean(selector, Typed.As<Rational>(values), Default<Rational>(emptiness, whenEmpty)),
            Kind.Double => Language.Mean(selector, Typed.As<double>(values), Default<double>(emptiness, whenEmpty)),
            Kind.String => Language.Aggregate(selector, Typed.As<string>(values), whenEmpty is string text ? Empty.Default(text) : Empty.Null),
            _ => throw new RaspTextException(at, $"a default of the type of what is aggregated, {Atom.Name(kind)}", Values.Describe(whenEmpty!)),
        };
    }

    /// <summary>The element at one position, at every position, of its own type; where there is none, as an aggregate of nothing.</summary>
    public static SOp Pick(Emptiness emptiness, Selector selector, SOp values) => values switch {
        SOp<bool> truth => Language.First(selector, truth, Default<bool>(emptiness, null)),
        SOp<int> number => Language.First(selector, number, Default<int>(emptiness, null)),
        SOp<Rational> number => Language.First(selector, number, Default<Rational>(emptiness, null)),
        SOp<double> number => Language.First(selector, number, Default<double>(emptiness, null)),
        _ => Language.First(selector, (SOp<string>)values),
    };

    static Empty<T> Default<T>(Emptiness emptiness, object? whenEmpty) where T : struct =>
        whenEmpty != null ? Empty.Default(Atom.As<T>(whenEmpty)) : emptiness == Emptiness.Rasp ? Empty.Default(default(T)) : Empty.Null;
}

/// <summary>Indices: of lists, strings and dictionaries by atoms or, as tables, by s-ops; of s-ops by integers.</summary>
static class Indexing {
    public static object At(RaspText text, TextPosition at, object container, object index) => container switch {
        SOp sequence => InSequence(text, at, sequence, index),
        Dictionary dictionary when index is SOp keys => Table(at, keys, [.. dictionary.Entries], container),
        Dictionary dictionary when Atom.Is(index) => dictionary[index] ?? throw new RaspTextException(at, $"a key of {Values.Describe(container)}", Atom.Show(index)),
        Dictionary => throw Values.Mismatch(at, "an s-op or an atom as the key of a dictionary", index),
        string characters => InList(at, Atom.Characters(characters), index, container),
        object[] list => InList(at, list, index, container),
        _ => throw Values.Mismatch(at, "a list, a dictionary, a string or an s-op before '['", container),
    };

    static SOp InSequence(RaspText text, TextPosition at, SOp sequence, object index) {
        if (!Atom.Is(index) || !Atom.TryAs(index, out int position) || index is bool) {
            throw Values.Mismatch(at, "an integer as the index of an s-op", index);
        }
        SOp<int> from = position < 0 ? Language.Length + position : Language.Constant(position);
        return Aggregates.Pick(text.Emptiness, Language.Select(Language.Indices, from, Comparison.Equal), sequence);
    }

    static object InList(TextPosition at, object[] list, object index, object container) {
        if (index is SOp keys) {
            SOp<int> whole = Typed.Whole(keys) ?? throw Values.Mismatch(at, $"integers as the indices of {Values.Describe(container)}", index);
            var entries = new System.Collections.Generic.KeyValuePair<object, object>[2 * list.Length];
            for (int i = 0; i < entries.Length; i++) {
                entries[i] = new(i - list.Length, list[i % list.Length]);
            }
            return Table(at, whole, entries, container);
        }
        if (!Atom.Is(index) || !Atom.TryAs(index, out int position) || index is bool) {
            throw Values.Mismatch(at, $"an integer as the index of {Values.Describe(container)}", index);
        }
        return position >= -list.Length && position < list.Length
            ? list[position < 0 ? position + list.Length : position]
            : throw new RaspTextException(at, $"an index from {-list.Length} to {list.Length - 1}", $"{position}");
    }

    static SOp Table(TextPosition at, SOp keys, System.Collections.Generic.KeyValuePair<object, object>[] entries, object container) {
        if (Array.Find(entries, entry => !Atom.Is(entry.Value)) is { Value: { } strange }) {
            throw Values.Mismatch(at, "atoms as the values that an s-op looks up", strange);
        }
        Kind key = Typed.KindOf(keys);
        if (!Array.Exists(entries, entry => Typed.Common(Atom.KindOf(entry.Key), key) != null)) {
            throw new RaspTextException(at, $"entries for elements of {Atom.Name(key)}", Values.Describe(container));
        }
        Kind kind = Typed.Common(System.Linq.Enumerable.Select(entries, entry => entry.Value))
            ?? throw new RaspTextException(at, "values of one type", Values.Describe(container));
        return Typed.Lookup(keys, kind, [.. entries]);
    }
}
