using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Compiler.Kernels;

/// <summary>
/// One value of a kernel's scalar expression. Expressions are graphs: a <see cref="ScalarPool"/> makes each distinct value once,
/// so reference equality is structural equality within a pool.
/// </summary>
public sealed class Scalar {
    internal Scalar(int id, string operation, ElementType type, Sequence<Scalar> operands) {
        Id = id;
        Operation = operation;
        Type = type;
        Operands = operands;
    }

    /// <summary>Position in the pool.</summary>
    public int Id { get; }

    /// <summary>
    /// <c>load</c>, <c>constant</c>, <c>table</c>, <c>index</c>, <c>reduce</c>, <c>running</c>, <c>accumulator</c>, or the name of an elementwise graph operation.
    /// </summary>
    public string Operation { get; }

    /// <summary>Type of the value.</summary>
    public ElementType Type { get; }

    /// <summary>The values this one is computed from.</summary>
    public Sequence<Scalar> Operands { get; }

    /// <summary>The buffer of a <c>load</c>, or the number of an <c>accumulator</c>.</summary>
    public int Buffer { get; internal init; } = -1;

    /// <summary>The element of a <c>load</c>, or the one value of an <c>index</c>.</summary>
    public Sequence<Index> At { get; internal init; } = Sequence<Index>.Empty;

    /// <summary>The value of a <c>constant</c>; integers are exact.</summary>
    public double Value { get; internal init; }

    /// <summary>The elements of a <c>table</c>, as <see cref="TableData"/> writes them; its <see cref="At"/> is one row-major place.</summary>
    public string Data { get; internal init; } = "";

    /// <summary>How a <c>reduce</c> or <c>running</c> combines: <c>sum</c>, <c>product</c>, <c>max</c>, <c>min</c>.</summary>
    public string Combine { get; internal init; } = "";

    /// <summary>What a <c>reduce</c> runs over; the axis of the nest up to whose present position a <c>running</c> has combined.</summary>
    public Variable? Over { get; internal init; }

    /// <summary>Every loop variable the value depends on; those of reductions inside are bound and do not count.</summary>
    public IReadOnlyCollection<Variable> Variables() => variables ??= FindVariables();

    private HashSet<Variable>? variables;

    private HashSet<Variable> FindVariables() {
        HashSet<Variable> found = [];
        foreach (Scalar operand in Operands) {
            found.UnionWith(operand.Variables());
        }
        foreach (Index index in At) {
            found.UnionWith(index.Variables());
        }
        if (Over is not null) {
            if (Operation == "reduce") {
                found.Remove(Over);
            } else {
                found.Add(Over);
            }
        }
        return found;
    }

    /// <summary>Whether the value changes with the variable.</summary>
    public bool DependsOn(Variable variable) => ((HashSet<Variable>)Variables()).Contains(variable);

    /// <summary>The definition of this value, its operands by id.</summary>
    public override string ToString() {
        string body = Operation switch {
            "load" => $"load b{Buffer}{At}",
            "accumulator" => $"accumulator {Buffer}",
            "constant" => $"constant {(Type.IsFloat() ? AttributeValue.Real.Print(Value) : Value.ToString("R", CultureInfo.InvariantCulture))}",
            "index" => $"index {At}",
            "table" => $"table {TableData.Name(Data, Type)}{At}",
            "reduce" => $"reduce {Combine} {Over} < {Over!.Extent} of %{Operands[0].Id}",
            "running" => $"running {Combine} {Over} of %{Operands[0].Id}",
            _ => Operation + string.Concat(Operands.Select(operand => $" %{operand.Id}")),
        };
        return $"{body} : {Type.Name()}";
    }
}

/// <summary>Makes scalars, each distinct one once, and folds what is constant.</summary>
public sealed class ScalarPool {
    private readonly Dictionary<string, Scalar> known = [];
    private int variables;

    /// <summary>A loop variable not used before in this pool.</summary>
    public Variable NewVariable(Dimension extent) => new(variables++, extent);

    /// <summary>Makes room for a variable that a text form named.</summary>
    internal void Reserve(Variable variable) => variables = Math.Max(variables, variable.Id + 1);

    /// <summary>An element of a buffer.</summary>
    public Scalar Load(int buffer, ElementType type, IEnumerable<Index> at) {
        Sequence<Index> index = at.ToSequence();
        return Intern($"load b{buffer}{index}:{type}", id => new Scalar(id, "load", type, Sequence<Scalar>.Empty) { Buffer = buffer, At = index });
    }

    /// <summary>A constant.</summary>
    public Scalar Constant(double value, ElementType type) {
        value = type switch {
            ElementType.F32 => (float)value,
            ElementType.Bool => value != 0 ? 1 : 0,
            _ => value,
        };
        return Intern($"constant {AttributeValue.Real.Print(value)}:{type}", id => new Scalar(id, "constant", type, Sequence<Scalar>.Empty) { Value = value });
    }

    /// <summary>An element of a table that is known at build.</summary>
    public Scalar Table(string data, ElementType type, Index place) =>
        Intern($"table {data}[{place}]:{type}", id => new Scalar(id, "table", type, Sequence<Scalar>.Empty) { Data = data, At = Sequence.Of(place) });

    /// <summary>An index as a value.</summary>
    public Scalar Position(Index index, ElementType type) => index.IsConstant && index.Offset.IsConstant
        ? Constant(index.Offset.Value, type)
        : Intern($"index {index}:{type}", id => new Scalar(id, "index", type, Sequence<Scalar>.Empty) { At = Sequence.Of(index) });

    /// <summary>A running result of the kernel's root: the n-th product of a contraction, the score of an attention.</summary>
    public Scalar Accumulator(int number, ElementType type = ElementType.F32) =>
        Intern($"accumulator {number}:{type}", id => new Scalar(id, "accumulator", type, Sequence<Scalar>.Empty) { Buffer = number });

    /// <summary>All values of the body over a variable, combined; a variable that runs over a single element stands in no index.</summary>
    public Scalar Reduce(string combine, Variable over, Scalar body) => over.Extent.Equals(Dimension.One)
        ? body
        : Intern($"reduce {combine} {over}<{over.Extent} %{body.Id}", id => new Scalar(id, "reduce", body.Type, Sequence.Of(body)) { Combine = combine, Over = over });

    /// <summary>
    /// The values of the body at all positions of a nest's axis up to the present one, combined. The nest then runs along that axis in order.
    /// </summary>
    public Scalar Running(string combine, Variable over, Scalar body) =>
        Intern($"running {combine} {over}<{over.Extent} %{body.Id}", id => new Scalar(id, "running", body.Type, Sequence.Of(body)) { Combine = combine, Over = over });

    /// <summary>An elementwise operation of the graph applied to values.</summary>
    public Scalar Apply(string operation, ElementType type, params Scalar[] operands) {
        if (Simplify(operation, type, operands) is { } simpler) {
            return simpler;
        }
        return Intern($"{operation}({string.Join(",", operands.Select(o => o.Id))}):{type}", id => new Scalar(id, operation, type, operands.ToSequence()));
    }

    /// <summary>
    /// The scalar rebuilt in this pool, with loads, variables and accumulators replaced. Each function may return null to keep what it is given.
    /// </summary>
    public Scalar Rewrite(
        Scalar scalar, Func<Variable, Index?> variable, Func<Scalar, Sequence<Index>, Scalar?>? load = null, Func<int, Scalar?>? accumulator = null,
        Func<Dimension, Index>? offset = null) {
        Dictionary<Scalar, Scalar> done = [];
        return Visit(scalar);

        Scalar Visit(Scalar value) {
            if (!done.TryGetValue(value, out Scalar? result)) {
                result = Rebuild(value);
                done.Add(value, result);
            }
            return result;
        }

        Scalar Rebuild(Scalar value) {
            switch (value.Operation) {
                case "load":
                    Sequence<Index> at = value.At.Select(index => index.Substitute(variable, Visit, offset)).ToSequence();
                    return load?.Invoke(value, at) ?? Load(value.Buffer, value.Type, at);
                case "constant":
                    return Constant(value.Value, value.Type);
                case "index":
                    return Position(value.At[0].Substitute(variable, Visit, offset), value.Type);
                case "table":
                    return Table(value.Data, value.Type, value.At[0].Substitute(variable, Visit, offset));
                case "accumulator":
                    return accumulator?.Invoke(value.Buffer) ?? Accumulator(value.Buffer, value.Type);
                case "reduce":
                    // A replaced bound variable must be replaced by another variable of the same extent.
                    Variable over = variable(value.Over!)?.Variables().Single() ?? value.Over!;
                    return Reduce(value.Combine, over, Visit(value.Operands[0]));
                case "running":
                    return Running(value.Combine, variable(value.Over!)?.Variables().Single() ?? value.Over!, Visit(value.Operands[0]));
                default:
                    return Apply(value.Operation, value.Type, value.Operands.Select(Visit).ToArray());
            }
        }
    }

    private Scalar? Simplify(string operation, ElementType type, Scalar[] operands) {
        bool IsConstant(int operand, double value) => operands[operand].Operation == "constant" && operands[operand].Value == value;
        switch (operation) {
            // Counting with constants stays counting: what is gathered at such a position is an index map, not a look-up.
            case "add" or "subtract" when type.IsInteger() && IndexOf(operands[0]) is { } left && IndexOf(operands[1]) is { } right:
                return Position(operation == "add" ? left + right : left - right, type);
            case "multiply" when type.IsInteger() && IndexOf(operands[0]) is { } factor && IndexOf(operands[1]) is { } other && (factor.IsConstant || other.IsConstant):
                return Position(factor.IsConstant ? other * factor.Offset : factor * other.Offset, type);
            case "cast" when operands[0].Type == type:
                return operands[0];
            // Floats that stand for an index come from 32 bits, so that code may count in 32 bits.
            case "cast" when operands[0].Operation == "index" && type != ElementType.Bool && !(type.IsFloat() && operands[0].Type == ElementType.I64):
                return Position(operands[0].At[0], type);
            case "cast" when operands[0].Operation == "constant" && type.IsFloat():
                return Constant(operands[0].Value, type);
            case "select" when operands[0].Operation == "constant":
                return operands[0].Value != 0 ? operands[1] : operands[2];
            case "select" when operands[1] == operands[2]:
                return operands[1];
            case "multiply" when IsConstant(1, 1):
            case "divide" when IsConstant(1, 1):
            case "subtract" when IsConstant(1, 0) && type.IsInteger():
            case "add" when IsConstant(1, 0) && type.IsInteger():
                return operands[0];
            case "multiply" when IsConstant(0, 1):
            case "add" when IsConstant(0, 0) && type.IsInteger():
                return operands[1];
            case "divide" when type == ElementType.F32 && operands[1].Operation == "constant" && IsPowerOfTwo(operands[1].Value):
                return Apply("multiply", type, operands[0], Constant(1 / operands[1].Value, type));
            default:
                return null;
        }
    }

    private static Index? IndexOf(Scalar scalar) => scalar.Operation switch {
        "index" => scalar.At[0],
        "constant" when Math.Abs(scalar.Value) < int.MaxValue => Index.Of(new Dimension((long)scalar.Value)),
        _ => null,
    };

    // Dividing by a power of two and multiplying by its reciprocal round alike.
    private static bool IsPowerOfTwo(double value) {
        double magnitude = Math.Abs(value);
        return magnitude is > 1e-30 and < 1e30 && Math.Log(magnitude, 2) is double log && log == Math.Floor(log);
    }

    private Scalar Intern(string key, Func<int, Scalar> make) {
        if (!known.TryGetValue(key, out Scalar? scalar)) {
            scalar = make(known.Count);
            known.Add(key, scalar);
        }
        return scalar;
    }
}
