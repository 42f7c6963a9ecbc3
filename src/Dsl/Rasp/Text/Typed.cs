using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Rasp.Nodes;

namespace Sinter.Rasp.Text;

/// <summary>Sequences of the type that an operation needs, from s-ops and atoms of types that convert to it.</summary>
static class Typed {
    public static Kind KindOf(object value) => value switch {
        SOp<bool> => Kind.Bool,
        SOp<int> => Kind.Int,
        SOp<Rational> => Kind.Fraction,
        SOp<double> => Kind.Double,
        SOp<string> => Kind.String,
        _ => Atom.KindOf(value),
    };

    /// <summary>The first type that both convert to; null of a string and another.</summary>
    public static Kind? Common(Kind left, Kind right) =>
        left == Kind.String || right == Kind.String ? left == right ? left : null : (Kind)Math.Max((int)left, (int)right);

    public static Kind? Common(IEnumerable<object> values) =>
        values.Select(value => (Kind?)KindOf(value)).Aggregate((left, right) => left is { } x && right is { } y ? Common(x, y) : null);

    /// <summary>The sequence of this element type.</summary>
    /// <param name="value">An s-op or an atom of a kind that converts to it.</param>
    public static SOp<T> As<T>(object value) => value switch {
        SOp<T> sequence => sequence,
        SOp sequence => (SOp<T>)Converted(sequence, typeof(T)),
        _ => Language.Constant(Atom.As<T>(value)),
    };

    /// <summary>An s-op of that kind.</summary>
    public static SOp Of(object value, Kind kind) => kind switch {
        Kind.Bool => As<bool>(value),
        Kind.Int => As<int>(value),
        Kind.Fraction => As<Rational>(value),
        Kind.Double => As<double>(value),
        _ => As<string>(value),
    };

    public static SOp<bool> Truth(SOp value) => value switch {
        SOp<bool> truth => truth,
        SOp<int> number => number != 0,
        SOp<Rational> number => number != (Rational)0,
        SOp<double> number => number != 0,
        _ => (SOp<string>)value != "",
    };

    /// <summary>The sequence as integers, which an index must be: an error at run where it is none.</summary>
    public static SOp<int>? Whole(SOp value) => value switch {
        SOp<int> or SOp<bool> => As<int>(value),
        SOp<Rational> number => Elementwise.Call("whole", Arithmetic.WholeNumber, number),
        _ => null,
    };

    /// <summary>A table's entry at each element; without one, a default or an error at run.</summary>
    public static SOp Lookup(SOp keys, Kind kind, List<KeyValuePair<object, object>> entries) => kind switch {
        Kind.Bool => Lookup<bool>(keys, entries),
        Kind.Int => Lookup<int>(keys, entries),
        Kind.Fraction => Lookup<Rational>(keys, entries),
        Kind.Double => Lookup<double>(keys, entries),
        _ => Lookup<string>(keys, entries),
    };

    /// <summary>Whether each element is one of these; null if none of them can be one.</summary>
    public static SOp? Contained(SOp value, IEnumerable<object> atoms) => value switch {
        SOp<bool> truth => Contained(truth, atoms),
        SOp<int> number => Contained(number, atoms),
        SOp<Rational> number => Contained(number, atoms),
        SOp<double> number => Contained(number, atoms),
        _ => Contained((SOp<string>)value, atoms),
    };

    static TableLookup<K, bool>? Contained<K>(SOp<K> keys, IEnumerable<object> atoms) where K : notnull {
        K[] entries = [.. atoms.Where(atom => Atom.TryAs<K>(atom, out _)).Select(Atom.As<K>).Distinct()];
        return entries.Length == 0 ? null : new TableLookup<K, bool>(keys, entries.Select(key => KeyValuePair.Create(key, true)), Empty.Default(false));
    }

    static SOp Lookup<V>(SOp keys, List<KeyValuePair<object, object>> entries) => keys switch {
        SOp<bool> truth => Lookup<bool, V>(truth, entries),
        SOp<int> number => Lookup<int, V>(number, entries),
        SOp<Rational> number => Lookup<Rational, V>(number, entries),
        SOp<double> number => Lookup<double, V>(number, entries),
        _ => Lookup<string, V>((SOp<string>)keys, entries),
    };

    // Keys of other types are no element of the sequence, and so no entries that anything can reach.
    static TableLookup<K, V> Lookup<K, V>(SOp<K> keys, List<KeyValuePair<object, object>> entries) where K : notnull => new(
        keys,
        entries.Where(entry => Atom.TryAs<K>(entry.Key, out _)).Select(entry => KeyValuePair.Create(Atom.As<K>(entry.Key), Atom.As<V>(entry.Value))),
        default);

    static SOp Converted(SOp value, Type type) => (value, Type.GetTypeCode(type)) switch {
        (SOp<bool> truth, TypeCode.Int32) => Language.Indicator(truth),
        (SOp<int> number, TypeCode.Double) => number.ToDouble(),
        (SOp<Rational> number, TypeCode.Double) => number.ToDouble(),
        (SOp<bool> truth, TypeCode.Double) => Language.Indicator(truth).ToDouble(),
        (SOp<int> number, TypeCode.Object) => Elementwise.Call("fraction", Arithmetic.FractionOfInt, number),
        (SOp<bool> truth, TypeCode.Object) => Elementwise.Call("fraction", Arithmetic.FractionOfInt, Language.Indicator(truth)),
        _ => throw new InvalidCastException($"{Format.Type(value.ElementType)} does not become {Format.Type(type)}"),
    };
}
