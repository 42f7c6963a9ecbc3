using Sinter.Eager;

namespace Sinter;

public static partial class Operations {
    /// <summary>Whether elements are equal; NaN equals nothing.</summary>
    [Primitive("equal")]
    public static Tensor Equal(Tensor left, Tensor right) =>
        Loops.Compare("equal", left, right, (a, b) => a == b, (a, b) => a == b, ordered: false);

    /// <summary>Whether elements differ.</summary>
    [Primitive("not_equal")]
    public static Tensor NotEqual(Tensor left, Tensor right) =>
        Loops.Compare("not_equal", left, right, (a, b) => a != b, (a, b) => a != b, ordered: false);

    /// <summary>Whether the left element is less.</summary>
    [Primitive("less")]
    public static Tensor Less(Tensor left, Tensor right) => Loops.Compare("less", left, right, (a, b) => a < b, (a, b) => a < b);

    /// <summary>Whether the left element is less or equal.</summary>
    [Primitive("less_equal")]
    public static Tensor LessEqual(Tensor left, Tensor right) => Loops.Compare("less_equal", left, right, (a, b) => a <= b, (a, b) => a <= b);

    /// <summary>Whether the left element is greater.</summary>
    [Primitive("greater")]
    public static Tensor Greater(Tensor left, Tensor right) => Loops.Compare("greater", left, right, (a, b) => a > b, (a, b) => a > b);

    /// <summary>Whether the left element is greater or equal.</summary>
    [Primitive("greater_equal")]
    public static Tensor GreaterEqual(Tensor left, Tensor right) =>
        Loops.Compare("greater_equal", left, right, (a, b) => a >= b, (a, b) => a >= b);

    /// <summary>The element of <paramref name="whenTrue"/> where the condition holds, else that of <paramref name="whenFalse"/>.</summary>
    /// <param name="condition">Bool elements.</param>
    /// <param name="whenTrue">Of the type of <paramref name="whenFalse"/>; all three broadcast.</param>
    /// <param name="whenFalse">Of the type of <paramref name="whenTrue"/>.</param>
    [Primitive("select")]
    public static Tensor Select(Tensor condition, Tensor whenTrue, Tensor whenFalse) {
        if (condition.ElementType != ElementType.Bool) {
            throw new ShapeException("select", $"the condition is {condition.Describe()}; expected Bool elements");
        }
        (whenTrue, whenFalse) = Loops.Unify("select", whenTrue, whenFalse);
        Shape shape = Broadcasting.Meet("select", condition.Shape, Broadcasting.Meet("select", whenTrue.Shape, whenFalse.Shape));
        var walk = new Walk(
            shape.Extents,
            Broadcasting.Strides(condition.Shape, shape),
            Broadcasting.Strides(whenTrue.Shape, shape),
            Broadcasting.Strides(whenFalse.Shape, shape));
        if (whenTrue.ElementType.IsReal()) {
            double[] reals = new double[shape.Count];
            for (int at = 0; walk.Live; walk.Advance()) {
                reals[at++] = condition.Integers[walk[0]] != 0 ? whenTrue.Reals[walk[1]] : whenFalse.Reals[walk[2]];
            }
            return new Tensor(whenTrue.ElementType, shape, reals);
        }
        long[] integers = new long[shape.Count];
        for (int at = 0; walk.Live; walk.Advance()) {
            integers[at++] = condition.Integers[walk[0]] != 0 ? whenTrue.Integers[walk[1]] : whenFalse.Integers[walk[2]];
        }
        return new Tensor(whenTrue.ElementType, shape, integers);
    }
}
