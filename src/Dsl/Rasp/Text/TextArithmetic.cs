using System;

namespace Sinter.Rasp.Text;

/// <summary>
/// The arithmetic of the text language where it is not that of C#. What the build writes of a text as C# calls these, and the compiler
/// to kernels evaluates this source, so that both forms compute by it.
/// </summary>
public static class TextArithmetic {
    // Beyond, an integer other than 0, 1 and -1 has outgrown an int, and what is left depends on whether the exponent is odd.
    const int LastPower = 32;
    const int LargestExponent = 4096;

    /// <summary>The remainder that has the sign of the divisor.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static int Modulo(int x, int y) => y == -1 ? 0 : Turned(x % y, y);

    /// <summary>The remainder that has the sign of the divisor.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static Rational Modulo(Rational x, Rational y) => x - y * Rational.Floor(x / y);

    /// <summary>The remainder that has the sign of the divisor.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static double Modulo(double x, double y) => y == 0 ? throw new DivideByZeroException($"{x}%0 is no number") : x - y * Math.Floor(x / y);

    /// <summary>The quotient.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static double Divide(double x, double y) => y == 0 ? throw new DivideByZeroException($"{x}/0 is no number") : x / y;

    /// <summary>The product of x with itself, that many times.</summary>
    /// <param name="x">The base.</param>
    /// <param name="exponent">0 or more.</param>
    /// <exception cref="OverflowException">It is no int, or the exponent is beyond 4,096.</exception>
    public static int Power(int x, int exponent) {
        int count = CheckedExponent(exponent) > LastPower ? LastPower + exponent % 2 : exponent;
        long power = 1;
        for (int i = 0; i < count; i++) {
            power = checked(power * x);
        }
        return power > int.MaxValue || power < -int.MaxValue ? throw new OverflowException($"{x}^{exponent} is no int") : (int)power;
    }

    /// <summary>The product of x, or for an exponent below 0 of 1/x, with itself, that many times.</summary>
    /// <exception cref="DivideByZeroException">x is 0 and the exponent negative.</exception>
    /// <exception cref="OverflowException">The exponent is beyond 4,096 or below -4,096.</exception>
    public static Rational Power(Rational x, int exponent) {
        // By squares, so that as many products are made as the exponent has digits.
        int rest = CheckedExponent(exponent < 0 ? -exponent : exponent);
        Rational power = 1;
        Rational square = x;
        while (rest > 0) {
            if (rest % 2 == 1) {
                power *= square;
            }
            rest /= 2;
            if (rest > 0) {
                square *= square;
            }
        }
        return exponent < 0 ? 1 / power : power;
    }

    /// <summary>The integer nearest to it, the even one of two.</summary>
    /// <exception cref="OverflowException">It is no int.</exception>
    public static int Round(Rational x) => Whole(Rational.Round(x));

    /// <summary>The integer nearest to it, the even one of two.</summary>
    /// <exception cref="OverflowException">It is no int.</exception>
    public static int Round(double x) => checked((int)Math.Round(x));

    /// <summary>An integer as a fraction.</summary>
    public static Rational Fraction(int x) => x;

    /// <summary>A fraction that is an integer as an index.</summary>
    /// <exception cref="ArithmeticException">It is none.</exception>
    public static int Index(Rational x) => x.IsWhole && x <= int.MaxValue && x >= -int.MaxValue ? (int)x : throw new ArithmeticException($"{x} is no integer");

    static int Whole(Rational x) => x <= int.MaxValue && x >= -int.MaxValue ? (int)x : throw new OverflowException($"{x} is no int");

    static int Turned(int rest, int y) => rest != 0 && rest < 0 != y < 0 ? rest + y : rest;

    static int CheckedExponent(int exponent) =>
        exponent <= LargestExponent && exponent >= 0 ? exponent : throw new OverflowException($"the exponent {exponent} is beyond {LargestExponent}");
}
