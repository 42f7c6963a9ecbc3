using System;
using System.Collections.Generic;
using Sinter.Compiler.Graph;

namespace Sinter.Compiler.Llvm;

/// <summary>The instructions of each elementwise operation. Products and sums may contract to fused multiply-adds.</summary>
internal static class Arithmetic {
    private static readonly Dictionary<string, (string Float, string Integer)> Comparisons = new() {
        ["equal"] = ("oeq", "eq"), ["not_equal"] = ("une", "ne"), ["less"] = ("olt", "slt"), ["less_equal"] = ("ole", "sle"),
        ["greater"] = ("ogt", "sgt"), ["greater_equal"] = ("oge", "sge"),
    };

    private static readonly Dictionary<string, string> Intrinsics = new() {
        ["sqrt"] = "sqrt", ["floor"] = "floor", ["ceiling"] = "ceil", ["round"] = "roundeven", ["abs"] = "fabs",
        ["minimum"] = "minimum", ["maximum"] = "maximum",
    };

    /// <summary>Applies an operation to operands of one number of lanes and of the element type <paramref name="type"/>.</summary>
    public static IrValue Emit(ScalarEmitter emitter, VectorMath math, string operation, ElementType type, IrValue[] operands, ElementType? result = null) {
        IrWriter writer = emitter.Writer;
        IrValue first = operands[0];
        int lanes = first.Lanes;
        if (Comparisons.TryGetValue(operation, out (string Float, string Integer) condition)) {
            return type.IsFloat()
                ? writer.Emit(IrTypes.Vector("i1", lanes), $"fcmp {condition.Float} {first}, {operands[1].Name}")
                : writer.Compare(condition.Integer, first, operands[1]);
        }
        switch (operation) {
            case "select":
                return writer.Emit(operands[1].Type, $"select {first}, {operands[1]}, {operands[2]}");
            case "cast":
                return Cast(emitter, first, type, result!.Value);
            case "not":
                return writer.Emit(first.Type, $"xor {first}, {writer.Splat(new IrValue(IrTypes.Register(type), type == ElementType.Bool ? "true" : "-1"), lanes).Name}");
            case "and" or "or" or "xor":
                return writer.Emit(first.Type, $"{operation} {first}, {operands[1].Name}");
        }
        return type.IsFloat() ? Float(writer, math, operation, type, operands) : Integer(writer, operation, operands);
    }

    private static IrValue Float(IrWriter writer, VectorMath math, string operation, ElementType type, IrValue[] operands) {
        IrValue first = operands[0];
        string element = IrTypes.Register(type);
        switch (operation) {
            case "add" or "subtract" or "multiply" or "divide":
                string instruction = operation switch { "add" => "fadd", "subtract" => "fsub", "multiply" => "fmul", _ => "fdiv" };
                return writer.Emit(first.Type, $"{instruction} {(type == ElementType.F64 ? "" : "contract ")}{first}, {operands[1].Name}");
            case "negate":
                return writer.Emit(first.Type, $"fneg {first}");
            case "remainder":
                return writer.Emit(first.Type, $"frem {first}, {operands[1].Name}");
            case "rsqrt":
                IrValue root = writer.Call(first.Type, $"@llvm.sqrt.{IrTypes.Mangle(element, first.Lanes)}", first);
                return writer.Emit(first.Type, $"fdiv {writer.Splat(new IrValue(element, "1.0"), first.Lanes)}, {root.Name}");
        }
        if (Intrinsics.TryGetValue(operation, out string? intrinsic)) {
            return writer.Call(first.Type, $"@llvm.{intrinsic}.{IrTypes.Mangle(element, first.Lanes)}", operands);
        }
        if (type == ElementType.F64) {
            throw new GraphException($"{operation}: f64 has the operations that are rounded once, and this is none of them; cast to f32");
        }
        string function = math.Require(operation, first.Lanes);
        return writer.Emit(first.Type, $"call {first.Type} {function}({string.Join(", ", operands)})");
    }

    // Division by zero and of the least integer by -1 would stop the processor; they give 0 and the least integer here.
    private static IrValue Integer(IrWriter writer, string operation, IrValue[] operands) {
        IrValue first = operands[0];
        string element = first.Lanes == 1 ? first.Type : first.Type.Substring(first.Type.IndexOf('x') + 2).TrimEnd('>');
        IrValue Splat(string value) => writer.Splat(new IrValue(element, value), first.Lanes);
        switch (operation) {
            case "add" or "subtract" or "multiply":
                return writer.Emit(first.Type, $"{(operation == "add" ? "add" : operation == "subtract" ? "sub" : "mul")} {first}, {operands[1].Name}");
            case "negate":
                return writer.Emit(first.Type, $"sub {Splat("0")}, {first.Name}");
            case "abs":
                return writer.Emit(first.Type, $"call {first.Type} {Declared($"@llvm.abs.{IrTypes.Mangle(element, first.Lanes)}", "i1")}({first}, i1 false)");
            case "minimum" or "maximum":
                return writer.Call(first.Type, $"@llvm.{(operation == "minimum" ? "smin" : "smax")}.{IrTypes.Mangle(element, first.Lanes)}", operands);
            case "shift_left" or "shift_right" or "shift_right_unsigned":
                // A shift by all bits or more is undefined to LLVM; as in C#, only the low bits of the amount count.
                IrValue amount = writer.Emit(first.Type, $"and {operands[1]}, {Splat(element == "i64" ? "63" : "31").Name}");
                return writer.Emit(first.Type, $"{operation switch { "shift_left" => "shl", "shift_right" => "ashr", _ => "lshr" }} {first}, {amount.Name}");
            case "divide" or "remainder":
                IrValue isZero = writer.Compare("eq", operands[1], Splat("0"));
                IrValue isMinusOne = writer.Compare("eq", operands[1], Splat("-1"));
                IrValue unsafeDivisor = writer.Emit(isZero.Type, $"or {isZero}, {isMinusOne.Name}");
                IrValue divisor = writer.Select(unsafeDivisor, Splat("1"), operands[1]);
                IrValue quotient = writer.Emit(first.Type, $"{(operation == "divide" ? "sdiv" : "srem")} {first}, {divisor.Name}");
                IrValue special = operation == "divide" ? writer.Emit(first.Type, $"sub {Splat("0")}, {first.Name}") : Splat("0");
                return writer.Select(isZero, Splat("0"), writer.Select(isMinusOne, special, quotient));
            default:
                throw new InvalidOperationException($"no integer code for {operation}");
        }

        string Declared(string function, string second) {
            writer.Declare($"declare {first.Type} {function}({first.Type}, {second})");
            return function;
        }
    }

    private static IrValue Cast(ScalarEmitter emitter, IrValue value, ElementType from, ElementType to) {
        IrWriter writer = emitter.Writer;
        string source = IrTypes.Register(from);
        string register = IrTypes.Register(to);
        string type = IrTypes.Vector(register, value.Lanes);
        if (to is ElementType.F16 or ElementType.BF16) {
            IrValue single = from.IsFloat() && from != ElementType.F64 ? value : Cast(emitter, value, from, ElementType.F32);
            return from == to ? value : emitter.Halves.Widen(to, emitter.Halves.Narrow(to, single));
        }
        if (source == register) {
            return value;
        }
        if (from.IsFloat() && to.IsFloat()) {
            return writer.Emit(type, $"{(to == ElementType.F64 ? "fpext" : "fptrunc")} {value} to {type}");
        }
        return (from, to) switch {
            (_, ElementType.Bool) when from.IsFloat() => writer.Emit(type, $"fcmp une {value}, {writer.Splat(new IrValue(source, "0.0"), value.Lanes).Name}"),
            (_, ElementType.Bool) => writer.Compare("ne", value, writer.Splat(new IrValue(source, "0"), value.Lanes)),
            (ElementType.Bool, _) when to.IsFloat() => writer.Emit(type, $"uitofp {value} to {type}"),
            (ElementType.Bool, _) => writer.Emit(type, $"zext {value} to {type}"),
            (_, _) when to.IsFloat() => writer.Emit(type, $"sitofp {value} to {type}"),
            (_, _) when from.IsFloat() => writer.Call(type, $"@llvm.fptosi.sat.{IrTypes.Mangle(register, value.Lanes)}.{IrTypes.Mangle(source, value.Lanes)}", value),
            (ElementType.I32, _) => writer.Emit(type, $"sext {value} to {type}"),
            _ => writer.Emit(type, $"trunc {value} to {type}"),
        };
    }
}
