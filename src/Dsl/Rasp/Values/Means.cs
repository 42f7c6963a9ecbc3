using System;
using System.Linq;
using System.Numerics;

namespace Sinter.Rasp;

/// <summary>The means of several elements. Of integers and bools they are exact; nothing is rounded to a nearby value.</summary>
static class Means {
    public static Rational OfIntegers(int[] values) => new(values.Aggregate(BigInteger.Zero, (sum, value) => sum + value), values.Length);

    public static Rational OfIntegers(long[] values) => new(values.Aggregate(BigInteger.Zero, (sum, value) => sum + value), values.Length);

    public static Rational OfRationals(Rational[] values) => values.Aggregate((sum, value) => sum + value) / values.Length;

    public static Rational OfBools(bool[] values) => new(values.Count(value => value), values.Length);

    public static double OfDoubles(double[] values) => values.Aggregate((sum, value) => sum + value) / values.Length;

    public static float OfFloats(float[] values) => (float)(values.Aggregate(0d, (sum, value) => sum + value) / values.Length);

    /// <summary>
    /// The sum of several. Of integers it does not depend on their order: 1 may make up for what int.MaxValue would be too much.
    /// </summary>
    /// <exception cref="OverflowException">It is no number of the type.</exception>
    public static T Sum<T>(T[] values) where T : IAdditionOperators<T, T, T> {
        if (typeof(T) == typeof(int)) {
            return (T)(object)checked((int)((int[])(object)values).Aggregate(0L, (sum, value) => sum + value));
        }
        if (typeof(T) == typeof(uint)) {
            return (T)(object)checked((uint)((uint[])(object)values).Aggregate(0L, (sum, value) => sum + value));
        }
        if (typeof(T) == typeof(long)) {
            return (T)(object)checked((long)((long[])(object)values).Aggregate(Int128.Zero, (sum, value) => sum + value));
        }
        T total = values[0];
        for (int i = 1; i < values.Length; i++) {
            total = checked(total + values[i]);
        }
        return total;
    }

    /// <summary>The mean of several as one of the same type.</summary>
    /// <exception cref="ElementException">There is none.</exception>
    public static T Same<T>(T[] values) {
        // By the type and not the array: to the runtime an enum's array is also one of its integers.
        Type type = typeof(T);
        return type == typeof(int) ? (T)(object)(int)Whole(OfIntegers((int[])(object)values), values.Length, "int")
            : type == typeof(long) ? (T)(object)(long)Whole(OfIntegers((long[])(object)values), values.Length, "long")
            : type == typeof(Rational) ? (T)(object)OfRationals((Rational[])(object)values)
            : type == typeof(double) ? (T)(object)OfDoubles((double[])(object)values)
            : type == typeof(float) ? (T)(object)OfFloats((float[])(object)values)
            : throw new ElementException($"{Format.Type(type)} has no mean, and {values.Length} values are selected: {List(values)}. Select one, or say First, Last, Closest, Best, Max or Min");
    }

    static BigInteger Whole(Rational mean, int count, string type) => mean.IsWhole
        ? mean.Numerator
        : throw new ElementException($"the mean of {count} {type} values is {mean}, which is no {type}; Mean gives it exactly, as a Rational");

    static string List<T>(T[] values) => string.Join(", ", values.Take(4).Select(value => Format.Value(value))) + (values.Length > 4 ? ", ..." : "");
}
