using System;
using System.Linq;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Graph.Operations;

internal sealed partial class RandomGraph {
    private Known? Unary() {
        string[] names = ["negate", "abs", "exp", "log", "sqrt", "rsqrt", "sin", "cos", "tanh", "erf", "sigmoid", "floor", "ceiling", "round", "not"];
        string operation = names[random.Next(names.Length)];
        Known? operand = operation switch {
            "not" => Pick(known => !known.Element.IsFloat()),
            "negate" or "abs" => Pick(IsNumber),
            "floor" or "ceiling" or "round" => Pick(known => known.Element == ElementType.F32 && known.IsExact),
            _ => PickReal(),
        };
        return operand is null ? null : Unary(operation, operation is "log" or "sqrt" or "rsqrt" ? AwayFromZero(operand) : operand);
    }

    private Known? Unary(string operation, Known? x) {
        if (x is null || (operation == "exp" && x.High > 5) || (operation is "sin" or "cos" && x.Magnitude > 60)) {
            return null;
        }
        Expression value = x.Value.Apply(operation);
        double derivative = operation switch {
            "exp" => Math.Exp(x.High),
            "log" => 1 / x.Low,
            "sqrt" => 0.5 / Math.Sqrt(x.Low),
            "rsqrt" => 0.5 * Math.Pow(x.Low, -1.5),
            "sigmoid" => 0.25,
            "erf" => 1.13,
            _ => 1,
        };
        (double low, double high) = operation switch {
            "negate" => (-x.High, -x.Low),
            "abs" => (x.Low > 0 ? x.Low : 0, x.Magnitude),
            "exp" => (Math.Exp(x.Low), Math.Exp(x.High)),
            "log" => (Math.Log(x.Low), Math.Log(x.High)),
            "sqrt" => (Math.Sqrt(x.Low), Math.Sqrt(x.High)),
            "rsqrt" => (1 / Math.Sqrt(x.High), 1 / Math.Sqrt(x.Low)),
            "sigmoid" => (0, 1),
            "floor" or "ceiling" or "round" => (Math.Floor(x.Low), Math.Ceiling(x.High)),
            "not" => x.Element == ElementType.Bool ? (0, 1) : (-x.High - 1, -x.Low - 1),
            _ => (-1.0, 1.0),
        };
        return operation switch {
            "negate" or "abs" => new Known(value, low, high, x.Error, x.Grid),
            "floor" or "ceiling" or "round" or "not" => new Known(value, low, high, 0, 0),
            _ => Known.Result(operation, value, low, high, derivative * x.Error, null),
        };
    }

    /// <summary>|x| + 1/2, or |x| + 1 for integers.</summary>
    private Known? AwayFromZero(Known x) => Unary("abs", x) is { } positive
        ? Binary("add", positive, new Known(graph.Scalar(x.Element.IsFloat() ? 0.5 : 1, x.Element), 0.5, 1, 0, 1))
        : null;

    private Known? Binary() {
        string[] names = ["add", "subtract", "multiply", "divide", "minimum", "maximum", "remainder", "power", "and", "or", "xor", "shift_left", "shift_right", "shift_right_unsigned", "add", "multiply"];
        string operation = names[random.Next(names.Length)];
        Known? left = operation switch {
            "and" or "or" or "xor" => Pick(known => !known.Element.IsFloat()),
            "shift_left" or "shift_right" => Pick(known => known.Element.IsInteger()),
            "shift_right_unsigned" => Pick(known => known.Element.IsInteger() && known.Low >= 0),
            "power" => PickReal(),
            "remainder" => Pick(known => IsNumber(known) && known.IsExact),
            _ => Pick(IsNumber),
        };
        if (left is null) {
            return null;
        }
        Known? right = random.Next(4) == 0 ? Constant(left.Element) : Pick(known => known.Element == left.Element && (operation != "remainder" || known.IsExact));
        if (random.Next(8) == 0) {
            (left, right) = (right!, left);
        }
        return operation switch {
            _ when left is null || right is null => null,
            "divide" or "remainder" when AwayFromZero(right) is { } divisor => Binary(operation, left, divisor),
            "power" when AwayFromZero(left) is { Magnitude: <= 4 } positive && right.Magnitude <= 3 => Binary(operation, positive, right),
            "divide" or "remainder" or "power" => null,
            "shift_left" or "shift_right" or "shift_right_unsigned" => Shift(operation, left, right),
            _ => Binary(operation, left, right),
        };
    }

    private Known Constant(ElementType type) {
        double value = type switch { ElementType.Bool => random.Next(2), ElementType.I32 or ElementType.I64 => random.Next(-3, 6), _ => random.Next(-8, 9) / 4.0 };
        return new Known(graph.Scalar(value, type), value, value, 0, 2);
    }

    private bool Meets(params Known[] operands) {
        Sequence<Dimension>? shape = operands[0].Type.Shape;
        foreach (Known operand in operands) {
            shape = shape is null ? null : BroadcastOperation.Common(shape, operand.Type.Shape);
        }
        return shape is not null && IsSmall(shape);
    }

    private Known? Binary(string operation, Known a, Known b) {
        if (!Meets(a, b) || (operation == "multiply" && a.Magnitude * b.Magnitude > 1e4)) {
            return null;
        }
        Expression value = a.Value.With(operation, b.Value);
        double[] corners = operation == "multiply" ? [a.Low * b.Low, a.Low * b.High, a.High * b.Low, a.High * b.High] : [0];
        int? finer = a.Grid is { } x && b.Grid is { } y ? Math.Max(x, y) : null;
        double largestPower = Math.Pow(Math.Max(a.High, 1 / Math.Max(a.Low, 1e-3)), b.Magnitude);
        return operation switch {
            "add" => Known.Result(operation, value, a.Low + b.Low, a.High + b.High, a.Error + b.Error, finer),
            "subtract" => Known.Result(operation, value, a.Low - b.High, a.High - b.Low, a.Error + b.Error, finer),
            "multiply" => Known.Result(operation, value, corners.Min(), corners.Max(), a.Error * b.Magnitude + b.Error * a.Magnitude, a.Grid + b.Grid),
            "minimum" => new Known(value, Math.Min(a.Low, b.Low), Math.Min(a.High, b.High), Math.Max(a.Error, b.Error), finer),
            "maximum" => new Known(value, Math.Max(a.Low, b.Low), Math.Max(a.High, b.High), Math.Max(a.Error, b.Error), finer),
            "divide" => Known.Result(operation, value, -a.Magnitude / b.Low, a.Magnitude / b.Low, a.Error / b.Low + b.Error * a.Magnitude / (b.Low * b.Low), null),
            "remainder" => new Known(value, -b.High, b.High, 0, finer),
            "power" => Known.Result(
                operation, value, 0, largestPower, largestPower * (b.Magnitude * a.Error / a.Low + Math.Abs(Math.Log(a.High)) * b.Error), null),
            _ => Bits(value, a, b),
        };
    }

    // Only the low bits of an amount count, so that amounts beyond the type's bits, and negative ones, begin again at 0.
    private Known? Shift(string operation, Known x, Known amount) {
        if (!Meets(x, amount) || !x.Element.IsInteger() || (operation == "shift_left" && (amount.Low < 0 || amount.High > 8)) || (operation == "shift_right_unsigned" && x.Low < 0)) {
            return null;
        }
        Expression value = x.Value.With(operation, amount.Value);
        double factor = operation == "shift_left" ? Math.Pow(2, amount.High) : 1;
        return Known.Result(operation, value, Math.Min(x.Low * factor, Math.Min(x.Low, 0)), Math.Max(x.High * factor, Math.Max(x.High, 0)), 0, 0);
    }

    private static Known Bits(Expression value, Known a, Known b) {
        double bound = value.Type.Element == ElementType.Bool ? 1 : Math.Pow(2, Math.Ceiling(Math.Log2(Math.Max(a.Magnitude, b.Magnitude) + 2)));
        return new Known(value, value.Type.Element == ElementType.Bool || (a.Low >= 0 && b.Low >= 0) ? 0 : -bound, bound, 0, 0);
    }

    private Known? Compare() {
        string[] names = ["equal", "not_equal", "less", "less_equal", "greater", "greater_equal"];
        string operation = names[random.Next(names.Length)];
        Known? left = Pick(known => known.IsExact && (operation is "equal" or "not_equal" || IsNumber(known)));
        Known? right = left is null ? null : Pick(known => known.IsExact && known.Element == left.Element && known.Value.Node != left.Value.Node) ?? Constant(left.Element);
        return left is null || right is null || !Meets(left, right) ? null : new Known(left.Value.With(operation, right.Value), 0, 1, 0, 0);
    }

    private Known? Select() {
        Known? condition = Pick(known => known.Element == ElementType.Bool);
        Known? yes = Pick(_ => true);
        Known? no = yes is null ? null : random.Next(3) == 0 ? Constant(yes.Element) : Pick(known => known.Element == yes.Element);
        return condition is null || yes is null || no is null || !Meets(condition, yes, no) ? null
            : Known.Either(condition.Value.Apply("select", [yes.Value, no.Value]), yes, no);
    }

    private Known? Cast() {
        ElementType[] types = [ElementType.F32, ElementType.I32, ElementType.I64, ElementType.Bool, ElementType.F16, ElementType.BF16];
        ElementType to = types[random.Next(types.Length)];
        if (to is ElementType.F16 or ElementType.BF16) {
            // Only values that the type holds exactly: the rounding of others would differ where they are a little off.
            int bits = to == ElementType.F16 ? 11 : 8;
            return Pick(known => known.Element == ElementType.F32 && known.Grid is { } grid && known.Magnitude * Math.Pow(2, grid) < 1 << bits && grid < 10) is { } exact
                ? exact.Moved(exact.Value.Cast(to))
                : null;
        }
        Known? x = Pick(known => known.Element != to && (known.IsExact || to.IsFloat()) && (!to.IsFloat() || known.Magnitude < 1 << 20));
        if (x is null) {
            return null;
        }
        Expression value = x.Value.Cast(to);
        return to == ElementType.Bool ? new Known(value, 0, 1, 0, 0)
            : to.IsFloat() ? new Known(value, x.Low, x.High, x.Error, x.Grid)
            : new Known(value, Math.Truncate(x.Low), Math.Truncate(x.High), 0, 0);
    }
}
