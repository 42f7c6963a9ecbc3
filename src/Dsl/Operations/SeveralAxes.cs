using System;

namespace Sinter;

// Reductions over several axes at once are the same reductions one after the other, the last axis first, so that the others keep their place.
public static partial class Operations {
    /// <summary>The sum over several axes; with none of them, <paramref name="x"/> itself.</summary>
    /// <param name="x">Numbers.</param>
    /// <param name="axes">The axes to sum over, in any order.</param>
    /// <param name="keep">Whether the axes stay, with extent 1.</param>
    /// <exception cref="ShapeException">An axis is named twice or is not there.</exception>
    public static Tensor Sum(Tensor x, Axis[] axes, bool keep = false) => Over("sum", x, axes, (part, axis) => Sum(part, axis, keep));

    /// <summary>The product over several axes; see <see cref="Sum(Tensor, Axis[], bool)"/>.</summary>
    public static Tensor Product(Tensor x, Axis[] axes, bool keep = false) => Over("product", x, axes, (part, axis) => Product(part, axis, keep));

    /// <summary>The largest element over several axes; see <see cref="Sum(Tensor, Axis[], bool)"/>.</summary>
    public static Tensor Max(Tensor x, Axis[] axes, bool keep = false) => Over("max", x, axes, (part, axis) => Max(part, axis, keep));

    /// <summary>The smallest element over several axes; see <see cref="Sum(Tensor, Axis[], bool)"/>.</summary>
    public static Tensor Min(Tensor x, Axis[] axes, bool keep = false) => Over("min", x, axes, (part, axis) => Min(part, axis, keep));

    /// <summary>Whether any element is true over several axes; see <see cref="Sum(Tensor, Axis[], bool)"/>.</summary>
    public static Tensor Any(Tensor x, Axis[] axes, bool keep = false) => Over("any", x, axes, (part, axis) => Any(part, axis, keep));

    /// <summary>Whether all elements are true over several axes; see <see cref="Sum(Tensor, Axis[], bool)"/>.</summary>
    public static Tensor All(Tensor x, Axis[] axes, bool keep = false) => Over("all", x, axes, (part, axis) => All(part, axis, keep));

    /// <summary>The mean over several axes, each element counting alike; see <see cref="Sum(Tensor, Axis[], bool)"/>.</summary>
    public static Tensor Mean(Tensor x, Axis[] axes, bool keep = false) {
        int count = 1;
        foreach (Axis axis in axes) {
            count *= x.Shape[axis];
        }
        return Sum(x, axes, keep) / (float)count;
    }

    /// <summary>The mean squared distance from the mean over several axes (divided by n, not n - 1); see <see cref="Sum(Tensor, Axis[], bool)"/>.</summary>
    public static Tensor Variance(Tensor x, Axis[] axes, bool keep = false) {
        Tensor centred = x - Mean(x, axes, keep: true);
        return Mean(centred * centred, axes, keep);
    }

    /// <summary>log(sum(e^x)) over several axes; see <see cref="Sum(Tensor, Axis[], bool)"/>.</summary>
    public static Tensor LogSumExp(Tensor x, Axis[] axes, bool keep = false) => Over("log sum exp", x, axes, (part, axis) => LogSumExp(part, axis, keep));

    // Calls the reduction for each of the axes, from the last to the first.
    static Tensor Over(string operation, Tensor x, Axis[] axes, Func<Tensor, Axis, Tensor> reduce) {
        bool[] named = new bool[x.Shape.Rank];
        foreach (Axis axis in axes) {
            int position = axis.In(x.Shape);
            if (named[position]) {
                throw new ShapeException(operation, $"axis {position} of {x.Shape} is named twice");
            }
            named[position] = true;
        }
        Tensor reduced = x;
        for (int axis = named.Length - 1; axis >= 0; axis--) {
            if (named[axis]) {
                reduced = reduce(reduced, axis);
            }
        }
        return reduced;
    }
}
