using System.Numerics;
using Sinter.Rasp.Nodes;

namespace Sinter.Rasp;

/// <summary>
/// The operators that only some types have, so that the C# compiler refuses the others. Small integers and char are
/// refused when the expression is built: C# widens them to int, and <c>Map</c> says so.
/// </summary>
public static class SOpOperators {
    extension<T>(SOp<T>) where T : IAdditionOperators<T, T, T> {
        /// <summary>Sum of elements.</summary>
        /// <exception cref="RaspException">C# would widen the type to int.</exception>
        public static SOp<T> operator +(SOp<T> left, SOp<T> right) =>
            Elementwise.Arithmetic<T>("+", static (x, y) => checked(x + y), left, right);
    }

    extension<T>(SOp<T>) where T : ISubtractionOperators<T, T, T> {
        /// <summary>Difference of elements.</summary>
        /// <exception cref="RaspException">C# would widen the type to int.</exception>
        public static SOp<T> operator -(SOp<T> left, SOp<T> right) =>
            Elementwise.Arithmetic<T>("-", static (x, y) => checked(x - y), left, right);
    }

    extension<T>(SOp<T>) where T : IMultiplyOperators<T, T, T> {
        /// <summary>Product of elements.</summary>
        /// <exception cref="RaspException">C# would widen the type to int.</exception>
        public static SOp<T> operator *(SOp<T> left, SOp<T> right) =>
            Elementwise.Arithmetic<T>("*", static (x, y) => checked(x * y), left, right);
    }

    extension<T>(SOp<T>) where T : IDivisionOperators<T, T, T> {
        /// <summary>Quotient of elements; of integers, rounded toward zero. A division by an integer 0 is an error at run.</summary>
        /// <exception cref="RaspException">C# would widen the type to int.</exception>
        public static SOp<T> operator /(SOp<T> left, SOp<T> right) =>
            Elementwise.Arithmetic<T>("/", static (x, y) => checked(x / y), left, right);
    }

    extension<T>(SOp<T>) where T : IModulusOperators<T, T, T> {
        /// <summary>The remainder of a division rounded toward zero: it has the sign of the dividend, as in C#.</summary>
        /// <exception cref="RaspException">C# would widen the type to int.</exception>
        public static SOp<T> operator %(SOp<T> left, SOp<T> right) =>
            Elementwise.Arithmetic<T>("%", static (x, y) => x % y, left, right);
    }

    extension<T>(SOp<T>) where T : IUnaryNegationOperators<T, T> {
        /// <summary>Each element negated.</summary>
        /// <exception cref="RaspException">C# would widen the type to int.</exception>
        public static SOp<T> operator -(SOp<T> operand) {
            Elementwise.RefuseWidened<T>("-");
            return Elementwise.Prefix<T, T>("-", static x => checked(-x), operand);
        }
    }

    extension(SOp<string>) {
        /// <summary>The left text, then the right.</summary>
        public static SOp<string> operator +(SOp<string> left, SOp<string> right) =>
            Elementwise.Infix<string, string, string>("+", static (x, y) => x + y, left, right);
    }

    extension(SOp<bool>) {
        /// <summary>Conjunction of elements.</summary>
        public static SOp<bool> operator &(SOp<bool> left, SOp<bool> right) =>
            Elementwise.Infix<bool, bool, bool>("&", static (x, y) => x & y, left, right);

        /// <summary>Disjunction of elements.</summary>
        public static SOp<bool> operator |(SOp<bool> left, SOp<bool> right) =>
            Elementwise.Infix<bool, bool, bool>("|", static (x, y) => x | y, left, right);

        /// <summary>Exclusive disjunction of elements.</summary>
        public static SOp<bool> operator ^(SOp<bool> left, SOp<bool> right) =>
            Elementwise.Infix<bool, bool, bool>("^", static (x, y) => x ^ y, left, right);

        /// <summary>Negation of elements.</summary>
        public static SOp<bool> operator !(SOp<bool> operand) => Elementwise.Prefix<bool, bool>("!", static x => !x, operand);
    }

    /// <summary>The characters of a sequence as one text.</summary>
    /// <exception cref="RaspException">A position is null.</exception>
    public static string Text(this Sequence<char> characters) => new(characters.ToArray());
}
