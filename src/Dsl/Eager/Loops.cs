using System;

namespace Sinter.Eager;

/// <summary>The loops of the elementwise operations.</summary>
static class Loops {
    public static Tensor Map(string operation, Tensor x, Func<double, double> real) {
        RequireReal(operation, x);
        double[] result = new double[x.Shape.Count];
        for (int i = 0; i < result.Length; i++) {
            result[i] = real(x.Reals[i]);
        }
        return new Tensor(x.ElementType, x.Shape, result);
    }

    public static Tensor Map(string operation, Tensor x, Func<double, double> real, Func<long, long> integer) {
        if (x.ElementType.IsReal()) {
            return Map(operation, x, real);
        }
        RequireNumber(operation, x);
        long[] result = new long[x.Shape.Count];
        for (int i = 0; i < result.Length; i++) {
            result[i] = unchecked(integer(x.Integers[i]));
        }
        return new Tensor(x.ElementType, x.Shape, result);
    }

    public static Tensor Zip(string operation, Tensor left, Tensor right, Func<double, double, double> real, Func<long, long, long> integer) {
        (left, right) = Unify(operation, left, right);
        RequireNumber(operation, left);
        Shape shape = Broadcasting.Meet(operation, left.Shape, right.Shape);
        var walk = new Walk(shape.Extents, Broadcasting.Strides(left.Shape, shape), Broadcasting.Strides(right.Shape, shape));
        if (left.ElementType.IsReal()) {
            double[] reals = new double[shape.Count];
            for (int at = 0; walk.Live; walk.Advance()) {
                reals[at++] = real(left.Reals[walk[0]], right.Reals[walk[1]]);
            }
            return new Tensor(left.ElementType, shape, reals);
        }
        long[] integers = new long[shape.Count];
        for (int at = 0; walk.Live; walk.Advance()) {
            integers[at++] = unchecked(integer(left.Integers[walk[0]], right.Integers[walk[1]]));
        }
        return new Tensor(left.ElementType, shape, integers);
    }

    public static Tensor ZipReals(string operation, Tensor left, Tensor right, Func<double, double, double> real) {
        (left, right) = Unify(operation, left, right);
        RequireReal(operation, left);
        return Zip(operation, left, right, real, (_, _) => 0);
    }

    public static Tensor ZipIntegers(string operation, Tensor left, Tensor right, Func<long, long, long> integer) {
        (left, right) = Unify(operation, left, right);
        if (left.ElementType.IsReal()) {
            throw new ShapeException(operation, $"expected Bool or integer elements, found {left.Describe()}");
        }
        Shape shape = Broadcasting.Meet(operation, left.Shape, right.Shape);
        var walk = new Walk(shape.Extents, Broadcasting.Strides(left.Shape, shape), Broadcasting.Strides(right.Shape, shape));
        long[] result = new long[shape.Count];
        for (int at = 0; walk.Live; walk.Advance()) {
            result[at++] = integer(left.Integers[walk[0]], right.Integers[walk[1]]);
        }
        return new Tensor(left.ElementType, shape, result);
    }

    public static Tensor Shift(string operation, Tensor left, Tensor right, Func<int, int, int> narrow, Func<long, int, long> wide) {
        (left, right) = Unify(operation, left, right);
        if (left.ElementType is not (ElementType.I32 or ElementType.I64)) {
            throw new ShapeException(operation, $"expected integer elements, found {left.Describe()}");
        }
        return left.ElementType == ElementType.I32
            ? ZipIntegers(operation, left, right, (a, b) => narrow((int)a, unchecked((int)b)))
            : ZipIntegers(operation, left, right, (a, b) => wide(a, unchecked((int)b)));
    }

    public static Tensor Compare(
        string operation, Tensor left, Tensor right, Func<double, double, bool> real, Func<long, long, bool> integer, bool ordered = true) {
        (left, right) = Unify(operation, left, right);
        if (ordered) {
            RequireNumber(operation, left);
        }
        Shape shape = Broadcasting.Meet(operation, left.Shape, right.Shape);
        var walk = new Walk(shape.Extents, Broadcasting.Strides(left.Shape, shape), Broadcasting.Strides(right.Shape, shape));
        bool reals = left.ElementType.IsReal();
        long[] result = new long[shape.Count];
        for (int at = 0; walk.Live; walk.Advance()) {
            bool holds = reals
                ? real(left.Reals[walk[0]], right.Reals[walk[1]])
                : integer(left.Integers[walk[0]], right.Integers[walk[1]]);
            result[at++] = holds ? 1 : 0;
        }
        return new Tensor(ElementType.Bool, shape, result);
    }

    public static Tensor Not(Tensor x) {
        if (x.ElementType.IsReal()) {
            throw new ShapeException("not", $"expected Bool or integer elements, found {x.Describe()}");
        }
        long[] result = new long[x.Shape.Count];
        for (int i = 0; i < result.Length; i++) {
            result[i] = x.ElementType == ElementType.Bool ? 1 - x.Integers[i] : ~x.Integers[i];
        }
        return new Tensor(x.ElementType, x.Shape, result);
    }

    /// <summary>Quotient rounded toward zero; the one overflow, of the least integer by -1, wraps as negation does.</summary>
    public static long Divide(string operation, long dividend, long divisor) => divisor switch {
        0 => throw new DivideByZeroException($"{operation}: an integer divisor is 0"),
        -1 => unchecked(-dividend),
        _ => dividend / divisor,
    };

    /// <summary>Both operands in one element type: they agree, or one is a number of the source that fits the other's type.</summary>
    public static (Tensor Left, Tensor Right) Unify(string operation, Tensor left, Tensor right) {
        if (left.ElementType == right.ElementType) {
            return (left, right);
        }
        if (right.IsLiteral && Fits(right, left.ElementType)) {
            return (left, Convert(right, left.ElementType));
        }
        if (left.IsLiteral && Fits(left, right.ElementType)) {
            return (Convert(left, right.ElementType), right);
        }
        throw new ShapeException(operation, $"the elements differ in type: {left.Describe()} and {right.Describe()}; Cast one of them");
    }

    public static Tensor Convert(Tensor x, ElementType type) {
        bool toReal = type.IsReal();
        if (x.ElementType.IsReal()) {
            if (toReal) {
                return new Tensor(type, x.Shape, x.Reals.ToArray());
            }
            long[] integers = new long[x.Shape.Count];
            for (int i = 0; i < integers.Length; i++) {
                double value = x.Reals[i];
                integers[i] = type switch {
                    ElementType.Bool => value != 0 ? 1 : 0,
                    ElementType.I32 => (int)value,
                    _ => (long)value,
                };
            }
            return new Tensor(type, x.Shape, integers);
        }
        if (toReal) {
            double[] reals = new double[x.Shape.Count];
            for (int i = 0; i < reals.Length; i++) {
                reals[i] = x.Integers[i];
            }
            return new Tensor(type, x.Shape, reals);
        }
        long[] converted = x.Integers.ToArray();
        if (type == ElementType.Bool) {
            for (int i = 0; i < converted.Length; i++) {
                converted[i] = converted[i] != 0 ? 1 : 0;
            }
        }
        return new Tensor(type, x.Shape, converted);
    }

    public static void RequireReal(string operation, Tensor x) {
        if (!x.ElementType.IsReal()) {
            throw new ShapeException(operation, $"expected real elements, found {x.Describe()}");
        }
    }

    public static void RequireNumber(string operation, Tensor x) {
        if (x.ElementType == ElementType.Bool) {
            throw new ShapeException(operation, $"expected numbers, found {x.Describe()}");
        }
    }

    // An integer fits every type of numbers; a real number fits the real ones only, so that nothing is cut off unasked.
    static bool Fits(Tensor literal, ElementType type) =>
        literal.ElementType != ElementType.Bool && type != ElementType.Bool && (type.IsReal() || !literal.ElementType.IsReal());
}
