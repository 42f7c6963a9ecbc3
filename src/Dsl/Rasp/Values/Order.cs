using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Sinter.Rasp;

/// <summary>
/// The six comparisons of two elements as C# means them: no NaN equals or precedes another, a null has no order. Where C#
/// has none, strings go by the codes of their characters (never by culture), false before true, tuples by their first
/// difference.
/// </summary>
static class Order<T> {
    static readonly Func<T, T, bool>[] Functions = [
        static (x, y) => Order.AreEqual(x, y),
        static (x, y) => !Order.AreEqual(x, y),
        static (x, y) => Order.Sign(x, y) < 0,
        static (x, y) => Order.Sign(x, y) <= 0,
        static (x, y) => Order.Sign(x, y) > 0,
        static (x, y) => Order.Sign(x, y) >= 0,
    ];

    public static Func<T, T, bool> Function(Comparison comparison) {
        string symbol = comparison.Symbol();
        if (comparison > Comparison.NotEqual && !Order.Exists(typeof(T))) {
            throw new RaspException($"{Format.Type(typeof(T))} has no order, so no {symbol}; compare a Map of it that has one");
        }
        return Functions[(int)comparison];
    }
}

static class Order {
    public static bool Exists(Type type) {
        Type element = Nullable.GetUnderlyingType(type) ?? type;
        if (typeof(ITuple).IsAssignableFrom(element)) {
            return element.IsGenericType && Array.TrueForAll(element.GetGenericArguments(), Exists);
        }
        return typeof(IComparable).IsAssignableFrom(element);
    }

    public static bool AreEqual<T>(T x, T y) => x switch {
        double a => y is double b && a == b,
        float a => y is float b && a == b,
        ITuple a => y is ITuple b && AreEqualTuples(a, b),
        _ => EqualityComparer<T>.Default.Equals(x, y),
    };

    /// <summary>Negative, 0 or positive; null when neither precedes the other nor equals it.</summary>
    public static int? Sign<T>(T x, T y) => (x, y) switch {
        (null, _) or (_, null) => null,
        (double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? null : a.CompareTo(b),
        (float a, float b) => float.IsNaN(a) || float.IsNaN(b) ? null : a.CompareTo(b),
        (string a, string b) => string.CompareOrdinal(a, b),
        (ITuple a, ITuple b) => SignOfTuples(a, b),
        (IComparable<T> a, _) => a.CompareTo(y),
        (IComparable a, _) => a.CompareTo(y),
        _ => throw new RaspException($"{Format.Type(x.GetType())} has no order"),
    };

    static bool AreEqualTuples(ITuple x, ITuple y) {
        for (int i = 0; i < x.Length; i++) {
            if (!AreEqual(x[i], y[i])) {
                return false;
            }
        }
        return true;
    }

    static int? SignOfTuples(ITuple x, ITuple y) {
        for (int i = 0; i < x.Length; i++) {
            int? sign = Sign(x[i], y[i]);
            if (sign != 0) {
                return sign;
            }
        }
        return 0;
    }
}
