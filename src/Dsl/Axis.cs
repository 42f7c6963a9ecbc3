using System;

namespace Sinter;

/// <summary>
/// An axis of a tensor: a position (negative counts from the end) or the axis along time.
/// An <see cref="int"/> converts to it, so that <c>Sum(x, -1)</c> and <c>Sum(x, Axis.Time)</c> both read well.
/// </summary>
public readonly struct Axis : IEquatable<Axis> {
    readonly int position;
    readonly bool time;

    Axis(int position, bool time) {
        this.position = position;
        this.time = time;
    }

    /// <summary>The axis whose extent depends on the number of tokens of this call.</summary>
    public static Axis Time => new(0, true);

    /// <summary>The axis at <paramref name="position"/>; -1 is the last.</summary>
    public static implicit operator Axis(int position) => new(position, false);

    /// <summary>The position of this axis in <paramref name="shape"/>, counted from 0.</summary>
    /// <exception cref="ShapeException">The shape has no such axis, or more than one depends on time.</exception>
    public int In(Shape shape) {
        if (time) {
            return shape.TimeAxis();
        }
        int counted = position < 0 ? position + shape.Rank : position;
        if (counted < 0 || counted >= shape.Rank) {
            throw new ShapeException("axis", $"axis {position} is outside {shape}, which has {shape.Rank} axes");
        }
        return counted;
    }

    /// <inheritdoc/>
    public bool Equals(Axis other) => position == other.position && time == other.time;

    /// <inheritdoc/>
    public override bool Equals(object? other) => other is Axis axis && Equals(axis);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(position, time);

    /// <summary>Whether both name the same axis in the same way; -1 and 2 differ even where they meet.</summary>
    public static bool operator ==(Axis left, Axis right) => left.Equals(right);

    /// <summary>Whether the two are spelled differently.</summary>
    public static bool operator !=(Axis left, Axis right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => time ? "Time" : position.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
