using System;

namespace Sinter;

/// <summary>
/// A tensor that a checkpoint fills. Its name is the path of the field that holds it; see <see cref="Checkpoint"/>.
/// </summary>
public sealed partial class Weight {
    Tensor? value;

    /// <summary>A weight of f32 elements with these extents.</summary>
    public Weight(params int[] shape) {
        Shape = new Shape(shape);
    }

    /// <summary>The extents.</summary>
    public Shape Shape { get; }

    /// <summary>The weight that stands in for this one where the checkpoint has no tensor for it.</summary>
    public Weight? TiedTo { get; init; }

    /// <summary>
    /// The number of heads whose rows rotary positions will pair, 0 for none: a reader of a format that stores those
    /// rows interleaved puts them in half-split order.
    /// </summary>
    public int RotaryHeads { get; init; }

    /// <summary>The tensor that eager evaluation uses.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been bound.</exception>
    /// <exception cref="ShapeException">Set to a tensor of another shape.</exception>
    public Tensor Value {
        get => value ?? TiedTo?.Value ?? throw new InvalidOperationException(
            $"a weight of shape {Shape} has no value; bind the model's checkpoint first (Checkpoint.Bind)");
        set {
            if (!value.Shape.Equals(Shape)) {
                throw new ShapeException("weight", $"expected {Shape}, found {value.Shape}");
            }
            if (value.ElementType != ElementType.F32) {
                throw new ShapeException("weight", $"expected elements of F32, found {value.ElementType}");
            }
            this.value = value;
        }
    }

    /// <summary>Whether a tensor of its own has been bound.</summary>
    public bool IsBound => value is not null;

    /// <summary>The weight as an operand.</summary>
    public static implicit operator Tensor(Weight weight) => weight.Value;
}
