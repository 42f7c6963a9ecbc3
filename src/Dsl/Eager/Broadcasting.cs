using System;

namespace Sinter.Eager;

/// <summary>Shapes that meet by trailing alignment: missing leading axes and axes of extent 1 repeat.</summary>
static class Broadcasting {
    public static Shape Meet(string operation, Shape a, Shape b) {
        int rank = Math.Max(a.Rank, b.Rank);
        int[] extents = new int[rank];
        string?[] labels = new string?[rank];
        for (int back = 1; back <= rank; back++) {
            int x = back <= a.Rank ? a.Extents[^back] : 1;
            int y = back <= b.Rank ? b.Extents[^back] : 1;
            if (x != y && x != 1 && y != 1) {
                throw new ShapeException(operation, $"{a} and {b} do not broadcast: {x} meets {y} at axis {rank - back} of the result");
            }
            extents[^back] = x == 1 ? y : x;
            string? labelOfA = back <= a.Rank ? a.Labels[^back] : null;
            string? labelOfB = back <= b.Rank ? b.Labels[^back] : null;
            // The label of an axis that is repeated says nothing about the result.
            labels[^back] = x == y ? labelOfA ?? labelOfB : x == 1 ? labelOfB : labelOfA;
        }
        return new Shape(extents, labels);
    }

    /// <summary>The strides of an operand of shape <paramref name="from"/> along the axes of <paramref name="to"/>.</summary>
    public static int[] Strides(Shape from, Shape to) {
        int[] own = from.Strides();
        int[] strides = new int[to.Rank];
        for (int back = 1; back <= from.Rank; back++) {
            strides[^back] = from.Extents[^back] == 1 ? 0 : own[^back];
        }
        return strides;
    }
}
