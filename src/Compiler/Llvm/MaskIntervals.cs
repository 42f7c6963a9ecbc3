using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Index = Sinter.Compiler.Kernels.Index;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// Decides for a block of keys and a group of rows whether a mask may hold, or must hold, for some or all of their pairs, from the least and
/// largest values of what it compares. So blocks that a window, a causal order or the segments of packed sequences hide are left out, and
/// those that they show whole need no mask.
/// </summary>
internal sealed class MaskIntervals {
    private readonly ScalarEmitter emitter;
    private readonly IrWriter writer;
    private readonly Variable keys;
    private readonly Test test;
    private readonly List<Quantity> ofKeys = [];
    private readonly List<Quantity> ofRows = [];

    public MaskIntervals(ScalarEmitter emitter, Scalar? condition, Variable keys, IReadOnlyList<Variable> rows) {
        (this.emitter, writer, this.keys) = (emitter, emitter.Writer, keys);
        test = condition is null ? new Test.Known(true) : Of(condition, [.. rows]);
    }

    /// <summary>How many quantities have bounds for each group of rows.</summary>
    public int RowQuantities => ofRows.Count;

    /// <summary>The values of the quantities of one row, as i64.</summary>
    public IrValue[] OfRow(KernelScope row) => [.. ofRows.Select(quantity => Wide(quantity.Value is { } scalar ? emitter.Emit(scalar, row) : emitter.EmitIndex(quantity.Place!, row)))];

    /// <summary>Least and largest values of the quantities of keys, from one key to below another.</summary>
    public (IrValue Low, IrValue High)[] OfKeys(KernelScope place, IrValue first, IrValue end) => [.. ofKeys.Select(quantity => Bounds(quantity, place, first, end))];

    /// <summary>Whether the mask may hold for one of the pairs.</summary>
    public IrValue May((IrValue Low, IrValue High)[] keyBounds, (IrValue Low, IrValue High)[] rowBounds) => Emit(test, keyBounds, rowBounds, must: false);

    /// <summary>Whether the mask holds for all pairs, for sure.</summary>
    public IrValue Must((IrValue Low, IrValue High)[] keyBounds, (IrValue Low, IrValue High)[] rowBounds) => Emit(test, keyBounds, rowBounds, must: true);

    // A number that depends on keys or on rows alone: an index, an integer or a truth value.
    private sealed record Quantity(Scalar? Value, Index? Place, bool IsOfKeys, int Number);

    private abstract record Test {
        public sealed record Known(bool IsTrue) : Test;

        public sealed record Open : Test;

        public sealed record Order(Quantity Smaller, Quantity Larger, bool OrEqual) : Test;

        public sealed record Same(Quantity Left, Quantity Right) : Test;

        public sealed record Truth(Quantity Value) : Test;

        public sealed record Not(Test Value) : Test;

        public sealed record Both(Test Left, Test Right) : Test;

        public sealed record Either(Test Left, Test Right) : Test;
    }

    private Test Of(Scalar condition, HashSet<Variable> rows) {
        Scalar[] operands = [.. condition.Operands];
        switch (condition.Operation) {
            case "constant":
                return new Test.Known(condition.Value != 0);
            case "and":
                return new Test.Both(Of(operands[0], rows), Of(operands[1], rows));
            case "or":
                return new Test.Either(Of(operands[0], rows), Of(operands[1], rows));
            case "not":
                return new Test.Not(Of(operands[0], rows));
            case "select":
                Test choice = Of(operands[0], rows);
                return new Test.Either(new Test.Both(choice, Of(operands[1], rows)), new Test.Both(new Test.Not(choice), Of(operands[2], rows)));
            case "less" or "less_equal" or "greater" or "greater_equal" or "equal" or "not_equal" when Sides(operands[0], operands[1], rows) is { } sides:
                return condition.Operation switch {
                    "less" => new Test.Order(sides.Left, sides.Right, OrEqual: false),
                    "less_equal" => new Test.Order(sides.Left, sides.Right, OrEqual: true),
                    "greater" => new Test.Order(sides.Right, sides.Left, OrEqual: false),
                    "greater_equal" => new Test.Order(sides.Right, sides.Left, OrEqual: true),
                    "equal" => new Test.Same(sides.Left, sides.Right),
                    _ => new Test.Not(new Test.Same(sides.Left, sides.Right)),
                };
            default:
                return Find(condition, null, rows) is { } truth ? new Test.Truth(truth) : new Test.Open();
        }
    }

    // Both operands as quantities. Of indices, what belongs to the keys goes to one side and the rest to the other.
    private (Quantity Left, Quantity Right)? Sides(Scalar left, Scalar right, HashSet<Variable> rows) {
        if (Place(left) is { } a && Place(right) is { } b) {
            Index own = Index.Of(Dimension.Zero), other = Index.Of(Dimension.Zero);
            foreach ((Atom atom, Dimension coefficient) in (a - b).Terms) {
                List<Variable> used = [.. Index.Of(atom).Variables()];
                if (used.Contains(keys) && used.Any(rows.Contains)) {
                    return null;
                }
                (own, other) = used.Contains(keys) ? (own + Index.Of(atom) * coefficient, other) : (own, other + Index.Of(atom) * coefficient);
            }
            return (Add(null, own, isOfKeys: true), Add(null, (other + (a - b).Offset) * new Dimension(-1), isOfKeys: false));
        }
        return left.Type.IsInteger() && Find(left, Place(left), rows) is { } first && Find(right, Place(right), rows) is { } second ? (first, second) : null;
    }

    private static Index? Place(Scalar scalar) => scalar.Operation switch {
        "index" => scalar.At[0],
        "constant" when scalar.Type.IsInteger() => Index.Of(new Dimension((long)scalar.Value)),
        _ => null,
    };

    private Quantity? Find(Scalar scalar, Index? place, HashSet<Variable> rows) {
        bool isOfKeys = scalar.DependsOn(keys);
        bool isNumber = scalar.Type.IsInteger() || scalar.Type == ElementType.Bool;
        return !isNumber || (isOfKeys && scalar.Variables().Any(rows.Contains)) || Composer.ReductionsIn(scalar).Any() || DependsOnScores(scalar) ? null : Add(place is null ? scalar : null, place, isOfKeys);
    }

    private static bool DependsOnScores(Scalar scalar) {
        HashSet<Scalar> seen = [scalar];
        Stack<Scalar> open = new([scalar]);
        while (open.Count > 0) {
            Scalar next = open.Pop();
            if (next.Operation == "accumulator") {
                return true;
            }
            foreach (Scalar operand in next.Operands.Where(seen.Add)) {
                open.Push(operand);
            }
        }
        return false;
    }

    private Quantity Add(Scalar? value, Index? place, bool isOfKeys) {
        List<Quantity> known = isOfKeys ? ofKeys : ofRows;
        Quantity? same = known.FirstOrDefault(quantity => quantity.Value == value && Equals(quantity.Place, place));
        if (same is null) {
            known.Add(same = new Quantity(value, place, isOfKeys, known.Count));
        }
        return same;
    }

    private IrValue Wide(IrValue value) => value.Type switch {
        "i64" => value,
        "i1" => writer.Emit("i64", $"zext {value} to i64"),
        _ => writer.Emit("i64", $"sext {value} to i64"),
    };

    private (IrValue Low, IrValue High) Bounds(Quantity quantity, KernelScope place, IrValue first, IrValue end) {
        if (quantity.Place is { } index && ScalarEmitter.Stride(index, keys) is not null) {
            // Linear in the key: the ends are the extremes.
            IrValue start = emitter.EmitIndex(index, place.Inside(keys, first));
            IrValue last = emitter.EmitIndex(index, place.Inside(keys, writer.Subtract(end, IrWriter.Int(1))));
            return (writer.Minimum(start, last), writer.Maximum(start, last));
        }
        int lanes = emitter.NativeLanes;
        IrValue whole = writer.Add(first, writer.Emit("i64", $"and {writer.Subtract(end, first)}, {-lanes}"));
        string type = quantity.Value is null || quantity.Value.Type == ElementType.I64 ? "i64" : "i32";
        IrValue[] neutral = [.. new[] { "min", "max" }.Select(combine => writer.Splat(emitter.Neutral(combine, type == "i64" ? ElementType.I64 : ElementType.I32), lanes))];
        IrValue[] bounds = writer.Loop(first, whole, lanes, neutral, (key, sofar) => Combine(key, null, sofar));
        bounds = writer.If(writer.Compare("slt", whole, end), bounds, () => Combine(whole, emitter.MaskBelow(whole, end, lanes), bounds));
        return (Wide(emitter.AcrossLanes("min", bounds[0])), Wide(emitter.AcrossLanes("max", bounds[1])));

        IrValue[] Combine(IrValue key, IrValue? mask, IrValue[] sofar) {
            KernelScope inside = place.InsideLanes(keys, key, lanes, mask);
            IrValue value = quantity.Value is { } scalar ? emitter.EmitVector(scalar, inside) : writer.Splat(emitter.EmitIndex(quantity.Place!, inside), lanes);
            if (quantity.Value?.Type == ElementType.Bool) {
                value = writer.Emit($"<{lanes} x i32>", $"zext {value} to <{lanes} x i32>");
            }
            return [.. new[] { "smin", "smax" }.Select((function, i) => writer.Call(value.Type, $"@llvm.{function}.{IrTypes.Mangle(type, lanes)}", sofar[i],
                mask is { } some ? writer.Select(some, value, neutral[i]) : value))];
        }
    }

    private IrValue Emit(Test some, (IrValue Low, IrValue High)[] keyBounds, (IrValue Low, IrValue High)[] rowBounds, bool must) {
        IrValue Part(Test part) => Emit(part, keyBounds, rowBounds, must);
        (IrValue Low, IrValue High) Range(Quantity quantity) => (quantity.IsOfKeys ? keyBounds : rowBounds)[quantity.Number];
        IrValue And(IrValue a, IrValue b) => writer.Emit("i1", $"and {a}, {b.Name}");
        switch (some) {
            case Test.Known known:
                return new IrValue("i1", known.IsTrue ? "true" : "false");
            case Test.Order order:
                (IrValue Low, IrValue High) smaller = Range(order.Smaller), larger = Range(order.Larger);
                string comparison = order.OrEqual ? "sle" : "slt";
                return must ? writer.Compare(comparison, smaller.High, larger.Low) : writer.Compare(comparison, smaller.Low, larger.High);
            case Test.Same same:
                (IrValue Low, IrValue High) left = Range(same.Left), right = Range(same.Right);
                string holds = must ? "eq" : "sle";
                return And(writer.Compare(holds, left.Low, right.High), writer.Compare(holds, right.Low, left.High));
            case Test.Truth truth:
                return writer.Compare("ne", must ? Range(truth.Value).Low : Range(truth.Value).High, IrWriter.Int(0));
            case Test.Not not:
                IrValue opposite = Emit(not.Value, keyBounds, rowBounds, !must);
                return writer.Emit("i1", $"xor {opposite}, true");
            case Test.Both both:
                return And(Part(both.Left), Part(both.Right));
            case Test.Either either:
                return writer.Emit("i1", $"or {Part(either.Left)}, {Part(either.Right).Name}");
            case Test.Open:
                return new IrValue("i1", must ? "false" : "true");
            default:
                throw new InvalidOperationException($"no code for {some}");
        }
    }
}
