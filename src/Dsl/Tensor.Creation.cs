using System;

namespace Sinter;

public sealed partial class Tensor {
    /// <summary>A tensor of f32, f16, i32, i64 or bool elements in row-major order.</summary>
    /// <typeparam name="T"><see cref="float"/>, <see cref="Half"/>, <see cref="int"/>, <see cref="long"/> or <see cref="bool"/>.</typeparam>
    /// <param name="values">The elements.</param>
    /// <param name="shape">The extents; none for one axis with all the elements.</param>
    /// <exception cref="ShapeException">The extents ask for another number of elements.</exception>
    public static Tensor From<T>(T[] values, params int[] shape) where T : unmanaged {
        var extents = shape.Length == 0 ? new Shape(values.Length) : new Shape(shape);
        return values switch {
            float[] reals => new Tensor(ElementType.F32, extents, Array.ConvertAll(reals, value => (double)value)),
            Half[] halves => new Tensor(ElementType.F16, extents, Array.ConvertAll(halves, value => (double)value)),
            int[] integers => new Tensor(ElementType.I32, extents, Array.ConvertAll(integers, value => (long)value)),
            long[] integers => new Tensor(ElementType.I64, extents, (long[])integers.Clone()),
            bool[] truths => new Tensor(ElementType.Bool, extents, Array.ConvertAll(truths, value => value ? 1L : 0L)),
            _ => throw new ArgumentException($"elements of {typeof(T).Name} have no element type; use float, Half, int, long or bool"),
        };
    }

    /// <summary>A tensor of f32 elements from rows of equal length.</summary>
    public static Tensor From(float[,] values) {
        double[] elements = new double[values.Length];
        int at = 0;
        foreach (float value in values) {
            elements[at++] = value;
        }
        return new Tensor(ElementType.F32, new Shape(values.GetLength(0), values.GetLength(1)), elements);
    }

    /// <summary>A scalar f32; it takes the real element type of the tensor that it meets.</summary>
    public static implicit operator Tensor(float value) => new(ElementType.F32, new Shape(), [value], literal: true);

    /// <summary>A scalar i32; it takes the element type of the tensor that it meets.</summary>
    public static implicit operator Tensor(int value) => new(ElementType.I32, new Shape(), [(long)value], literal: true);

    /// <summary>A scalar i64; it takes the element type of the tensor that it meets.</summary>
    public static implicit operator Tensor(long value) => new(ElementType.I64, new Shape(), [value], literal: true);

    /// <summary>A scalar bool.</summary>
    public static implicit operator Tensor(bool value) => new(ElementType.Bool, new Shape(), [value ? 1L : 0L], literal: true);
}
