using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;

internal sealed partial class RandomGraph {
    // Only exact keys have an order that rounding cannot change.
    private Known? Order() {
        if (Pick(known => known.IsExact && known.Type.Rank > 0 && known.Element is ElementType.F32 or ElementType.I32 or ElementType.Bool) is not { } keys) {
            return null;
        }
        int axis = random.Next(keys.Type.Rank);
        Dimension extent = keys.Type.Shape[axis];
        int count = extent is { IsConstant: true, Value: > 0 } && random.Next(2) == 0 ? random.Next(1, (int)extent.Value + 1) : -1;
        Expression order = keys.Value.Apply("sort_order", null, ("axis", Expression.Integer(axis)), ("descending", new AttributeValue.Flag(random.Next(2) == 0)), ("count", Expression.Integer(count)));
        return new Known(order, 0, Math.Max(0, Most(extent) - 1), 0, 0);
    }

    private Known? TakeAlong() {
        if (PickRanked() is not { } x) {
            return null;
        }
        int axis = random.Next(x.Type.Rank);
        return MayBeEmpty(x.Type.Shape[axis]) || Indices(x.Type, axis) is not { } indices
            ? null
            : x.Moved(x.Value.Apply("take_along", [indices], ("axis", Expression.Integer(axis))));
    }

    private Known? Scatter() {
        if (Pick(known => IsNumber(known) && known.Type.Rank > 0) is not { } x) {
            return null;
        }
        int axis = random.Next(x.Type.Rank);
        if (MayBeEmpty(x.Type.Shape[axis]) || Indices(x.Type, axis) is not { } indices) {
            return null;
        }
        Known updates = x.Moved(x.Value.Apply("take_along", [indices], ("axis", Expression.Integer(axis))));
        // What is written elsewhere than where it was taken from.
        Expression places = indices.With("remainder", graph.Scalar(3, ElementType.I32)) - graph.Scalar(1, ElementType.I32);
        string operation = new[] { "scatter_set", "scatter_add", "scatter_max", "scatter_min" }[random.Next(4)];
        Expression result = x.Value.Apply(operation, [places, updates.Value], ("axis", Expression.Integer(axis)));
        if (operation != "scatter_add") {
            return Known.Either(result, x, updates);
        }
        long terms = Most(updates.Type.Shape[axis]);
        double bound = x.Magnitude * (1 + terms);
        return Known.Result("add", result, -bound, bound, (x.Error + (x.IsExact ? 0 : Tolerances.Of("add", bound))) * (1 + terms), x.Grid);
    }

    // Some positions along the axis, a few of them beyond its ends.
    private Expression? Indices(TensorType type, int axis) {
        Dimension[] shape = [.. type.Shape];
        shape[axis] = Extents[random.Next(Extents.Length)];
        if (!IsSmall(shape)) {
            return null;
        }
        Dimension[] column = [.. shape.Select((extent, i) => i == axis ? extent : Dimension.One)];
        Expression counted = graph.Iota(shape[axis]).With("multiply", graph.Scalar(random.Next(1, 4), ElementType.I32)) - graph.Scalar(random.Next(3), ElementType.I32);
        return counted.Reshape(column).Apply("broadcast", null, ("shape", Expression.Extents(shape)));
    }
}
