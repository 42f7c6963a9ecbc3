namespace Sinter;

public static partial class Operations {
    /// <summary><paramref name="x"/> with one axis moved to another place; the others keep their order.</summary>
    public static Tensor MoveAxis(Tensor x, Axis from, Axis to) {
        int source = from.In(x.Shape), target = to.In(x.Shape), rank = x.Shape.Rank;
        int[] order = new int[rank];
        int next = 0;
        for (int axis = 0; axis < rank; axis++) {
            if (axis == target) {
                order[axis] = source;
            } else {
                next += next == source ? 1 : 0;
                order[axis] = next++;
            }
        }
        return source == target ? x : Transpose(x, order);
    }

    /// <summary><paramref name="x"/> without an axis, whose extent is 1.</summary>
    /// <exception cref="ShapeException">The extent is not 1.</exception>
    public static Tensor RemoveAxis(Tensor x, Axis axis) {
        int along = axis.In(x.Shape);
        if (x.Shape[along] != 1) {
            throw new ShapeException("remove axis", $"expected extent 1 at axis {along}, found {x.Shape}");
        }
        int[] shape = new int[x.Shape.Rank - 1];
        for (int i = 0; i < shape.Length; i++) {
            shape[i] = x.Shape[i < along ? i : i + 1];
        }
        return Reshape(x, shape);
    }

    /// <summary>A range of axes made one: <c>Merge(x, 1, 2)</c> of [a, b, c, d] is [a, b * c, d].</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="first">The first of the axes.</param>
    /// <param name="last">The last of them, not before the first.</param>
    /// <exception cref="ShapeException">The last axis comes before the first.</exception>
    public static Tensor Merge(Tensor x, Axis first, Axis last) {
        int start = first.In(x.Shape), end = last.In(x.Shape);
        if (end < start) {
            throw new ShapeException("merge", $"axis {end} comes before axis {start} of {x.Shape}");
        }
        int[] shape = x.Shape.ToArray();
        for (int i = start; i < end; i++) {
            shape = JoinAxes(shape, start);
        }
        return Reshape(x, shape);
    }

    /// <summary>One axis made several of these extents: <c>Unmerge(x, 1, 2, 3)</c> of [a, 6, b] is [a, 2, 3, b].</summary>
    /// <exception cref="ShapeException">The extents do not multiply to that of the axis.</exception>
    public static Tensor Unmerge(Tensor x, Axis axis, params int[] extents) {
        int along = axis.In(x.Shape), rank = x.Shape.Rank;
        int product = 1;
        int[] shape = new int[rank - 1 + extents.Length];
        for (int i = 0; i < shape.Length; i++) {
            shape[i] = i < along ? x.Shape[i] : i < along + extents.Length ? extents[i - along] : x.Shape[i - extents.Length + 1];
        }
        for (int i = 0; i < extents.Length; i++) {
            product *= extents[i];
        }
        if (product != x.Shape[along]) {
            throw new ShapeException("unmerge", $"the extents multiply to {product}, but axis {along} of {x.Shape} has extent {x.Shape[along]}");
        }
        return Reshape(x, shape);
    }

    /// <summary>The elements moved along an axis by <paramref name="shift"/> places, those that leave at one end entering at the other.</summary>
    public static Tensor Roll(Tensor x, Axis axis, int shift) {
        int along = axis.In(x.Shape);
        int extent = x.Shape[along];
        Tensor from = (Iota(extent) - shift) % extent;
        return Gather(x, Select(from < 0, from + extent, from), along);
    }

    /// <summary>Padding with the tensor's mirror image at each end, the end itself not repeated: [1, 2, 3] becomes [3, 2, 1, 2, 3, 2, 1].</summary>
    /// <exception cref="ShapeException">There are not enough elements to mirror: each padding is less than the extent.</exception>
    public static Tensor PadReflect(Tensor x, Axis axis, int before, int after) {
        int along = axis.In(x.Shape);
        int extent = x.Shape[along];
        if (before < 0 || after < 0 || extent <= before || extent <= after) {
            throw new ShapeException("pad reflect", $"{before} before and {after} after axis {along} of {x.Shape}, which has {extent} elements to mirror");
        }
        Tensor distance = Abs(Iota(before + extent + after) - before);
        return Gather(x, extent - 1 - Abs(extent - 1 - distance), along);
    }

    /// <summary>Padding with the elements at the ends: [1, 2, 3] becomes [1, 1, 1, 2, 3, 3, 3].</summary>
    /// <exception cref="ShapeException">The axis is empty, or a padding is negative.</exception>
    public static Tensor PadEdge(Tensor x, Axis axis, int before, int after) {
        int along = axis.In(x.Shape);
        int extent = x.Shape[along];
        if (before < 0 || after < 0 || extent < 1) {
            throw new ShapeException("pad edge", $"{before} before and {after} after axis {along} of {x.Shape}, which has {extent} elements");
        }
        return Gather(x, Minimum(Maximum(Iota(before + extent + after) - before, 0), extent - 1), along);
    }

    /// <summary>Padding with what lies at the other end: [1, 2, 3] becomes [2, 3, 1, 2, 3, 1, 2].</summary>
    /// <exception cref="ShapeException">A padding is negative or longer than the axis.</exception>
    public static Tensor PadCircular(Tensor x, Axis axis, int before, int after) {
        int along = axis.In(x.Shape);
        int extent = x.Shape[along];
        if (before < 0 || after < 0 || extent < before || extent < after) {
            throw new ShapeException("pad circular", $"{before} before and {after} after axis {along} of {x.Shape}, which has {extent} elements");
        }
        return Gather(x, (Iota(before + extent + after) + (extent - before)) % extent, along);
    }

    // A vector or small tensor with its axes at this one and those after it, to broadcast against a tensor of that rank.
    static Tensor Align(Tensor part, int axis, int rank) {
        int[] shape = new int[rank - axis];
        for (int i = 0; i < shape.Length; i++) {
            shape[i] = i < part.Shape.Rank ? part.Shape[i] : 1;
        }
        return Reshape(part, shape);
    }

    // Extents with one made two, the first of them as given.
    static int[] SplitAxis(int[] shape, int axis, int first) {
        int[] split = new int[shape.Length + 1];
        for (int i = 0; i < split.Length; i++) {
            split[i] = i < axis ? shape[i] : i == axis ? first : i == axis + 1 ? shape[axis] / first : shape[i - 1];
        }
        return split;
    }

    // Extents with an axis and the next one made one.
    static int[] JoinAxes(int[] shape, int axis) {
        int[] joined = new int[shape.Length - 1];
        for (int i = 0; i < joined.Length; i++) {
            joined[i] = i < axis ? shape[i] : i == axis ? shape[i] * shape[i + 1] : shape[i + 1];
        }
        return joined;
    }
}
