using System.Numerics;
using Sinter.Rasp.Nodes;

namespace Sinter.Rasp;

public static partial class Language {
    /// <summary>
    /// RASP's aggregate: the one value that a query selects, unchanged, or the mean of several as one of the same type.
    /// </summary>
    /// <exception cref="RaspException">
    /// At run, of several: the type has no mean (all but int, long, float, double and <see cref="Rational"/>), even if they
    /// are equal; or it is of integers and the mean is none.
    /// </exception>
    public static SOp<T> Aggregate<T>(Selector selector, SOp<T> values, Empty<T> whenEmpty = default) =>
        new Fold<T, T>(Reduction.Mean, selector, values, whenEmpty, static x => x, Means.Same);

    /// <summary>The mean, exactly.</summary>
    public static SOp<Rational> Mean(Selector selector, SOp<int> values, Empty<Rational> whenEmpty = default) =>
        new Fold<int, Rational>(Reduction.Mean, selector, values, whenEmpty, static x => x, Means.OfIntegers);

    /// <summary>The mean, exactly.</summary>
    public static SOp<Rational> Mean(Selector selector, SOp<Rational> values, Empty<Rational> whenEmpty = default) =>
        Aggregate(selector, values, whenEmpty);

    /// <summary>The fraction that is true, exactly.</summary>
    public static SOp<Rational> Mean(Selector selector, SOp<bool> values, Empty<Rational> whenEmpty = default) =>
        new Fold<bool, Rational>(Reduction.Mean, selector, values, whenEmpty, static x => x ? 1 : 0, Means.OfBools);

    /// <summary>The mean; summed in the order of the keys.</summary>
    public static SOp<double> Mean(Selector selector, SOp<double> values, Empty<double> whenEmpty = default) =>
        Aggregate(selector, values, whenEmpty);

    /// <summary>The mean; summed in double precision in the order of the keys and rounded once.</summary>
    public static SOp<float> Mean(Selector selector, SOp<float> values, Empty<float> whenEmpty = default) =>
        Aggregate(selector, values, whenEmpty);

    /// <summary>The sum in the order of the keys; of integers the sum itself is checked, and no sum on the way to it.</summary>
    /// <exception cref="RaspException">C# would widen the type to int; at run, an integer sum is none of its type.</exception>
    public static SOp<T> Sum<T>(Selector selector, SOp<T> values, Empty<T> whenEmpty = default) where T : IAdditionOperators<T, T, T> {
        Elementwise.RefuseWidened<T>("sum");
        return new Fold<T, T>(Reduction.Sum, selector, values, whenEmpty, static x => x, Means.Sum);
    }

    /// <summary>The greatest value; NaN if one is selected.</summary>
    /// <exception cref="RaspException">The type has no order.</exception>
    public static SOp<T> Max<T>(Selector selector, SOp<T> values, Empty<T> whenEmpty = default) =>
        new Fold<T, T>(Reduction.Max, Ordered<T>(selector), values, whenEmpty, static x => x, static several => Extreme(several, Comparison.Greater));

    /// <summary>The least value; NaN if one is selected.</summary>
    /// <exception cref="RaspException">The type has no order.</exception>
    public static SOp<T> Min<T>(Selector selector, SOp<T> values, Empty<T> whenEmpty = default) =>
        new Fold<T, T>(Reduction.Min, Ordered<T>(selector), values, whenEmpty, static x => x, static several => Extreme(several, Comparison.Less));

    /// <summary>The value at the first key selected.</summary>
    public static SOp<T> First<T>(Selector selector, SOp<T> values, Empty<T> whenEmpty = default) =>
        new Pick<T>(Reduction.First, selector, values, whenEmpty);

    /// <summary>The value at the last key selected.</summary>
    public static SOp<T> Last<T>(Selector selector, SOp<T> values, Empty<T> whenEmpty = default) =>
        new Pick<T>(Reduction.Last, selector, values, whenEmpty);

    /// <summary>The value at the selected key nearest to the query: its own before all others, the earlier of two as near.</summary>
    public static SOp<T> Closest<T>(Selector selector, SOp<T> values, Empty<T> whenEmpty = default) =>
        new Pick<T>(Reduction.Closest, selector, values, whenEmpty);

    /// <summary>The value at the selected key of the greatest score; at the first of several.</summary>
    /// <exception cref="RaspException">The scores have no order; at run, one is null or NaN.</exception>
    public static SOp<T> Best<S, T>(Selector selector, SOp<S> scores, SOp<T> values, Empty<T> whenEmpty = default) =>
        new Best<S, T>(Ordered<S>(selector), scores, values, whenEmpty);

    static Selector Ordered<T>(Selector selector) => Order.Exists(typeof(T))
        ? selector
        : throw new RaspException($"{Format.Type(typeof(T))} has no order, so no greatest or least; aggregate a Map of it that has one");

    static T Extreme<T>(T[] several, Comparison comparison) {
        T extreme = several[0];
        foreach (T value in several) {
            // Without order to itself it is a NaN, or holds one, and would depend on where it stands.
            if (Order.Sign(value, value) == null) {
                return value;
            }
            if (Order<T>.Function(comparison)(value, extreme)) {
                extreme = value;
            }
        }
        return extreme;
    }
}
