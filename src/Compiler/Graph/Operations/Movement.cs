using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Graph.Operations;

/// <summary>The same elements in the same order under other extents.</summary>
internal sealed class ReshapeOperation : Operation {
    public override string Name => "reshape";

    public override TensorType Infer(OperationUse use) {
        use.Arity(1);
        TensorType operand = use.Operands[0];
        TensorType result = operand with { Shape = use.Extents("shape") };
        return result.Count.Equals(operand.Count)
            ? result
            : throw use.Fail($"{operand.Describe()} has {operand.Count} elements, {result.Describe()} would have {result.Count}");
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) =>
        context.Read(0, Map(context.Node.Type.Shape, context.Operands[0].Shape, at));

    /// <summary>The position in one shape of the element at a position in another of the same number of elements.</summary>
    public static Index[] Map(Sequence<Dimension> from, Sequence<Dimension> to, IReadOnlyList<Index> at) {
        Index[] result = new Index[to.Count];
        int source = 0;
        int target = 0;
        while (source < from.Count || target < to.Count) {
            // The smallest runs of axes with equal products map onto each other, whatever stands around them.
            int sourceStart = source;
            int targetStart = target;
            Dimension sourceProduct = source < from.Count ? from[source++] : Dimension.One;
            Dimension targetProduct = target < to.Count ? to[target++] : Dimension.One;
            while (!sourceProduct.Equals(targetProduct)) {
                bool growSource = source < from.Count && (target >= to.Count || sourceProduct.DivideExactly(targetProduct) is null);
                if (growSource) {
                    sourceProduct *= from[source++];
                } else if (target < to.Count) {
                    targetProduct *= to[target++];
                } else {
                    break;
                }
            }
            Index linear = Index.Of(Dimension.Zero);
            for (int i = sourceStart; i < source; i++) {
                linear = linear * from[i] + at[i];
            }
            for (int i = target - 1; i >= targetStart; i--) {
                result[i] = i == targetStart ? linear : linear.Modulo(to[i]);
                linear = i == targetStart ? linear : linear.Divide(to[i]);
            }
        }
        return result;
    }
}

/// <summary>The axes in another order: axis i of the result is axis <c>permutation[i]</c> of the operand.</summary>
internal sealed class TransposeOperation : Operation {
    public override string Name => "transpose";

    public override TensorType Infer(OperationUse use) {
        use.Arity(1);
        TensorType operand = use.Operands[0];
        Sequence<Dimension> permutation = use.Extents("permutation");
        if (!permutation.All(axis => axis.IsConstant) || !permutation.Select(axis => axis.Value).OrderBy(axis => axis).SequenceEqual(Enumerable.Range(0, operand.Rank).Select(i => (long)i))) {
            throw use.Fail($"{permutation} is no permutation of the {operand.Rank} axes of {operand.Describe()}");
        }
        return operand with { Shape = permutation.Select(axis => operand.Shape[(int)axis.Value]).ToSequence() };
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) {
        Sequence<Dimension> permutation = context.Node.Extents("permutation");
        Index[] from = new Index[at.Count];
        for (int i = 0; i < at.Count; i++) {
            from[permutation[i].Value] = at[i];
        }
        return context.Read(0, from);
    }
}

/// <summary>Axes of extent 1, and missing leading axes, repeated to the given shape; shapes align at their ends.</summary>
internal sealed class BroadcastOperation : Operation {
    public override string Name => "broadcast";

    public override TensorType Infer(OperationUse use) {
        use.Arity(1);
        TensorType operand = use.Operands[0];
        Sequence<Dimension> shape = use.Extents("shape");
        int missing = shape.Count - operand.Rank;
        bool fits = missing >= 0 && operand.Shape.Select((extent, i) => extent.Equals(Dimension.One) || extent.Equals(shape[missing + i])).All(fit => fit);
        return fits ? operand with { Shape = shape } : throw use.Fail($"{operand.Describe()} does not broadcast to {TensorType.DescribeShape(shape)}");
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) {
        Sequence<Dimension> from = context.Operands[0].Shape;
        int missing = at.Count - from.Count;
        return context.Read(0, [.. from.Select((extent, i) => extent.Equals(Dimension.One) ? Index.Of(Dimension.Zero) : at[missing + i])]);
    }

    /// <summary>The shape that both broadcast to, or null.</summary>
    public static Sequence<Dimension>? Common(Sequence<Dimension> left, Sequence<Dimension> right) {
        int rank = System.Math.Max(left.Count, right.Count);
        Dimension[] shape = new Dimension[rank];
        for (int i = 1; i <= rank; i++) {
            Dimension a = i <= left.Count ? left[left.Count - i] : Dimension.One;
            Dimension b = i <= right.Count ? right[right.Count - i] : Dimension.One;
            if (!a.Equals(b) && !a.Equals(Dimension.One) && !b.Equals(Dimension.One)) {
                return null;
            }
            shape[rank - i] = a.Equals(Dimension.One) ? b : a;
        }
        return shape.ToSequence();
    }
}

/// <summary>Every <c>step</c>-th of the positions from <c>start</c> along one axis, <c>length</c> of them.</summary>
internal sealed class SliceOperation : Operation {
    public override string Name => "slice";

    public override TensorType Infer(OperationUse use) {
        use.Arity(1);
        TensorType operand = use.Operands[0];
        int axis = use.Axis();
        (Dimension start, Dimension length, int step) = (use.Extent("start"), use.Extent("length"), use.Integer("step"));
        if (step < 1) {
            throw use.Fail($"'step' must be positive, found {step}");
        }
        Dimension last = start + (length - Dimension.One) * new Dimension(step);
        if (use.Module.LowerBound(start) < 0) {
            throw use.Fail($"'start' {start} may be negative");
        }
        if (use.Module.LowerBound(length) < 0) {
            throw use.Fail($"'length' {length} may be negative");
        }
        if (!length.Equals(Dimension.Zero) && use.Module.LowerBound(operand.Shape[axis] - Dimension.One - last) < 0 && !WithinCapacity(use.Module, last, operand.Shape[axis])) {
            throw use.Fail($"positions {start} to {last} may lie outside axis {axis} of {operand.Describe()}");
        }
        List<Dimension> shape = [.. operand.Shape];
        shape[axis] = length;
        return operand with { Shape = shape.ToSequence() };
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) {
        int axis = context.Node.Integer("axis");
        Index from = at[axis] * new Dimension(context.Node.Integer("step")) + context.Node.Extent("start");
        return context.Read(0, ElementContext.Replace(at, axis, from));
    }

    // The sessions keep Past + Time within the largest Time, which the symbols' separate bounds cannot say.
    private static bool WithinCapacity(Module module, Dimension last, Dimension extent) =>
        extent.IsConstant && module.Symbols.FirstOrDefault(symbol => symbol.Name == "Time") is { } time
        && last.Equals(Dimension.Symbol("Past") + Dimension.Symbol("Time") - Dimension.One) && extent.Value >= time.Maximum;
}

/// <summary>A constant before and after the positions of one axis.</summary>
internal sealed class PadOperation : Operation {
    public override string Name => "pad";

    public override TensorType Infer(OperationUse use) {
        use.Arity(1);
        TensorType operand = use.Operands[0];
        int axis = use.Axis();
        use.Real("value");
        (Dimension before, Dimension after) = (use.Extent("before"), use.Extent("after"));
        if (use.Module.LowerBound(before) < 0 || use.Module.LowerBound(after) < 0) {
            throw use.Fail($"'before' {before} and 'after' {after} must not be negative; slice to shorten");
        }
        List<Dimension> shape = [.. operand.Shape];
        shape[axis] = before + shape[axis] + after;
        return operand with { Shape = shape.ToSequence() };
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) {
        int axis = context.Node.Integer("axis");
        Dimension extent = context.Operands[0].Shape[axis];
        Index from = at[axis] - Index.Of(context.Node.Extent("before"));
        Scalar inside = ConcatenateOperation.Within(context.Pool, from, extent);
        double value = context.Node.Attributes["value"] is AttributeValue.Real real ? real.Value : context.Node.Extent("value").Value;
        Scalar read = context.Read(0, ElementContext.Replace(at, axis, ConcatenateOperation.Clamp(context.Pool, from, extent)));
        return context.Pool.Apply("select", context.Node.Type.Element, inside, read, context.Pool.Constant(value, context.Node.Type.Element));
    }
}

/// <summary>The operands one after the other along one axis.</summary>
internal sealed class ConcatenateOperation : Operation {
    public override string Name => "concatenate";

    public override TensorType Infer(OperationUse use) {
        if (use.Operands.Count == 0) {
            throw use.Fail("takes at least one operand");
        }
        TensorType first = use.Operands[0];
        int axis = use.Axis();
        Dimension total = Dimension.Zero;
        foreach (TensorType operand in use.Operands) {
            bool fits = operand.Rank == first.Rank && operand.Element == first.Element
                && Enumerable.Range(0, first.Rank).All(i => i == axis || operand.Shape[i].Equals(first.Shape[i]));
            if (!fits) {
                throw use.Fail($"{operand} does not continue {first} along axis {axis}");
            }
            total += operand.Shape[axis];
        }
        List<Dimension> shape = [.. first.Shape];
        shape[axis] = total;
        return first with { Shape = shape.ToSequence() };
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) {
        int axis = context.Node.Integer("axis");
        Dimension end = Dimension.Zero;
        Scalar? value = null;
        for (int operand = 0; operand < context.Operands.Count; operand++) {
            Dimension extent = context.Operands[operand].Shape[axis];
            if (extent.Equals(Dimension.Zero)) {
                continue;
            }
            Index from = at[axis] - Index.Of(end);
            Scalar read = context.Read(operand, ElementContext.Replace(at, axis, Clamp(context.Pool, from, extent)));
            value = value is null ? read : context.Pool.Apply("select", context.Node.Type.Element, Within(context.Pool, from, extent), read, value);
            end += extent;
        }
        // Where every operand is empty there is no element to ask for.
        return value ?? context.Pool.Constant(0, context.Node.Type.Element);
    }

    /// <summary>Whether an index lies in 0 .. extent-1, as a value; a constant where the ranges decide.</summary>
    public static Scalar Within(ScalarPool pool, Index index, Dimension extent) {
        if (index.Lies(Dimension.Zero, extent)) {
            return pool.Constant(1, ElementType.Bool);
        }
        Scalar position = pool.Position(index, ElementType.I32);
        Scalar low = pool.Apply("greater_equal", ElementType.Bool, position, pool.Constant(0, ElementType.I32));
        Scalar high = pool.Apply("less", ElementType.Bool, position, pool.Position(Index.Of(extent), ElementType.I32));
        return pool.Apply("and", ElementType.Bool, low, high);
    }

    /// <summary>The index brought into 0 .. extent-1, so that a load whose value a select discards stays within its buffer.</summary>
    public static Index Clamp(ScalarPool pool, Index index, Dimension extent) => index.Lies(Dimension.Zero, extent)
        ? index
        : Index.Of(new Atom.Data(pool.Position(index, ElementType.I32), extent));
}

/// <summary>Slices of the first operand along one axis, at the positions that the second (i32) holds.</summary>
internal sealed class GatherOperation : Operation {
    public override string Name => "gather";

    public override TensorType Infer(OperationUse use) {
        use.Arity(2);
        TensorType operand = use.Operands[0];
        if (use.Operands[1].Element != ElementType.I32) {
            throw use.Fail($"indices must be i32, found {use.Operands[1].Element.Name()}");
        }
        int axis = use.Axis();
        return operand with { Shape = operand.Shape.Take(axis).Concat(use.Operands[1].Shape).Concat(operand.Shape.Skip(axis + 1)).ToSequence() };
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) {
        int axis = context.Node.Integer("axis");
        int rank = context.Operands[1].Rank;
        Scalar position = context.Read(1, [.. at.Skip(axis).Take(rank)]);
        Dimension extent = context.Operands[0].Shape[axis];
        // A counted position that lies within the axis for sure needs no look-up.
        Index index = position.Operation == "index" && position.At[0].Lies(Dimension.Zero, extent) ? position.At[0] : Index.Of(new Atom.Data(position, extent));
        return context.Read(0, [.. at.Take(axis), index, .. at.Skip(axis + rank)]);
    }
}
