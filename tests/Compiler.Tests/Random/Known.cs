using System;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;

/// <summary>A value of a random graph with what is known of its elements.</summary>
/// <param name="Value">The node.</param>
/// <param name="Low">No element is less.</param>
/// <param name="High">No element is more.</param>
/// <param name="Error">How far a compiled element may be from the real one.</param>
/// <param name="Grid">
/// Elements are multiples of 2^-Grid, of which all arithmetic so far was exact; null when some was rounded. Only such elements may be
/// compared, rounded or cast to integers, or the smallest difference could become a large one.
/// </param>
internal sealed record Known(Expression Value, double Low, double High, double Error, int? Grid) {
    public TensorType Type => Value.Type;

    public ElementType Element => Value.Type.Element;

    public double Magnitude => Math.Max(Math.Abs(Low), Math.Abs(High));

    public bool IsExact => Grid is not null;

    /// <summary>The same elements elsewhere.</summary>
    public Known Moved(Expression value) => this with { Value = value };

    /// <summary>Elements of both.</summary>
    public static Known Either(Expression value, Known a, Known b) => new(
        value, Math.Min(a.Low, b.Low), Math.Max(a.High, b.High), Math.Max(a.Error, b.Error),
        a.Grid is { } x && b.Grid is { } y ? Math.Max(x, y) : null);

    /// <summary>
    /// A result with what an operation adds: nothing where all its bits fit the significand, else one rounding of its own.
    /// </summary>
    public static Known? Result(string operation, Expression value, double low, double high, double error, int? grid) {
        double magnitude = Math.Max(Math.Abs(low), Math.Abs(high));
        if (!value.Type.Element.IsFloat()) {
            return magnitude < 1 << 30 ? new Known(value, low, high, 0, 0) : null;
        }
        if (magnitude > 1e5 || error > 0.01) {
            return null;
        }
        bool exact = grid is <= 20 && magnitude * (1 << grid.Value) < 1 << 22;
        return exact ? new Known(value, low, high, 0, grid) : new Known(value, low, high, error + Tolerances.Of(operation, magnitude), null);
    }
}
