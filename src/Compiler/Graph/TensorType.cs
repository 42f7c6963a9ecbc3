using System.Collections.Generic;
using System.Linq;

namespace Sinter.Compiler.Graph;

/// <summary>Element type and extents of a tensor, outermost axis first; printed as <c>f32[Time, 64]</c>.</summary>
public sealed record TensorType(ElementType Element, Sequence<Dimension> Shape) {
    /// <summary>A tensor type of the given extents.</summary>
    public TensorType(ElementType element, params Dimension[] shape) : this(element, shape.ToSequence()) { }

    /// <summary>Number of axes.</summary>
    public int Rank => Shape.Count;

    /// <summary>Number of elements.</summary>
    public Dimension Count => Product(Shape);

    /// <summary>The product of extents; 1 for none.</summary>
    public static Dimension Product(IEnumerable<Dimension> extents) => extents.Aggregate(Dimension.One, (product, extent) => product * extent);

    /// <inheritdoc/>
    public override string ToString() => Element.Name() + Shape;

    /// <summary>The extents as a message shows them: with the user's words where known, <c>[Time, width 64]</c>.</summary>
    public string Describe() => DescribeShape(Shape);

    /// <summary>Extents as a message shows them.</summary>
    public static string DescribeShape(IEnumerable<Dimension> shape) =>
        "[" + string.Join(", ", shape.Select(extent => extent.Label is null ? extent.ToString() : $"{extent.Label} {extent}")) + "]";
}
