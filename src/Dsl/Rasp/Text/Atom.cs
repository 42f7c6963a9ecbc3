using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;

namespace Sinter.Rasp.Text;

/// <summary>The types of single values, a number's before those that it converts to.</summary>
enum Kind {
    Bool,
    Int,
    Fraction,
    Double,
    String,
}

/// <summary>
/// Single values: bool, int, <see cref="Rational"/>, double and string. Decimals are fractions, so that 0.1 + 0.2 is 0.3;
/// a double is only what a power of a fraction gives.
/// </summary>
static class Atom {
    public static bool Is(object? value) => value is bool or int or Rational or double or string;

    public static Kind KindOf(object atom) => atom switch {
        bool => Kind.Bool,
        int => Kind.Int,
        Rational => Kind.Fraction,
        double => Kind.Double,
        string => Kind.String,
        _ => throw new ArgumentException($"{atom} is no single value", nameof(atom)),
    };

    public static string Name(Kind kind) => kind switch {
        Kind.Bool => "bool",
        Kind.Int => "int",
        Kind.Fraction => "fraction",
        Kind.Double => "float",
        _ => "string",
    };

    public static Rational Decimal(string digits) {
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        return new Rational(BigInteger.Parse(digits.Remove(point, 1), CultureInfo.InvariantCulture), BigInteger.Pow(10, digits.Length - point - 1));
    }

    /// <summary>The atom as another type, if it is one of its values.</summary>
    public static bool TryAs<T>(object atom, out T value) {
        object? converted = Type.GetTypeCode(typeof(T)) switch {
            TypeCode.Boolean => atom is bool ? atom : TryFraction(atom) is { IsWhole: true } number && (number == 0 || number == 1) ? number == 1 : null,
            TypeCode.Int32 => TryFraction(atom) is { IsWhole: true } number && BigInteger.Abs(number.Numerator) <= int.MaxValue ? (int)number.Numerator : null,
            TypeCode.Double => atom is double ? atom : TryFraction(atom) is { } number ? (double)number : null,
            TypeCode.String => atom as string,
            _ => TryFraction(atom),
        };
        value = converted is T found ? found : default!;
        return converted is T;
    }

    public static T As<T>(object atom) => TryAs(atom, out T value) ? value : throw new InvalidCastException($"{Show(atom)} is no {typeof(T).Name}");

    /// <summary>What and, or, not, if and indicator make of it: numbers are true unless 0, strings unless empty.</summary>
    public static bool Truth(object atom) => atom switch {
        bool truth => truth,
        int number => number != 0,
        Rational number => number != 0,
        double number => number != 0,
        _ => ((string)atom).Length > 0,
    };

    public static string Show(object atom) => atom switch {
        bool truth => truth ? "True" : "False",
        string text => $"\"{text}\"",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => atom.ToString()!,
    };

    /// <summary>The characters of a text; one outside the basic plane is one.</summary>
    public static object[] Characters(string text) => [.. text.EnumerateRunes().Select(rune => (object)rune.ToString())];

    // A double is equal to a fraction only if it is that fraction; none that a power gave needs to be.
    static Rational? TryFraction(object atom) => atom switch {
        bool truth => (Rational)(truth ? 1 : 0),
        int number => number,
        Rational number => number,
        double number when double.IsInteger(number) => new Rational(new BigInteger(number), 1),
        _ => null,
    };

    /// <summary>Equality of atoms as of the numbers that they are: 1, 1.0 and True are one key.</summary>
    public sealed class Comparer : IEqualityComparer<object> {
        public static Comparer Instance { get; } = new();

        public new bool Equals(object? x, object? y) => object.Equals(Canonical(x!), Canonical(y!));

        public int GetHashCode(object atom) => Canonical(atom).GetHashCode();

        static object Canonical(object atom) => TryFraction(atom) is { } number ? number : atom;
    }
}
