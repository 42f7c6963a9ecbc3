using System;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;

/// <summary>What each scalar operation of a kernel means, in double precision and rounded to its type as the eager operations do.</summary>
internal static class ScalarMath {
    public static ScalarValue Round(ElementType type, double value) => new(type switch {
        ElementType.F32 => (float)value,
        ElementType.F16 => (double)(Half)value,
        _ => Sinter.Operations.Cast(Tensor.From(new[] { (float)value }), Sinter.ElementType.BF16).ToArray<double>()[0],
    }, 0);

    public static ScalarValue Wrap(ElementType type, long value) => new(0, type == ElementType.I32 ? unchecked((int)value) : value);

    public static ScalarValue Neutral(string combine, ElementType type) => combine switch {
        "sum" => default,
        "product" => new(1, 1),
        "max" => new(double.NegativeInfinity, type == ElementType.I32 ? int.MinValue : long.MinValue),
        _ => new(double.PositiveInfinity, type == ElementType.I32 ? int.MaxValue : long.MaxValue),
    };

    public static ScalarValue Combine(string combine, ScalarValue a, ScalarValue b) => combine switch {
        "sum" => new(a.Real + b.Real, unchecked(a.Integer + b.Integer)),
        "product" => new(a.Real * b.Real, unchecked(a.Integer * b.Integer)),
        "max" => new(Math.Max(a.Real, b.Real), Math.Max(a.Integer, b.Integer)),
        "min" => new(Math.Min(a.Real, b.Real), Math.Min(a.Integer, b.Integer)),
        _ => throw new PlanException($"combines by '{combine}'"),
    };

    public static ScalarValue Apply(Scalar scalar, ScalarValue[] operands) {
        ElementType from = scalar.Operands[^1].Type;
        return scalar.Operation switch {
            "select" => operands[0].Integer != 0 ? operands[1] : operands[2],
            "cast" => Cast(from, scalar.Type, operands[0]),
            "equal" or "not_equal" or "less" or "less_equal" or "greater" or "greater_equal" => new(0, (from.IsFloat()
                ? Test(scalar.Operation, operands[0].Real, operands[1].Real)
                : Test(scalar.Operation, operands[0].Integer, operands[1].Integer)) ? 1 : 0),
            _ when scalar.Type.IsFloat() => Round(scalar.Type, Real(scalar.Operation, operands[0].Real, operands[^1].Real)),
            "not" when scalar.Type == ElementType.Bool => new(0, 1 - operands[0].Integer),
            _ => Wrap(scalar.Type, Integer(scalar.Operation, scalar.Type, operands[0].Integer, operands[^1].Integer)),
        };
    }

    private static bool Test(string operation, double a, double b) => operation switch {
        "equal" => a == b, "not_equal" => a != b, "less" => a < b, "less_equal" => a <= b, "greater" => a > b, _ => a >= b,
    };

    private static bool Test(string operation, long a, long b) => operation switch {
        "equal" => a == b, "not_equal" => a != b, "less" => a < b, "less_equal" => a <= b, "greater" => a > b, _ => a >= b,
    };

    private static ScalarValue Cast(ElementType from, ElementType to, ScalarValue value) => (from.IsFloat(), to.IsFloat(), to) switch {
        (true, true, _) => Round(to, value.Real),
        (false, true, _) => Round(to, value.Integer),
        (true, false, ElementType.Bool) => new(0, value.Real != 0 ? 1 : 0),
        (true, false, ElementType.I32) => new(0, (int)value.Real),
        (true, false, _) => new(0, (long)value.Real),
        (false, false, ElementType.Bool) => new(0, value.Integer != 0 ? 1 : 0),
        _ => Wrap(to, value.Integer),
    };

    private static double Real(string operation, double a, double b) => operation switch {
        "negate" => -a,
        "abs" => Math.Abs(a),
        "exp" => Math.Exp(a),
        "log" => Math.Log(a),
        "sqrt" => Math.Sqrt(a),
        "rsqrt" => 1 / Math.Sqrt(a),
        "sin" => Math.Sin(a),
        "cos" => Math.Cos(a),
        "tanh" => Math.Tanh(a),
        "erf" => Sinter.Operations.Erf(Tensor.From(new[] { (float)a })).ToArray<double>()[0],
        "sigmoid" => 1 / (1 + Math.Exp(-a)),
        "floor" => Math.Floor(a),
        "ceiling" => Math.Ceiling(a),
        "round" => Math.Round(a, MidpointRounding.ToEven),
        "add" => a + b,
        "subtract" => a - b,
        "multiply" => a * b,
        "divide" => a / b,
        "minimum" => Math.Min(a, b),
        "maximum" => Math.Max(a, b),
        "remainder" => a % b,
        "power" => Math.Pow(a, b),
        _ => throw new PlanException($"applies '{operation}' to reals"),
    };

    private static long Integer(string operation, ElementType type, long a, long b) => unchecked(operation switch {
        "negate" => -a,
        "abs" => a < 0 ? -a : a,
        "not" => ~a,
        "add" => a + b,
        "subtract" => a - b,
        "multiply" => a * b,
        "divide" => b == -1 ? -a : a / b,
        "remainder" => b == -1 ? 0 : a % b,
        "minimum" => Math.Min(a, b),
        "maximum" => Math.Max(a, b),
        "and" => a & b,
        "or" => a | b,
        "xor" => a ^ b,
        "shift_left" => type == ElementType.I32 ? (int)a << (int)b : a << (int)b,
        "shift_right" => type == ElementType.I32 ? (int)a >> (int)b : a >> (int)b,
        "shift_right_unsigned" => type == ElementType.I32 ? (int)a >>> (int)b : a >>> (int)b,
        _ => throw new PlanException($"applies '{operation}' to integers"),
    });
}
