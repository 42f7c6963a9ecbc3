using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;

using Sinter.Eager;

namespace Sinter;

/// <summary>
/// A shaped array of numbers, never changed once made. Its eager operations are plain loops: what they compute is what
/// the compiled operations mean. Every operation rounds its result to the element type; sums inside one operation are
/// kept in double precision.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class Tensor {
    // Exactly one of the two holds the elements, in row-major order: real types as doubles, integers and Bool as longs.
    readonly double[] reals;
    readonly long[] integers;

    internal Tensor(ElementType type, Shape shape, double[] values, bool literal = false) {
        Check(type.IsReal() && values.Length == shape.Count, type, shape, values.Length);
        ElementType = type;
        Shape = shape;
        IsLiteral = literal;
        reals = values;
        integers = [];
        for (int i = 0; i < values.Length; i++) {
            values[i] = type.Round(values[i]);
        }
    }

    internal Tensor(ElementType type, Shape shape, long[] values, bool literal = false) {
        Check(!type.IsReal() && values.Length == shape.Count, type, shape, values.Length);
        ElementType = type;
        Shape = shape;
        IsLiteral = literal;
        reals = [];
        integers = values;
        for (int i = 0; i < values.Length; i++) {
            values[i] = type.Wrap(values[i]);
        }
    }

    // The same elements under another shape.
    Tensor(Tensor source, Shape shape) {
        ElementType = source.ElementType;
        Shape = shape;
        reals = source.reals;
        integers = source.integers;
    }

    /// <summary>The type of the elements.</summary>
    public ElementType ElementType { get; }

    /// <summary>The extents.</summary>
    public Shape Shape { get; }

    /// <summary>A number written in C#: it takes the element type of the tensor that it meets.</summary>
    internal bool IsLiteral { get; }

    internal ReadOnlySpan<double> Reals => reals;

    internal ReadOnlySpan<long> Integers => integers;

    internal Tensor WithShape(Shape shape) => new(this, shape);

    /// <summary>The same tensor with these labels on its axes, null for none.</summary>
    public Tensor Labelled(params string?[] labels) => WithShape(Shape.Labelled(labels));

    /// <summary>The element of a tensor that has only one.</summary>
    public double Scalar() => Shape.Count == 1
        ? (ElementType.IsReal() ? reals[0] : integers[0])
        : throw new ShapeException("scalar", $"expected one element, found {Describe()}");

    /// <summary>The row at <paramref name="index"/> of the first axis, without that axis; negative counts from the end.</summary>
    public Tensor this[int index] {
        get {
            if (Shape.Rank == 0) {
                throw new ShapeException("index", "a scalar has no rows");
            }
            int[] rest = new int[Shape.Rank - 1];
            for (int axis = 0; axis < rest.Length; axis++) {
                rest[axis] = Shape[axis + 1];
            }
            int row = index < 0 ? index + Shape[0] : index;
            return Operations.Reshape(Operations.Slice(this, 0, row, 1), rest);
        }
    }

    /// <summary>The rows at <paramref name="indices"/> of the first axis: <c>Gather(x, indices, 0)</c>.</summary>
    public Tensor this[Tensor indices] => Operations.Gather(this, indices, 0);

    /// <summary>
    /// The elements in row-major order. <typeparamref name="T"/> is <see cref="double"/>, <see cref="float"/> or
    /// <see cref="Half"/> for real tensors, <see cref="long"/> or <see cref="int"/> for integers, <see cref="bool"/> for Bool.
    /// </summary>
    /// <exception cref="InvalidOperationException">An element might not fit into <typeparamref name="T"/>.</exception>
    public T[] ToArray<T>() where T : unmanaged {
        object? result = ElementType switch {
            _ when typeof(T) == typeof(double) && ElementType.IsReal() => reals.Clone(),
            ElementType.F32 or ElementType.F16 or ElementType.BF16 when typeof(T) == typeof(float) => Array.ConvertAll(reals, value => (float)value),
            ElementType.F16 when typeof(T) == typeof(Half) => Array.ConvertAll(reals, value => (Half)value),
            _ when typeof(T) == typeof(long) && !ElementType.IsReal() => integers.Clone(),
            ElementType.I32 when typeof(T) == typeof(int) => Array.ConvertAll(integers, value => (int)value),
            ElementType.Bool when typeof(T) == typeof(bool) => Array.ConvertAll(integers, value => value != 0),
            _ => null,
        };
        return (T[]?)result ?? throw new InvalidOperationException($"the elements of {Describe()} are not of {typeof(T).Name}; Cast first");
    }

    internal string Describe() => $"{ElementType.ToString().ToLowerInvariant()}{Shape}";

    /// <summary>The type, the shape and the first elements.</summary>
    public override string ToString() {
        const int Shown = 8;
        string elements = ElementType.IsReal()
            ? string.Join(", ", reals.Take(Shown).Select(value => value.ToString("G6", CultureInfo.InvariantCulture)))
            : string.Join(", ", integers.Take(Shown).Select(value => ElementType == ElementType.Bool ? (value != 0 ? "true" : "false") : value.ToString(CultureInfo.InvariantCulture)));
        return $"{Describe()} {{{elements}{(Shape.Count > Shown ? ", ..." : "")}}}";
    }

    static void Check(bool fits, ElementType type, Shape shape, int found) {
        if (!fits) {
            throw new ShapeException("tensor", $"expected {shape.Count} elements of {type} for {shape}, found {found}");
        }
    }
}
