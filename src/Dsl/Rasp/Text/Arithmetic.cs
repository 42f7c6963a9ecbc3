using System;
using System.Numerics;

namespace Sinter.Rasp.Text;

/// <summary>The functions of numbers, one delegate each, so that equal expressions are one node.</summary>
static class Arithmetic {
    const int LargestExponent = 4096;

    public static readonly Func<int, int, int> AddInt = static (x, y) => checked(x + y);
    public static readonly Func<int, int, int> SubtractInt = static (x, y) => checked(x - y);
    public static readonly Func<int, int, int> MultiplyInt = static (x, y) => checked(x * y);
    public static readonly Func<int, int, int> ModuloInt = static (x, y) => y == -1 ? 0 : x % y is var rest && rest != 0 && rest < 0 != y < 0 ? rest + y : rest;
    public static readonly Func<int, int, int> PowerInt = static (x, y) => Whole(Power(x, y));
    public static readonly Func<int, int> NegateInt = static x => checked(-x);

    public static readonly Func<Rational, Rational, Rational> AddFraction = static (x, y) => x + y;
    public static readonly Func<Rational, Rational, Rational> SubtractFraction = static (x, y) => x - y;
    public static readonly Func<Rational, Rational, Rational> MultiplyFraction = static (x, y) => x * y;
    public static readonly Func<Rational, Rational, Rational> DivideFraction = static (x, y) => x / y;
    public static readonly Func<Rational, Rational, Rational> ModuloFraction = static (x, y) => x - y * new Rational(Floor(x / y), 1);
    public static readonly Func<Rational, int, Rational> PowerFraction = static (x, y) => Power(x, y);
    public static readonly Func<Rational, Rational> NegateFraction = static x => -x;
    public static readonly Func<Rational, int> RoundFraction = static x => Whole(new Rational(Round(x), 1));

    public static readonly Func<double, double, double> AddDouble = static (x, y) => x + y;
    public static readonly Func<double, double, double> SubtractDouble = static (x, y) => x - y;
    public static readonly Func<double, double, double> MultiplyDouble = static (x, y) => x * y;
    public static readonly Func<double, double, double> DivideDouble = static (x, y) => y == 0 ? throw new DivideByZeroException($"{x}/0 is no number") : x / y;
    public static readonly Func<double, double, double> ModuloDouble = static (x, y) => y == 0 ? throw new DivideByZeroException($"{x}%0 is no number") : x - y * Math.Floor(x / y);
    public static readonly Func<double, double, double> PowerDouble = static (x, y) => Math.Pow(x, y) is var power && double.IsFinite(power) ? power : throw new ArithmeticException($"{x}^{y} is no number");
    public static readonly Func<double, double> NegateDouble = static x => -x;
    public static readonly Func<double, int> RoundDouble = static x => checked((int)Math.Round(x, MidpointRounding.ToEven));

    public static readonly Func<string, string, string> Join = static (x, y) => x + y;

    static Rational Power(Rational x, int exponent) {
        if (Math.Abs((long)exponent) > LargestExponent) {
            throw new OverflowException($"the exponent {exponent} is beyond {LargestExponent}");
        }
        Rational power = new(BigInteger.Pow(x.Numerator, Math.Abs(exponent)), BigInteger.Pow(x.Denominator, Math.Abs(exponent)));
        return exponent < 0 ? 1 / power : power;
    }

    static BigInteger Floor(Rational x) => BigInteger.DivRem(x.Numerator, x.Denominator, out BigInteger rest) is var floor && rest.Sign < 0 ? floor - 1 : floor;

    // Half to even, as RASP's.
    static BigInteger Round(Rational x) {
        BigInteger floor = Floor(x);
        int sign = (x - new Rational(floor, 1)).CompareTo(new Rational(1, 2));
        return sign < 0 || (sign == 0 && floor.IsEven) ? floor : floor + 1;
    }

    static int Whole(Rational x) => Atom.TryAs(x, out int whole) ? whole : throw new OverflowException($"{x} is no int");
}
