using System;

namespace Sinter;

/// <summary>
/// A tensor of fixed shape that lives between the calls of a model, such as the hidden state of a recurrence. It starts as zeros, and
/// its name is the path of the field that holds it. A call reads what the last one left, and writes at most once, after all its reads.
/// </summary>
public sealed class State {
    readonly Shape shape;
    readonly ElementType type;
    Tensor? value;
    Step? writtenIn;

    /// <summary>A state of f32 zeros.</summary>
    /// <param name="shape">The extents; none for a single element.</param>
    public State(params int[] shape) : this(ElementType.F32, shape) { }

    /// <summary>A state of zeros.</summary>
    /// <param name="type">The type of its elements.</param>
    /// <param name="shape">The extents; none for a single element.</param>
    public State(ElementType type, params int[] shape) {
        foreach (int extent in shape) {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(extent, nameof(shape));
        }
        (this.type, this.shape) = (type, new Shape(shape));
    }

    /// <summary>The extents.</summary>
    public Shape Shape => shape;

    /// <summary>The type of the elements.</summary>
    public ElementType ElementType => type;

    /// <summary>What the last call wrote; zeros before the first.</summary>
    /// <returns>The tensor, of the declared shape.</returns>
    /// <exception cref="InvalidOperationException">This call has written already.</exception>
    [Primitive("state_read")]
    public Tensor Read() {
        if (writtenIn != null && ReferenceEquals(writtenIn, Step.CurrentOrNone)) {
            throw new InvalidOperationException("a state is read after it was written in the same step; read it before, or use the value that was written");
        }
        return value ??= Operations.Cast(Operations.Broadcast(0f, [.. shape.ToArray()]), type);
    }

    /// <summary>Leaves <paramref name="x"/> for the next call.</summary>
    /// <returns><paramref name="x"/></returns>
    /// <exception cref="InvalidOperationException">This call has written already.</exception>
    /// <exception cref="ShapeException">The tensor has another shape or type than the state.</exception>
    [Primitive("state_write")]
    public Tensor Write(Tensor x) {
        if (writtenIn != null && ReferenceEquals(writtenIn, Step.CurrentOrNone)) {
            throw new InvalidOperationException("a state is written twice in one step");
        }
        if (!x.Shape.Equals(shape) || x.ElementType != type) {
            throw new ShapeException("state_write", $"expected {type.ToString().ToLowerInvariant()}{shape}, found {x.Describe()}");
        }
        writtenIn = Step.CurrentOrNone;
        return value = x;
    }

    /// <summary>Back to zeros.</summary>
    public void Clear() => (value, writtenIn) = (null, null);
}
