namespace Sinter;

public static partial class Operations {
    /// <summary>Whether any element along an axis is true; false where it is empty.</summary>
    /// <param name="x">Bool elements, or numbers, of which all but 0 are true.</param>
    /// <param name="axis">The axis to search.</param>
    /// <param name="keep">Whether the axis stays, with extent 1.</param>
    public static Tensor Any(Tensor x, Axis axis, bool keep = false) =>
        Max(Cast(Cast(x, ElementType.Bool), ElementType.I32), axis, keep) > 0;

    /// <summary>Whether all elements along an axis are true; true where it is empty.</summary>
    /// <param name="x">Bool elements, or numbers, of which all but 0 are true.</param>
    /// <param name="axis">The axis to search.</param>
    /// <param name="keep">Whether the axis stays, with extent 1.</param>
    public static Tensor All(Tensor x, Axis axis, bool keep = false) =>
        Min(Cast(Cast(x, ElementType.Bool), ElementType.I32), axis, keep) > 0;

    /// <summary>Where along an axis the largest element is: the first such place, or the first NaN.</summary>
    /// <param name="x">Numbers.</param>
    /// <param name="axis">The axis to search.</param>
    /// <param name="keep">Whether the axis stays, with extent 1.</param>
    /// <returns>i32, the shape of x without the axis.</returns>
    /// <exception cref="ShapeException">The axis is empty.</exception>
    public static Tensor ArgMax(Tensor x, Axis axis, bool keep = false) => FirstEqual("argmax", x, Max(x, axis, keep: true), axis, keep);

    /// <summary>Where along an axis the smallest element is: the first such place, or the first NaN.</summary>
    /// <param name="x">Numbers.</param>
    /// <param name="axis">The axis to search.</param>
    /// <param name="keep">Whether the axis stays, with extent 1.</param>
    /// <returns>i32, the shape of x without the axis.</returns>
    /// <exception cref="ShapeException">The axis is empty.</exception>
    public static Tensor ArgMin(Tensor x, Axis axis, bool keep = false) => FirstEqual("argmin", x, Min(x, axis, keep: true), axis, keep);

    static Tensor FirstEqual(string operation, Tensor x, Tensor best, Axis axis, bool keep) {
        int along = axis.In(x.Shape);
        int extent = x.Shape[along];
        if (extent < 1) {
            throw new ShapeException(operation, $"axis {along} of {x.Shape} has no elements");
        }
        // A NaN equals nothing, not even itself; where there is one, it is the best.
        Tensor isBest = Equal(x, best) | NotEqual(x, x);
        return Min(Select(isBest, Align(Iota(extent), along, x.Shape.Rank), extent), along, keep);
    }
}
