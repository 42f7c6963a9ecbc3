using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;

/// <summary>
/// Evaluates the scalar expressions of one kernel call: straight from their definitions, with every index checked against the extents of
/// what it indexes. A value is kept as long as the loop variables and the root's results it depends on stay, or reductions would cost their square.
/// </summary>
internal sealed class ScalarEvaluator(Kernel kernel, PlanBuffer[] buffers, Func<Dimension, long> evaluate, int call) {
    private readonly Dictionary<int, long> variables = [];
    private readonly Dictionary<Scalar, Kept> kept = [];
    private readonly Dictionary<Scalar, bool> accumulating = [];
    private double[] accumulators = [];
    private int root;
    private long turn;
    private readonly long[][] extents = [.. kernel.Parameters.Select(parameter => parameter.Type.Shape.Select(evaluate).ToArray())];

    /// <summary>The running results of the kernel's root.</summary>
    public double[] Accumulators {
        get => accumulators;
        set {
            accumulators = value;
            root++;
        }
    }

    /// <summary>What is read from here on may have been written by what ran before.</summary>
    public void Continue(int laterCall) {
        call = laterCall;
        kept.Clear();
    }

    public void Set(Variable variable, long value) => variables[variable.Id] = value;

    /// <summary>Runs the body for every combination of the variables, the last one fastest.</summary>
    public void ForEach(IReadOnlyList<Variable> axes, Action body, int from = 0) {
        if (from == axes.Count) {
            body();
            return;
        }
        long extent = evaluate(axes[from].Extent);
        for (long i = 0; i < extent; i++) {
            variables[axes[from].Id] = i;
            ForEach(axes, body, from + 1);
        }
    }

    /// <summary>One turn of a kernel's loops: all values, then all stores, as what is stored may take the place of what was read.</summary>
    public void Store(IReadOnlyList<Store> stores) {
        turn++;
        ScalarValue[] values = [.. stores.Select(store => Value(store.Value))];
        for (int i = 0; i < values.Length; i++) {
            Write(stores[i], values[i]);
        }
    }

    /// <summary>Stores as a later call that may change what this one has read.</summary>
    public void Store(Store store, int later) {
        ScalarValue value = Value(store.Value);
        call = later;
        Write(store, value);
    }

    private void Write(Store store, ScalarValue value) {
        Parameter parameter = kernel.Parameters[store.Parameter];
        if (!parameter.Written) {
            throw new PlanException($"stores to b{store.Parameter}, which is declared as read");
        }
        if (store.Value.Type != parameter.Type.Element) {
            throw new PlanException($"stores {store.Value.Type} to b{store.Parameter} of {parameter.Type}");
        }
        buffers[store.Parameter].Write(parameter.Type.Element, Position(store.Parameter, store.At), value, call, turn);
    }

    public ScalarValue Load(int buffer, params long[] at) => buffers[buffer].Read(kernel.Parameters[buffer].Type.Element, Linear(buffer, at), call, turn);

    public ScalarValue Value(Scalar scalar) {
        if (!kept.TryGetValue(scalar, out Kept? known)) {
            int[] ids = [.. scalar.Variables().Select(variable => variable.Id)];
            kept.Add(scalar, known = new Kept(ids, UsesAccumulator(scalar)));
        }
        if (known.IsCurrent(variables, root)) {
            return known.Value;
        }
        ScalarValue value = Compute(scalar);
        known.Keep(variables, root, value);
        return value;
    }

    public long At(Index index) {
        long sum = evaluate(index.Offset);
        foreach ((Atom atom, Dimension coefficient) in index.Terms) {
            sum += evaluate(coefficient) * atom switch {
                Atom.Loop loop => variables.TryGetValue(loop.Variable.Id, out long value) ? value : throw new PlanException($"uses {loop.Variable} outside its loop"),
                Atom.Quotient quotient => Floor(At(quotient.Value), evaluate(quotient.Divisor)),
                Atom.Remainder remainder => At(remainder.Value) is var at && evaluate(remainder.Divisor) is var by ? at - Floor(at, by) * by : 0,
                Atom.Data data => Math.Clamp(Value(data.Value).Integer, 0, evaluate(data.Extent) - 1),
                _ => throw new PlanException($"indexes by {atom}"),
            };
        }
        return sum;
    }

    private static long Floor(long value, long divisor) => (long)Math.Floor((decimal)value / divisor);

    private bool UsesAccumulator(Scalar scalar) {
        if (!accumulating.TryGetValue(scalar, out bool uses)) {
            uses = scalar.Operation == "accumulator" || scalar.Operands.Concat(scalar.At.SelectMany(index => index.DataScalars())).Any(UsesAccumulator);
            accumulating.Add(scalar, uses);
        }
        return uses;
    }

    private long Position(int buffer, IReadOnlyList<Index> at) => Linear(buffer, [.. at.Select(At)]);

    private long Linear(int buffer, long[] at) {
        long[] shape = extents[buffer];
        if (at.Length != shape.Length) {
            throw new PlanException($"indexes b{buffer} of {kernel.Parameters[buffer].Type} by {at.Length} axes");
        }
        long linear = 0;
        for (int axis = 0; axis < shape.Length; axis++) {
            if (at[axis] < 0 || at[axis] >= shape[axis]) {
                throw new PlanException($"position {at[axis]} is outside axis {axis} of b{buffer} {kernel.Parameters[buffer].Type} (extent {shape[axis]})");
            }
            linear = linear * shape[axis] + at[axis];
        }
        return linear;
    }

    private ScalarValue Compute(Scalar scalar) {
        switch (scalar.Operation) {
            case "load":
                if (scalar.Type != kernel.Parameters[scalar.Buffer].Type.Element) {
                    throw new PlanException($"loads {scalar.Type} from {kernel.Parameters[scalar.Buffer].Type}");
                }
                return buffers[scalar.Buffer].Read(scalar.Type, Position(scalar.Buffer, scalar.At), call, turn);
            case "constant":
                return new(scalar.Value, double.IsFinite(scalar.Value) ? (long)scalar.Value : 0);
            case "table":
                byte[] bytes = TableData.Bytes(scalar.Data)!;
                long place = At(scalar.At[0]);
                if (place < 0 || place >= bytes.Length / scalar.Type.Bytes()) {
                    throw new PlanException($"position {place} is outside a table of {bytes.Length} bytes of {scalar.Type}");
                }
                return scalar.Type.IsFloat() ? new(TableData.Real(bytes, (int)place), 0) : new(0, TableData.Integer(bytes, scalar.Type, (int)place));
            case "index":
                return At(scalar.At[0]) is var position && scalar.Type.IsFloat() ? ScalarMath.Round(scalar.Type, position) : new(0, position);
            case "accumulator":
                return new(Accumulators[scalar.Buffer], scalar.Type.IsFloat() ? 0 : (long)Accumulators[scalar.Buffer]);
            case "reduce":
                return Combine(scalar, evaluate(scalar.Over!.Extent));
            case "running":
                long present = variables[scalar.Over!.Id];
                ScalarValue combined = Combine(scalar, present + 1);
                variables[scalar.Over.Id] = present;
                return combined;
            default:
                return ScalarMath.Apply(scalar, [.. scalar.Operands.Select(Value)]);
        }
    }

    private ScalarValue Combine(Scalar scalar, long extent) {
        Variable over = scalar.Over!;
        Scalar body = scalar.Operands[0];
        ScalarValue result = ScalarMath.Neutral(scalar.Combine, scalar.Type);
        for (long i = 0; i < extent; i++) {
            variables[over.Id] = i;
            result = ScalarMath.Combine(scalar.Combine, result, Value(body));
        }
        variables.Remove(over.Id);
        return scalar.Type.IsFloat() ? ScalarMath.Round(scalar.Type, result.Real) : ScalarMath.Wrap(scalar.Type, result.Integer);
    }

    // A value with the variables it was computed for.
    private sealed class Kept(int[] ids, bool changes) {
        private readonly long[] when = new long[ids.Length];
        private int root;
        private bool exists;

        public ScalarValue Value { get; private set; }

        public bool IsCurrent(Dictionary<int, long> variables, int now) {
            for (int i = 0; exists && i < ids.Length; i++) {
                if (!variables.TryGetValue(ids[i], out long value) || value != when[i]) {
                    return false;
                }
            }
            return exists && (!changes || now == root);
        }

        public void Keep(Dictionary<int, long> variables, int now, ScalarValue value) {
            root = now;
            for (int i = 0; i < ids.Length; i++) {
                when[i] = variables[ids[i]];
            }
            exists = true;
            Value = value;
        }
    }
}
