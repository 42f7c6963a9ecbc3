using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// Writes the instructions of one function over vectors of a fixed number of lanes. A vector of one lane is a scalar,
/// so that the same formula serves the tail of a loop.
/// </summary>
/// <param name="lanes">Lanes of every vector, at least 1.</param>
sealed class FunctionBody(int lanes) {
    readonly StringBuilder instructions = new();
    readonly SortedSet<string> declarations = new(StringComparer.Ordinal);
    int names;

    /// <summary>The instructions so far, a line each.</summary>
    public string Instructions => instructions.ToString();

    /// <summary>Declarations of the intrinsics that they call.</summary>
    public IReadOnlyCollection<string> Declarations => declarations;

    /// <summary>The type of a vector, such as &lt;8 x float&gt;, or float for one lane.</summary>
    public string Type(Lane lane) => lanes == 1 ? ScalarType(lane) : $"<{Spell(lanes)} x {ScalarType(lane)}>";

    /// <summary>A parameter of the function.</summary>
    public Value Parameter(string name) => new(this, "%" + name, Lane.Single);

    /// <summary>A floating-point constant in every lane.</summary>
    /// <exception cref="ArgumentException">The lanes are single precision and cannot hold it exactly.</exception>
    public Value Constant(double value, Lane lane) {
        if (lane is Lane.Single && (float)value != value && !double.IsNaN(value)) {
            throw new ArgumentException($"{value.ToString("R", CultureInfo.InvariantCulture)} is no single-precision number; round it where it is defined", nameof(value));
        }
        // LLVM spells a float constant by the bits of the double of the same value.
        return Splat("0x" + BitConverter.DoubleToInt64Bits(value).ToString("X16", CultureInfo.InvariantCulture), lane);
    }

    /// <summary>An integer constant in every lane.</summary>
    public Value Integer(long value, Lane lane) => Splat(value.ToString(CultureInfo.InvariantCulture), lane);

    /// <summary>
    /// a b + c, with one rounding where the target has a fused instruction and with two where it has none, so the
    /// formulas must hold either way.
    /// </summary>
    public Value MultiplyAdd(Value a, Value b, Value c) {
        string type = Type(a.Lane);
        string scalar = a.Lane is Lane.Single ? "f32" : "f64";
        string intrinsic = "@llvm.fmuladd." + (lanes == 1 ? scalar : $"v{Spell(lanes)}{scalar}");
        declarations.Add($"declare {type} {intrinsic}({type}, {type}, {type})");
        return Write($"call {type} {intrinsic}({type} {a.Text}, {type} {b.Text}, {type} {c.Text})", a.Lane);
    }

    /// <summary>a b + c with a constant factor.</summary>
    public Value MultiplyAdd(Value a, double b, Value c) => MultiplyAdd(a, a.Constant(b), c);

    /// <summary>a b + c with constants.</summary>
    public Value MultiplyAdd(Value a, double b, double c) => MultiplyAdd(a, a.Constant(b), a.Constant(c));

    /// <summary>A polynomial by Horner's rule: the fewest operations, and the kernels around it have lanes enough to hide its latency.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="coefficients">The constant term first.</param>
    public Value Polynomial(Value x, params double[] coefficients) {
        Value sum = x.Constant(coefficients[coefficients.Length - 1]);
        for (int i = coefficients.Length - 2; i >= 0; i--) {
            sum = MultiplyAdd(sum, x, x.Constant(coefficients[i]));
        }
        return sum;
    }

    /// <summary>An instruction with two operands of one type and a result of the same.</summary>
    public Value Binary(string instruction, Value left, Value right) => Write($"{instruction} {Type(left.Lane)} {left.Text}, {right.Text}", left.Lane);

    /// <summary>The opposite number. A fused multiply-add takes it in for nothing.</summary>
    public Value Negate(Value value) => Write($"fneg {Type(value.Lane)} {value.Text}", value.Lane);

    /// <summary>A floating-point comparison.</summary>
    public Value Compare(string predicate, Value left, Value right) => Write($"fcmp {predicate} {Type(left.Lane)} {left.Text}, {right.Text}", Lane.Truth);

    /// <summary>A choice for each lane.</summary>
    public Value Select(Value condition, Value whenTrue, Value whenFalse) => Write(
        $"select {Type(Lane.Truth)} {condition.Text}, {Type(whenTrue.Lane)} {whenTrue.Text}, {Type(whenFalse.Lane)} {whenFalse.Text}", whenTrue.Lane);

    /// <summary>A conversion: bitcast, fpext, fptrunc, sitofp, fptosi.</summary>
    public Value Convert(string instruction, Value value, Lane to) => Write($"{instruction} {Type(value.Lane)} {value.Text} to {Type(to)}", to);

    Value Splat(string constant, Lane lane) => new(this, lanes == 1 ? constant : $"splat ({ScalarType(lane)} {constant})", lane);

    Value Write(string instruction, Lane lane) {
        string name = "%v" + Spell(names++);
        instructions.Append("  ").Append(name).Append(" = ").Append(instruction).Append('\n');
        return new Value(this, name, lane);
    }

    static string ScalarType(Lane lane) => lane switch {
        Lane.Truth => "i1",
        Lane.Bits32 => "i32",
        Lane.Bits64 => "i64",
        Lane.Single => "float",
        Lane.Double => "double",
        _ => throw new ArgumentOutOfRangeException(nameof(lane)),
    };

    static string Spell(int number) => number.ToString(CultureInfo.InvariantCulture);
}
