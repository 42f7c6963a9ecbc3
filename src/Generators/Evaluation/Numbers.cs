using System;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sinter.Generators.Evaluation;

/// <summary>
/// C#'s arithmetic on boxed numbers. Each type computes in its own precision: a float operation is rounded to float at
/// once, and integers wrap, or overflow in a checked context.
/// </summary>
internal static class Numbers {
    public static bool IsNumber(object? value) => value is int or float or double or long or uint or ulong or short or ushort or byte or sbyte or char or decimal;

    /// <summary>A number as another type; null when there is no such conversion.</summary>
    public static object Convert(object value, SpecialType target, bool isChecked) {
        switch (value) {
            case float or double: {
                double real = value is float single ? single : (double)value;
                return target switch {
                    SpecialType.System_Single => (float)real,
                    SpecialType.System_Double => real,
                    SpecialType.System_Decimal => (decimal)real,
                    SpecialType.System_UInt64 => isChecked ? checked((ulong)real) : unchecked((ulong)real),
                    SpecialType.System_Int64 => isChecked ? checked((long)real) : unchecked((long)real),
                    _ => Convert(isChecked ? checked((long)real) : unchecked((long)real), target, isChecked),
                };
            }
            case decimal number:
                return target switch {
                    SpecialType.System_Decimal => number,
                    SpecialType.System_Single => (float)number,
                    SpecialType.System_Double => (double)number,
                    SpecialType.System_UInt64 => (ulong)number,
                    _ => Convert((long)number, target, isChecked),
                };
            case ulong large:
                return target switch {
                    SpecialType.System_UInt64 => large,
                    SpecialType.System_Single => (float)large,
                    SpecialType.System_Double => (double)large,
                    SpecialType.System_Decimal => (decimal)large,
                    _ => Convert(isChecked ? checked((long)large) : unchecked((long)large), target, isChecked),
                };
        }
        long whole = ToLong(value);
        return FromLong(whole, target, isChecked);
    }

    private static object FromLong(long whole, SpecialType target, bool isChecked) => target switch {
        SpecialType.System_Int32 => isChecked ? checked((int)whole) : unchecked((int)whole),
        SpecialType.System_Int64 => whole,
        SpecialType.System_Single => (float)whole,
        SpecialType.System_Double => (double)whole,
        SpecialType.System_Decimal => (decimal)whole,
        SpecialType.System_SByte => isChecked ? checked((sbyte)whole) : unchecked((sbyte)whole),
        SpecialType.System_Byte => isChecked ? checked((byte)whole) : unchecked((byte)whole),
        SpecialType.System_Int16 => isChecked ? checked((short)whole) : unchecked((short)whole),
        SpecialType.System_UInt16 => isChecked ? checked((ushort)whole) : unchecked((ushort)whole),
        SpecialType.System_UInt32 => isChecked ? checked((uint)whole) : unchecked((uint)whole),
        SpecialType.System_UInt64 => isChecked ? checked((ulong)whole) : unchecked((ulong)whole),
        SpecialType.System_Char => isChecked ? checked((char)whole) : unchecked((char)whole),
        _ => throw new InvalidCastException(),
    };

    public static long ToLong(object value) => value switch {
        int number => number,
        long number => number,
        uint number => number,
        short number => number,
        ushort number => number,
        byte number => number,
        sbyte number => number,
        char number => number,
        ulong number => unchecked((long)number),
        _ => throw new InvalidCastException(),
    };

    /// <summary>A binary operator on two numbers of one type, or a shift; null when the type has no such operator.</summary>
    public static object? Binary(BinaryOperatorKind kind, object left, object right, bool isChecked) => left switch {
        int a when right is int b => OfInts(kind, a, b, isChecked),
        float a when right is float b => OfFloats(kind, a, b),
        double a when right is double b => OfDoubles(kind, a, b),
        long a when right is long or int => OfLongs(kind, a, ToLong(right), isChecked),
        uint a when right is uint b => OfUInts(kind, a, b, isChecked),
        uint a when right is int b => OfShifts(kind, a, b),
        ulong a when right is ulong b => OfULongs(kind, a, b, isChecked),
        ulong a when right is int b => OfShifts(kind, a, b),
        bool a when right is bool b => OfTruths(kind, a, b),
        decimal a when right is decimal b => OfDecimals(kind, a, b),
        char a when right is char b => OfInts(kind, a, b, isChecked),
        _ => null,
    };

    public static object? Unary(UnaryOperatorKind kind, object value, bool isChecked) => (kind, value) switch {
        (UnaryOperatorKind.Plus, _) => value,
        (UnaryOperatorKind.Minus, int a) => isChecked ? checked(-a) : unchecked(-a),
        (UnaryOperatorKind.Minus, long a) => isChecked ? checked(-a) : unchecked(-a),
        (UnaryOperatorKind.Minus, float a) => -a,
        (UnaryOperatorKind.Minus, double a) => -a,
        (UnaryOperatorKind.Minus, decimal a) => -a,
        (UnaryOperatorKind.Not, bool a) => !a,
        (UnaryOperatorKind.BitwiseNegation, int a) => ~a,
        (UnaryOperatorKind.BitwiseNegation, long a) => ~a,
        (UnaryOperatorKind.BitwiseNegation, uint a) => ~a,
        (UnaryOperatorKind.BitwiseNegation, ulong a) => ~a,
        _ => null,
    };

    private static object? OfInts(BinaryOperatorKind kind, int a, int b, bool isChecked) => kind switch {
        BinaryOperatorKind.Add => isChecked ? checked(a + b) : unchecked(a + b),
        BinaryOperatorKind.Subtract => isChecked ? checked(a - b) : unchecked(a - b),
        BinaryOperatorKind.Multiply => isChecked ? checked(a * b) : unchecked(a * b),
        BinaryOperatorKind.Divide => a / b,
        // int.MinValue % -1 overflows on hardware; its value is 0.
        BinaryOperatorKind.Remainder => b == -1 ? 0 : a % b,
        BinaryOperatorKind.LeftShift => a << b,
        BinaryOperatorKind.RightShift => a >> b,
        BinaryOperatorKind.UnsignedRightShift => a >>> b,
        _ => OfOrder(kind, a.CompareTo(b)) ?? (OfBits(kind, a, b) is { } bits ? unchecked((int)bits) : null),
    };

    private static object? OfLongs(BinaryOperatorKind kind, long a, long b, bool isChecked) => kind switch {
        BinaryOperatorKind.Add => isChecked ? checked(a + b) : unchecked(a + b),
        BinaryOperatorKind.Subtract => isChecked ? checked(a - b) : unchecked(a - b),
        BinaryOperatorKind.Multiply => isChecked ? checked(a * b) : unchecked(a * b),
        BinaryOperatorKind.Divide => a / b,
        BinaryOperatorKind.Remainder => b == -1 ? 0L : a % b,
        BinaryOperatorKind.LeftShift => a << (int)b,
        BinaryOperatorKind.RightShift => a >> (int)b,
        BinaryOperatorKind.UnsignedRightShift => a >>> (int)b,
        _ => OfOrder(kind, a.CompareTo(b)) ?? OfBits(kind, a, b),
    };

    private static object? OfUInts(BinaryOperatorKind kind, uint a, uint b, bool isChecked) => kind switch {
        BinaryOperatorKind.Add => isChecked ? checked(a + b) : unchecked(a + b),
        BinaryOperatorKind.Subtract => isChecked ? checked(a - b) : unchecked(a - b),
        BinaryOperatorKind.Multiply => isChecked ? checked(a * b) : unchecked(a * b),
        BinaryOperatorKind.Divide => a / b,
        BinaryOperatorKind.Remainder => a % b,
        BinaryOperatorKind.And => a & b,
        BinaryOperatorKind.Or => a | b,
        BinaryOperatorKind.ExclusiveOr => a ^ b,
        _ => OfOrder(kind, a.CompareTo(b)),
    };

    private static object? OfULongs(BinaryOperatorKind kind, ulong a, ulong b, bool isChecked) => kind switch {
        BinaryOperatorKind.Add => isChecked ? checked(a + b) : unchecked(a + b),
        BinaryOperatorKind.Subtract => isChecked ? checked(a - b) : unchecked(a - b),
        BinaryOperatorKind.Multiply => isChecked ? checked(a * b) : unchecked(a * b),
        BinaryOperatorKind.Divide => a / b,
        BinaryOperatorKind.Remainder => a % b,
        BinaryOperatorKind.And => a & b,
        BinaryOperatorKind.Or => a | b,
        BinaryOperatorKind.ExclusiveOr => a ^ b,
        _ => OfOrder(kind, a.CompareTo(b)),
    };

    private static object? OfShifts(BinaryOperatorKind kind, uint a, int b) => kind switch {
        BinaryOperatorKind.LeftShift => a << b,
        BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift => a >> b,
        _ => null,
    };

    private static object? OfShifts(BinaryOperatorKind kind, ulong a, int b) => kind switch {
        BinaryOperatorKind.LeftShift => a << b,
        BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift => a >> b,
        _ => null,
    };

    private static object? OfFloats(BinaryOperatorKind kind, float a, float b) => kind switch {
        BinaryOperatorKind.Add => (float)(a + b),
        BinaryOperatorKind.Subtract => (float)(a - b),
        BinaryOperatorKind.Multiply => (float)(a * b),
        BinaryOperatorKind.Divide => (float)(a / b),
        BinaryOperatorKind.Remainder => (float)(a % b),
        _ => OfDoubles(kind, a, b),
    };

    private static object? OfDoubles(BinaryOperatorKind kind, double a, double b) => kind switch {
        BinaryOperatorKind.Add => a + b,
        BinaryOperatorKind.Subtract => a - b,
        BinaryOperatorKind.Multiply => a * b,
        BinaryOperatorKind.Divide => a / b,
        BinaryOperatorKind.Remainder => a % b,
        BinaryOperatorKind.Equals => a == b,
        BinaryOperatorKind.NotEquals => a != b,
        BinaryOperatorKind.LessThan => a < b,
        BinaryOperatorKind.LessThanOrEqual => a <= b,
        BinaryOperatorKind.GreaterThan => a > b,
        BinaryOperatorKind.GreaterThanOrEqual => a >= b,
        _ => null,
    };

    private static object? OfDecimals(BinaryOperatorKind kind, decimal a, decimal b) => kind switch {
        BinaryOperatorKind.Add => a + b,
        BinaryOperatorKind.Subtract => a - b,
        BinaryOperatorKind.Multiply => a * b,
        BinaryOperatorKind.Divide => a / b,
        BinaryOperatorKind.Remainder => a % b,
        _ => OfOrder(kind, a.CompareTo(b)),
    };

    private static object? OfTruths(BinaryOperatorKind kind, bool a, bool b) => kind switch {
        BinaryOperatorKind.And => a & b,
        BinaryOperatorKind.Or => a | b,
        BinaryOperatorKind.ExclusiveOr => a ^ b,
        BinaryOperatorKind.Equals => a == b,
        BinaryOperatorKind.NotEquals => a != b,
        _ => null,
    };

    private static object? OfOrder(BinaryOperatorKind kind, int order) => kind switch {
        BinaryOperatorKind.Equals => order == 0,
        BinaryOperatorKind.NotEquals => order != 0,
        BinaryOperatorKind.LessThan => order < 0,
        BinaryOperatorKind.LessThanOrEqual => order <= 0,
        BinaryOperatorKind.GreaterThan => order > 0,
        BinaryOperatorKind.GreaterThanOrEqual => order >= 0,
        _ => null,
    };

    private static long? OfBits(BinaryOperatorKind kind, long a, long b) => kind switch {
        BinaryOperatorKind.And => a & b,
        BinaryOperatorKind.Or => a | b,
        BinaryOperatorKind.ExclusiveOr => a ^ b,
        _ => null,
    };

    /// <summary>A number as C# prints it, whatever the machine's culture.</summary>
    public static string Print(object value, string? format = null) =>
        value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value.ToString();
}
