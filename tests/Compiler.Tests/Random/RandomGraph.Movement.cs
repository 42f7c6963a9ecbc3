using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;

internal sealed partial class RandomGraph {
    private Known? PickRanked() => Pick(known => known.Type.Rank > 0);

    // Views of views: several moves of one value, one after the other.
    private Known? Views() {
        if (Pick(_ => true) is not { } x) {
            return null;
        }
        Known moved = x;
        for (int i = random.Next(2, 5); i > 0; i--) {
            moved = Move(moved) ?? moved;
        }
        return moved;
    }

    // One move of a value, or null where the one that was chosen does not fit it.
    private Known? Move(Known x) => random.Next(6) switch {
        0 => Reshape(x),
        1 => Transpose(x),
        2 => Broadcast(x),
        3 => Slice(x),
        4 => Pad(x),
        _ => Concatenate(x),
    };

    private Known? Reshape() => Pick(_ => true) is { } x ? Reshape(x) : null;

    private Known? Reshape(Known x) {
        List<Dimension> shape = [.. x.Type.Shape];
        switch (random.Next(5)) {
            case 0 when shape.Count >= 2:
                int merged = random.Next(shape.Count - 1);
                shape[merged] *= shape[merged + 1];
                shape.RemoveAt(merged + 1);
                break;
            case 1 when shape.Exists(extent => Factor(extent) > 1):
                int split = shape.FindIndex(extent => Factor(extent) > 1);
                int factor = Factor(shape[split]);
                Dimension other = shape[split].DivideExactly(factor)!;
                shape[split] = random.Next(2) == 0 ? factor : other;
                shape.Insert(split + 1, shape[split].Equals(other) ? factor : other);
                break;
            case 2:
                shape.Insert(random.Next(shape.Count + 1), Dimension.One);
                break;
            case 3 when shape.Contains(Dimension.One):
                shape.Remove(Dimension.One);
                break;
            case 4:
                shape = Refactored(shape);
                break;
            default:
                return null;
        }
        return shape.Count > 5 ? null : x.Moved(x.Value.Reshape([.. shape]));
    }

    // The constant axes' product in other factors, whatever axes they cut across; the others first.
    private List<Dimension> Refactored(List<Dimension> shape) {
        List<Dimension> result = [.. shape.Where(extent => !extent.IsConstant)];
        if (result.Count > 0 && !shape[..result.Count].SequenceEqual(result)) {
            return shape;
        }
        long rest = shape.Where(extent => extent.IsConstant).Aggregate(1L, (product, extent) => product * extent.Value);
        if (rest == 0) {
            return shape;
        }
        while (rest > 1 && result.Count < 3) {
            int[] divisors = [.. Enumerable.Range(2, 16).Where(candidate => rest % candidate == 0)];
            if (divisors.Length == 0) {
                break;
            }
            int divisor = divisors[random.Next(divisors.Length)];
            result.Add(divisor);
            rest /= divisor;
        }
        if (rest > 1) {
            result.Add(rest);
        }
        return result;
    }

    private int Factor(Dimension extent) {
        int[] factors = [.. new[] { 2, 3, 4, 5 }.Where(factor => extent.DivideExactly(factor) is { } rest && !rest.Equals(Dimension.One))];
        return factors.Length == 0 ? 1 : factors[random.Next(factors.Length)];
    }

    private Known? Transpose() => Pick(known => known.Type.Rank > 1) is { } x ? Transpose(x) : null;

    private Known Transpose(Known x) {
        int[] permutation = [.. Enumerable.Range(0, x.Type.Rank)];
        random.Shuffle(permutation);
        return x.Moved(x.Value.Transpose(permutation));
    }

    private Known? Broadcast() => Pick(_ => true) is { } x ? Broadcast(x) : null;

    private Known? Broadcast(Known x) {
        List<Dimension> shape = [.. x.Type.Shape.Select(extent => extent.Equals(Dimension.One) && random.Next(2) == 0 ? Extent() : extent)];
        if (random.Next(2) == 0) {
            shape.Insert(0, random.Next(3) == 0 ? time : Extent());
        }
        return IsSmall(shape) ? x.Moved(x.Value.Apply("broadcast", null, ("shape", Expression.Extents(shape)))) : null;
    }

    private Known? Slice() => PickRanked() is { } x ? Slice(x) : null;

    private Known? Slice(Known x) {
        if (x.Type.Rank == 0) {
            return null;
        }
        int axis = random.Next(x.Type.Rank);
        Dimension extent = x.Value.Extent(axis);
        if (random.Next(6) == 0) {
            // Nothing at all, from the start or the end.
            return x.Moved(x.Value.Slice(axis, random.Next(2) == 0 ? Dimension.Zero : extent, Dimension.Zero));
        }
        if (MayBeEmpty(extent)) {
            return null;
        }
        if (!extent.IsConstant) {
            bool last = random.Next(2) == 0;
            return x.Moved(x.Value.Slice(axis, last ? extent - Dimension.One : Dimension.Zero, Dimension.One));
        }
        int step = random.Next(1, 4);
        int start = random.Next((int)extent.Value);
        int length = random.Next(1, ((int)extent.Value - 1 - start) / step + 2);
        return x.Moved(x.Value.Slice(axis, start, length, step));
    }

    private Known? Pad() => Pick(known => known.Type.Rank > 0 && IsNumber(known)) is { } x ? Pad(x) : null;

    private Known? Pad(Known x) {
        if (x.Type.Rank == 0 || !IsNumber(x)) {
            return null;
        }
        int axis = random.Next(x.Type.Rank);
        (int before, int after) = (random.Next(3), random.Next(3));
        double filler = x.Element.IsFloat() ? random.Next(-4, 5) / 4.0 : random.Next(-2, 3);
        List<Dimension> shape = [.. x.Type.Shape];
        shape[axis] += before + after;
        return !IsSmall(shape) ? null : Known.Either(
            x.Value.Apply("pad", null, ("axis", Expression.Integer(axis)), ("before", Expression.Integer(before)), ("after", Expression.Integer(after)), ("value", new AttributeValue.Real(filler))),
            x, new Known(x.Value, filler, filler, 0, 2));
    }

    private Known? Concatenate() => PickRanked() is { } x ? Concatenate(x) : null;

    private Known? Concatenate(Known x) {
        if (x.Type.Rank == 0) {
            return null;
        }
        int axis = random.Next(x.Type.Rank);
        bool Continues(Known other) => other.Element == x.Element && other.Type.Rank == x.Type.Rank
            && Enumerable.Range(0, x.Type.Rank).All(i => i == axis || other.Type.Shape[i].Equals(x.Type.Shape[i]));
        Known[] others = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(Continues) ?? x)];
        List<Dimension> shape = [.. x.Type.Shape];
        foreach (Known other in others) {
            shape[axis] += other.Type.Shape[axis];
        }
        return IsSmall(shape)
            ? others.Aggregate(x, (all, other) => Known.Either(all.Value, all, other)).Moved(x.Value.Concatenate(axis, [.. others.Select(other => other.Value)]))
            : null;
    }

    private Known? Gather() {
        if (Pick(known => known.Element == ElementType.I32 && known.Low >= 0 && known.Type.Rank <= 2) is not { } indices) {
            return null;
        }
        bool Holds(Dimension extent) => extent.IsConstant && extent.Value > indices.High;
        Known? x = Pick(known => known.Type.Rank > 0 && known.Type.Shape.Any(Holds));
        int[] axes = x is null ? [] : [.. Enumerable.Range(0, x.Type.Rank).Where(axis => Holds(x.Type.Shape[axis]))];
        if (x is null) {
            // A table that is long enough, as an embedding is.
            x = Weight((int)indices.High + 1, Extent());
            axes = [0];
        }
        int along = axes[random.Next(axes.Length)];
        IEnumerable<Dimension> shape = x.Type.Shape.Take(along).Concat(indices.Type.Shape).Concat(x.Type.Shape.Skip(along + 1));
        return IsSmall(shape) ? x.Moved(x.Value.Gather(indices.Value, along)) : null;
    }
}
