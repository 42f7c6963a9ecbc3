using System;
using System.Globalization;
using System.Numerics;

namespace Sinter.Rasp;

/// <summary>
/// An exact fraction in lowest terms: the mean of integers and of bools, so that 2/5 is 2/5 in every later comparison
/// and table. Its parts are unbounded; nothing overflows.
/// </summary>
public readonly struct Rational : IEquatable<Rational>, IComparable<Rational>, IComparable,
    IAdditionOperators<Rational, Rational, Rational>, ISubtractionOperators<Rational, Rational, Rational>,
    IMultiplyOperators<Rational, Rational, Rational>, IDivisionOperators<Rational, Rational, Rational>,
    IUnaryNegationOperators<Rational, Rational> {
    // One less than the denominator, so that the default of the struct is 0 and not 0/0.
    readonly BigInteger denominatorLessOne;

    /// <summary>The fraction of two integers.</summary>
    /// <exception cref="DivideByZeroException">The denominator is 0.</exception>
    public Rational(BigInteger numerator, BigInteger denominator) {
        if (denominator.IsZero) {
            throw new DivideByZeroException($"{numerator}/0 is no number");
        }
        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        Numerator = numerator / divisor;
        denominatorLessOne = (denominator / divisor) - 1;
    }

    /// <summary>Above the line; it carries the sign.</summary>
    public BigInteger Numerator { get; }

    /// <summary>Below the line, at least 1.</summary>
    public BigInteger Denominator => denominatorLessOne + 1;

    /// <summary>Whether it is an integer.</summary>
    public bool IsWhole => denominatorLessOne.IsZero;

    /// <summary>The integer as a fraction.</summary>
    public static implicit operator Rational(int value) => new(value, 1);

    /// <summary>The integer as a fraction.</summary>
    public static implicit operator Rational(long value) => new(value, 1);

    /// <summary>The double nearest to it; below the smallest normal double, rounded twice.</summary>
    public static explicit operator double(Rational value) {
        BigInteger magnitude = BigInteger.Abs(value.Numerator);
        // 63 or 64 bits of the quotient, the last of them also standing for all that follow: an ulong is then rounded once.
        int scale = 64 - (int)(magnitude.GetBitLength() - value.Denominator.GetBitLength());
        BigInteger shifted = scale > 0 ? magnitude << scale : magnitude;
        BigInteger divisor = scale > 0 ? value.Denominator : value.Denominator << -scale;
        BigInteger quotient = BigInteger.DivRem(shifted, divisor, out BigInteger rest);
        while (quotient.GetBitLength() > 64) {
            rest += quotient & 1;
            quotient >>= 1;
            scale--;
        }
        ulong bits = (ulong)quotient | (rest.IsZero ? 0ul : 1ul);
        return value.Numerator.Sign * Math.ScaleB(bits, -scale);
    }

    /// <summary>The integer part, rounded toward zero as C# casts.</summary>
    /// <exception cref="OverflowException">It is no int.</exception>
    public static explicit operator int(Rational value) => (int)BigInteger.Divide(value.Numerator, value.Denominator);

    /// <summary>The greatest integer that is not greater.</summary>
    public static Rational Floor(Rational value) => new(FloorOf(value), 1);

    /// <summary>The integer nearest to it, the even one of two as near.</summary>
    public static Rational Round(Rational value) {
        BigInteger floor = FloorOf(value);
        int sign = (value - new Rational(floor, 1)).CompareTo(new Rational(1, 2));
        return new Rational(sign < 0 || (sign == 0 && floor.IsEven) ? floor : floor + 1, 1);
    }

    /// <summary>Sum.</summary>
    public static Rational operator +(Rational left, Rational right) =>
        new((left.Numerator * right.Denominator) + (right.Numerator * left.Denominator), left.Denominator * right.Denominator);

    /// <summary>Difference.</summary>
    public static Rational operator -(Rational left, Rational right) => left + -right;

    /// <summary>Product.</summary>
    public static Rational operator *(Rational left, Rational right) =>
        new(left.Numerator * right.Numerator, left.Denominator * right.Denominator);

    /// <summary>Quotient.</summary>
    /// <exception cref="DivideByZeroException">The right one is 0.</exception>
    public static Rational operator /(Rational left, Rational right) =>
        new(left.Numerator * right.Denominator, left.Denominator * right.Numerator);

    /// <summary>Negation.</summary>
    public static Rational operator -(Rational value) => new(-value.Numerator, value.Denominator);

    /// <summary>Equality of the numbers.</summary>
    public static bool operator ==(Rational left, Rational right) => left.Equals(right);

    /// <summary>Difference of the numbers.</summary>
    public static bool operator !=(Rational left, Rational right) => !left.Equals(right);

    /// <summary>Order of the numbers.</summary>
    public static bool operator <(Rational left, Rational right) => left.CompareTo(right) < 0;

    /// <summary>Order of the numbers.</summary>
    public static bool operator >(Rational left, Rational right) => left.CompareTo(right) > 0;

    /// <summary>Order of the numbers.</summary>
    public static bool operator <=(Rational left, Rational right) => left.CompareTo(right) <= 0;

    /// <summary>Order of the numbers.</summary>
    public static bool operator >=(Rational left, Rational right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public bool Equals(Rational other) => Numerator == other.Numerator && denominatorLessOne == other.denominatorLessOne;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Numerator, denominatorLessOne);

    /// <inheritdoc/>
    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj is Rational other ? CompareTo(other) : throw new ArgumentException("a Rational compares with a Rational", nameof(obj));

    static BigInteger FloorOf(Rational value) =>
        BigInteger.DivRem(value.Numerator, value.Denominator, out BigInteger rest) is var quotient && rest.Sign < 0 ? quotient - 1 : quotient;

    /// <summary>"2/5", and "3" of an integer.</summary>
    public override string ToString() => IsWhole
        ? Numerator.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
}
