using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Sinter;

/// <summary>
/// The extents of a tensor, outermost axis first. An axis may carry a label such as <c>Time</c>, which follows it
/// through operations, appears in messages, and lets <see cref="Axis.Time"/> find it; labels take no part in equality.
/// </summary>
public sealed class Shape : IEquatable<Shape> {
    readonly int[] extents;
    readonly string?[] labels;

    /// <summary>A shape of these extents, without labels.</summary>
    public Shape(params int[] extents) : this(extents, new string?[extents.Length]) { }

    internal Shape(int[] extents, string?[] labels) {
        foreach (int extent in extents) {
            if (extent < 0) {
                throw new ShapeException("shape", $"an extent is {extent} in [{string.Join(", ", extents)}]; extents are 0 or more");
            }
        }
        this.extents = (int[])extents.Clone();
        this.labels = (string?[])labels.Clone();
        long count = 1;
        foreach (int extent in extents) {
            count = checked(count * extent);
        }
        Count = checked((int)count);
    }

    /// <summary>The number of axes.</summary>
    public int Rank => extents.Length;

    /// <summary>The number of elements.</summary>
    public int Count { get; }

    /// <summary>The extent of an axis; <c>x.Shape[-1]</c> is the last.</summary>
    public int this[Axis axis] => extents[axis.In(this)];

    /// <summary>A copy of the extents.</summary>
    public int[] ToArray() => (int[])extents.Clone();

    /// <summary>The label of an axis, or null.</summary>
    public string? Label(Axis axis) => labels[axis.In(this)];

    internal ReadOnlySpan<int> Extents => extents;

    internal ReadOnlySpan<string?> Labels => labels;

    internal Shape Labelled(params string?[] names) {
        if (names.Length != Rank) {
            throw new ShapeException("label", $"{names.Length} labels for {this}, which has {Rank} axes");
        }
        return new Shape(extents, names);
    }

    /// <summary>This shape with the axes at <paramref name="axis"/> replaced by those of <paramref name="middle"/>.</summary>
    internal Shape Replace(int axis, Shape middle) => new(
        [.. extents.AsSpan(0, axis), .. middle.extents, .. extents.AsSpan(axis + 1)],
        [.. labels.AsSpan(0, axis), .. middle.labels, .. labels.AsSpan(axis + 1)]);

    internal Shape With(int axis, int extent, string? label) => Replace(axis, new Shape([extent], [label]));

    internal Shape Without(int axis) => Replace(axis, new Shape());

    /// <summary>The distance in elements between neighbours along each axis, the last axis being contiguous.</summary>
    internal int[] Strides() {
        int[] strides = new int[Rank];
        int stride = 1;
        for (int axis = Rank - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= extents[axis];
        }
        return strides;
    }

    internal int TimeAxis() {
        int exact = IndexOfOnly(label => label == "Time");
        int found = exact >= 0 ? exact : IndexOfOnly(label => label is not null && label.Contains("Time", StringComparison.Ordinal));
        if (found < 0) {
            throw new ShapeException("axis", $"no single axis of {this} depends on Time");
        }
        return found;
    }

    int IndexOfOnly(Func<string?, bool> matches) {
        int found = -1;
        for (int axis = 0; axis < Rank; axis++) {
            if (matches(labels[axis])) {
                if (found >= 0) {
                    return -1;
                }
                found = axis;
            }
        }
        return found;
    }

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && extents.AsSpan().SequenceEqual(other.extents);

    /// <inheritdoc/>
    public override bool Equals(object? other) => Equals(other as Shape);

    /// <inheritdoc/>
    public override int GetHashCode() {
        var hash = new HashCode();
        foreach (int extent in extents) {
            hash.Add(extent);
        }
        return hash.ToHashCode();
    }

    /// <summary>For example <c>[Time=5, 64]</c>.</summary>
    public override string ToString() {
        IEnumerable<string> axes = extents.Select((extent, axis) => labels[axis] is { } label
            ? $"{label}={extent.ToString(CultureInfo.InvariantCulture)}"
            : extent.ToString(CultureInfo.InvariantCulture));
        return $"[{string.Join(", ", axes)}]";
    }
}
