using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Graph.Operations;

/// <summary>Along an axis, at each place the element that the index there names: <c>result[.., j, ..] = x[.., indices[.., j, ..], ..]</c>.</summary>
internal sealed class TakeAlongOperation : Operation {
    public override string Name => "take_along";

    public override TensorType Infer(OperationUse use) {
        use.Arity(2);
        (TensorType operand, TensorType indices) = (use.Operands[0], use.Operands[1]);
        if (indices.Element != ElementType.I32) {
            throw use.Fail($"indices must be i32, found {indices.Element.Name()}");
        }
        int axis = use.Axis();
        if (indices.Rank != operand.Rank || Enumerable.Range(0, operand.Rank).Any(i => i != axis && !indices.Shape[i].Equals(operand.Shape[i]))) {
            throw use.Fail($"indices {indices.Describe()} must have the extents of {operand.Describe()} but for axis {axis}");
        }
        return operand with { Shape = indices.Shape };
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) {
        int axis = context.Node.Integer("axis");
        Scalar position = context.Read(1, at);
        Dimension extent = context.Operands[0].Shape[axis];
        Index index = position.Operation == "index" && position.At[0].Lies(Dimension.Zero, extent) ? position.At[0] : Index.Of(new Atom.Data(position, extent));
        return context.Read(0, ElementContext.Replace(at, axis, index));
    }
}

/// <summary>
/// A tensor with elements along an axis replaced by, or combined with, updates: <c>result[.., indices[.., j, ..], ..] op= updates[.., j, ..]</c>,
/// in the order of j. Indices outside the axis change nothing. Its kernel writes into a copy of the first operand.
/// </summary>
internal sealed class ScatterOperation(string name, string? combine) : Operation {
    public static IEnumerable<Operation> All { get; } = new (string, string?)[] {
        ("scatter_set", null), ("scatter_add", "add"), ("scatter_max", "maximum"), ("scatter_min", "minimum"),
    }.Select(pair => new ScatterOperation(pair.Item1, pair.Item2)).ToList();

    public override string Name => name;

    /// <summary>The elementwise operation of the old element and the update; null when the update takes its place.</summary>
    public string? Combine { get; } = combine;

    public override TensorType Infer(OperationUse use) {
        use.Arity(3);
        (TensorType target, TensorType indices, TensorType updates) = (use.Operands[0], use.Operands[1], use.Operands[2]);
        if (indices.Element != ElementType.I32) {
            throw use.Fail($"indices must be i32, found {indices.Element.Name()}");
        }
        if (updates.Element != target.Element || (Combine is not null && target.Element == ElementType.Bool)) {
            throw use.Fail($"updates {updates.Describe()} do not fit the elements of {target.Describe()}");
        }
        int axis = use.Axis();
        if (!indices.Shape.Equals(updates.Shape)) {
            throw use.Fail($"indices {indices.Describe()} and updates {updates.Describe()} must have one shape");
        }
        if (updates.Rank != target.Rank || Enumerable.Range(0, target.Rank).Any(i => i != axis && !updates.Shape[i].Equals(target.Shape[i]))) {
            throw use.Fail($"updates {updates.Describe()} must have the extents of {target.Describe()} but for axis {axis}");
        }
        return target;
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) => throw InputOperation.NotInlined(context.Node);
}

/// <summary>
/// The positions along an axis in the order of their elements, i32; equal elements stay in order, NaN counts as largest.
/// With <c>count</c> only the first so many.
/// </summary>
internal sealed class SortOrderOperation : Operation {
    public override string Name => "sort_order";

    public override TensorType Infer(OperationUse use) {
        use.Arity(1);
        TensorType operand = use.Operands[0];
        int axis = use.Axis();
        use.Flag("descending");
        Dimension count = Count(use.Attributes, operand.Shape[axis]);
        if (count.IsConstant && operand.Shape[axis].IsConstant && (count.Value < 0 || count.Value > operand.Shape[axis].Value)) {
            throw use.Fail($"the first {count} of axis {axis} of {operand.Describe()} are asked for, which has {operand.Shape[axis]}");
        }
        return new TensorType(ElementType.I32, operand.Shape.Select((extent, i) => i == axis ? count : extent).ToSequence());
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) => throw InputOperation.NotInlined(context.Node);

    // -1, the default, stands for all.
    private static Dimension Count(Attributes attributes, Dimension all) =>
        attributes["count"] is AttributeValue.Extent { Value: var count } && !count.Equals(new Dimension(-1)) ? count : all;
}
