using System;

namespace Sinter.Rasp.Text;

/// <summary>The functions of numbers, one delegate each, so that equal expressions are one node.</summary>
static class Arithmetic {
    public static readonly Func<int, int, int> AddInt = static (x, y) => checked(x + y);
    public static readonly Func<int, int, int> SubtractInt = static (x, y) => checked(x - y);
    public static readonly Func<int, int, int> MultiplyInt = static (x, y) => checked(x * y);
    public static readonly Func<int, int, int> ModuloInt = TextArithmetic.Modulo;
    public static readonly Func<int, int, int> PowerInt = TextArithmetic.Power;
    public static readonly Func<int, int> NegateInt = static x => checked(-x);

    public static readonly Func<Rational, Rational, Rational> AddFraction = static (x, y) => x + y;
    public static readonly Func<Rational, Rational, Rational> SubtractFraction = static (x, y) => x - y;
    public static readonly Func<Rational, Rational, Rational> MultiplyFraction = static (x, y) => x * y;
    public static readonly Func<Rational, Rational, Rational> DivideFraction = static (x, y) => x / y;
    public static readonly Func<Rational, Rational, Rational> ModuloFraction = TextArithmetic.Modulo;
    public static readonly Func<Rational, int, Rational> PowerFraction = TextArithmetic.Power;
    public static readonly Func<Rational, Rational> NegateFraction = static x => -x;
    public static readonly Func<Rational, int> RoundFraction = TextArithmetic.Round;
    public static readonly Func<int, Rational> FractionOfInt = TextArithmetic.Fraction;
    public static readonly Func<Rational, int> WholeNumber = TextArithmetic.Index;

    public static readonly Func<double, double, double> AddDouble = static (x, y) => x + y;
    public static readonly Func<double, double, double> SubtractDouble = static (x, y) => x - y;
    public static readonly Func<double, double, double> MultiplyDouble = static (x, y) => x * y;
    public static readonly Func<double, double, double> DivideDouble = TextArithmetic.Divide;
    public static readonly Func<double, double, double> ModuloDouble = TextArithmetic.Modulo;
    public static readonly Func<double, double, double> PowerDouble = static (x, y) => Math.Pow(x, y) is var power && double.IsFinite(power) ? power : throw new ArithmeticException($"{x}^{y} is no number");
    public static readonly Func<double, double> NegateDouble = static x => -x;
    public static readonly Func<double, int> RoundDouble = TextArithmetic.Round;

    public static readonly Func<string, string, string> Join = static (x, y) => x + y;
}
