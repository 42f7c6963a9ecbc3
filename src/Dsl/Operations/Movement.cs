using System;
using Sinter.Eager;

namespace Sinter;

public static partial class Operations {
    /// <summary>The same elements in row-major order under other extents.</summary>
    /// <exception cref="ShapeException">The numbers of elements differ.</exception>
    [Primitive("reshape")]
    public static Tensor Reshape(Tensor x, params int[] shape) {
        var target = new Shape(shape);
        if (target.Count != x.Shape.Count) {
            throw new ShapeException("reshape", $"{x.Describe()} has {x.Shape.Count} elements, but {target} has {target.Count}");
        }
        return x.WithShape(new Shape(shape, LabelsAfterReshape(x.Shape, target)));
    }

    /// <summary>The axes in another order: axis <c>i</c> of the result is axis <c>permutation[i]</c> of <paramref name="x"/>.</summary>
    [Primitive("transpose")]
    public static Tensor Transpose(Tensor x, params int[] permutation) {
        int[] order = Array.ConvertAll(permutation, axis => axis < 0 ? axis + x.Shape.Rank : axis);
        int[] sorted = (int[])order.Clone();
        Array.Sort(sorted);
        for (int axis = 0; axis < Math.Max(sorted.Length, x.Shape.Rank); axis++) {
            if (sorted.Length != x.Shape.Rank || sorted[axis] != axis) {
                throw new ShapeException("transpose", $"({string.Join(", ", permutation)}) is no order of the axes of {x.Describe()}");
            }
        }
        int[] own = x.Shape.Strides();
        var shape = new Shape(Array.ConvertAll(order, axis => x.Shape[axis]), Array.ConvertAll(order, axis => x.Shape.Label(axis)));
        return Take(x, shape, 0, Array.ConvertAll(order, axis => own[axis]));
    }

    /// <summary><paramref name="x"/> repeated to these extents: by trailing alignment, missing axes and axes of extent 1 repeat.</summary>
    [Primitive("broadcast")]
    public static Tensor Broadcast(Tensor x, params int[] shape) {
        var asked = new Shape(shape);
        Shape target = x.Shape.Rank > asked.Rank ? x.Shape : Broadcasting.Meet("broadcast", x.Shape, asked);
        if (!target.Equals(asked)) {
            throw new ShapeException("broadcast", $"{x.Describe()} does not repeat to {asked}");
        }
        return Take(x, target, 0, Broadcasting.Strides(x.Shape, target));
    }

    /// <summary><paramref name="length"/> elements along an axis: those at start, start + step, ...</summary>
    [Primitive("slice")]
    public static Tensor Slice(Tensor x, Axis axis, int start, int length, int step = 1) {
        int along = axis.In(x.Shape);
        int extent = x.Shape[along];
        long last = start + (length - 1L) * step;
        if (start < 0 || length < 0 || step < 1 || start > extent || (length > 0 && last >= extent)) {
            throw new ShapeException(
                "slice", $"start {start}, length {length}, step {step} is outside axis {along} of {x.Describe()}, which has extent {extent}");
        }
        int[] strides = x.Shape.Strides();
        int offset = start * strides[along];
        strides[along] *= step;
        string? label = length == extent ? x.Shape.Label(along) : null;
        return Take(x, x.Shape.With(along, length, label), offset, strides);
    }

    /// <summary><paramref name="before"/> and <paramref name="after"/> elements of <paramref name="value"/> added along an axis.</summary>
    [Primitive("pad")]
    public static Tensor Pad(Tensor x, Axis axis, int before, int after, float value = 0) {
        int along = axis.In(x.Shape);
        if (before < 0 || after < 0) {
            throw new ShapeException("pad", $"{before} before and {after} after axis {along} of {x.Describe()}; Slice takes elements away");
        }
        string? label = before + after == 0 ? x.Shape.Label(along) : null;
        Tensor filler = Cast(value, x.ElementType);
        Tensor head = Broadcast(filler, x.Shape.With(along, before, null).ToArray());
        Tensor tail = Broadcast(filler, x.Shape.With(along, after, null).ToArray());
        Tensor padded = Concatenate(along, head, x, tail);
        return padded.WithShape(x.Shape.With(along, before + x.Shape[along] + after, label));
    }

    /// <summary>The parts one after the other along an axis; their other extents agree.</summary>
    [Primitive("concatenate")]
    public static Tensor Concatenate(Axis axis, params Tensor[] parts) {
        if (parts.Length == 0) {
            throw new ShapeException("concatenate", "there is no part");
        }
        Tensor first = parts[0];
        int along = axis.In(first.Shape);
        int extent = 0;
        foreach (Tensor part in parts) {
            if (part.ElementType != first.ElementType || part.Shape.Rank != first.Shape.Rank || !part.Shape.Without(along).Equals(first.Shape.Without(along))) {
                throw new ShapeException("concatenate", $"{first.Describe()} and {part.Describe()} do not agree outside axis {along}");
            }
            extent += part.Shape[along];
        }
        Shape shape = first.Shape.With(along, extent, parts.Length == 1 ? first.Shape.Label(along) : null);
        double[] reals = new double[first.ElementType.IsReal() ? shape.Count : 0];
        long[] integers = new long[first.ElementType.IsReal() ? 0 : shape.Count];
        int[] strides = shape.Strides();
        int offset = 0;
        foreach (Tensor part in parts) {
            int at = 0;
            for (var walk = new Walk(part.Shape.Extents, strides); walk.Live; walk.Advance(), at++) {
                if (first.ElementType.IsReal()) {
                    reals[offset + walk[0]] = part.Reals[at];
                } else {
                    integers[offset + walk[0]] = part.Integers[at];
                }
            }
            offset += part.Shape[along] * strides[along];
        }
        return first.ElementType.IsReal() ? new Tensor(first.ElementType, shape, reals) : new Tensor(first.ElementType, shape, integers);
    }

    // The elements of x that a walk of strides from an offset meets.
    static Tensor Take(Tensor x, Shape shape, int offset, int[] strides) {
        var walk = new Walk(shape.Extents, strides);
        if (x.ElementType.IsReal()) {
            double[] reals = new double[shape.Count];
            for (int at = 0; walk.Live; walk.Advance()) {
                reals[at++] = x.Reals[offset + walk[0]];
            }
            return new Tensor(x.ElementType, shape, reals);
        }
        long[] integers = new long[shape.Count];
        for (int at = 0; walk.Live; walk.Advance()) {
            integers[at++] = x.Integers[offset + walk[0]];
        }
        return new Tensor(x.ElementType, shape, integers);
    }

    // A label follows its axis where the reshape leaves that axis whole: the same extent, after as many elements.
    static string?[] LabelsAfterReshape(Shape from, Shape to) {
        string?[] labels = new string?[to.Rank];
        long before = 1;
        int source = 0;
        long sourceBefore = 1;
        for (int axis = 0; axis < to.Rank; axis++) {
            while (source < from.Rank && (sourceBefore < before || (sourceBefore == before && from[source] == 1 && to[axis] != 1))) {
                sourceBefore *= from[source++];
            }
            if (source < from.Rank && sourceBefore == before && from[source] == to[axis]) {
                labels[axis] = from.Label(source);
                sourceBefore *= from[source++];
            }
            before *= to[axis];
        }
        return labels;
    }
}
