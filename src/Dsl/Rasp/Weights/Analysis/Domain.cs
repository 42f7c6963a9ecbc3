using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Numerics;
using Sinter.Rasp.Nodes;

namespace Sinter.Rasp.Weights;

/// <summary>When two values are one category: when nothing tells them apart, so 0.0 and -0.0 are two.</summary>
sealed class ValueIdentity : IEqualityComparer<object?> {
    public static readonly ValueIdentity Comparer = new();

    public new bool Equals(object? x, object? y) => (x is null) == (y is null) && (x is null || (x.GetType() == y!.GetType() && Identity.AreEqual(x, y)));

    public int GetHashCode(object? value) => value?.GetHashCode() ?? 0;
}

/// <summary>What stands for the null of the language among boxed values, which is told from the null of C#.</summary>
sealed class Absent {
    public static readonly Absent Value = new();

    public override string ToString() => "null";
}

/// <summary>That an expression has no value: evaluated, the program would throw.</summary>
sealed record Fault(int Node, string Problem);

/// <summary>The values that an expression can have. A category is the index of a value; null, where it can occur, is the last one.</summary>
sealed class Domain {
    readonly Dictionary<object, int> indices = new(ValueIdentity.Comparer);

    public Domain(IEnumerable<object?> values, bool mayBeNull) {
        Values = Sorted([.. values.Distinct(ValueIdentity.Comparer)]);
        MayBeNull = mayBeNull;
        for (int i = 0; i < Values.Length; i++) {
            indices.Add(Values[i] ?? Absent.Value, i);
        }
    }

    public ImmutableArray<object?> Values { get; }

    public bool MayBeNull { get; }

    public int Count => Values.Length + (MayBeNull ? 1 : 0);

    public int Null => MayBeNull ? Values.Length : -1;

    /// <summary>The value of a category, <see cref="Absent"/> of the null.</summary>
    public object? this[int category] => category < Values.Length ? Values[category] : Absent.Value;

    public int IndexOf(object? value) => value is Absent ? Null : indices.GetValueOrDefault(value ?? Absent.Value, -1);

    public string Label(int category) => category < Values.Length ? Format.Value(Values[category]) : "null";

    /// <summary>The number that a value is, or null when it is none.</summary>
    public static double? Number(object? value) => value switch {
        bool truth => truth ? 1 : 0,
        int number => number,
        long number => number,
        short number => number,
        byte number => number,
        Rational number => (double)number,
        double number when double.IsFinite(number) => number,
        float number when float.IsFinite(number) => number,
        _ => null,
    };

    /// <summary>The fraction that a value is, or null when it is none.</summary>
    public static Rational? Fraction(object? value) => value switch {
        bool truth => truth ? 1 : 0,
        int number => number,
        long number => number,
        short number => (int)number,
        byte number => (int)number,
        Rational number => number,
        _ => null,
    };

    static ImmutableArray<object?> Sorted(object?[] values) {
        if (values.Any(value => value is null || !Order.Exists(value.GetType()) || Order.Sign(value, value) == null)) {
            return [.. values];
        }
        return [.. values.Order(Comparer<object?>.Create((x, y) => Order.Sign(x, y) ?? 0))];
    }
}
