using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Graph.Operations;

/// <summary>
/// At each position of an axis, all elements up to it combined: <c>cumulative_sum</c>, <c>cumulative_product</c>, <c>cumulative_max</c>,
/// <c>cumulative_min</c>. It is always kept in memory, for its kernel walks the axis in order.
/// </summary>
internal sealed class CumulativeOperation(string combine) : Operation {
    public static IEnumerable<Operation> All { get; } = new[] { "sum", "product", "max", "min" }.Select(combine => new CumulativeOperation(combine)).ToList();

    public override string Name => "cumulative_" + combine;

    public override int? OrderedAxis(Node node) => node.Integer("axis");

    public override TensorType Infer(OperationUse use) {
        use.Arity(1);
        if (use.Operands[0].Element == ElementType.Bool) {
            throw use.Fail("takes numbers, found bool");
        }
        use.Axis();
        return use.Operands[0];
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) {
        int axis = context.Node.Integer("axis");
        Dimension extent = context.Operands[0].Shape[axis];
        if (context.InOrder && !extent.Equals(Dimension.One)) {
            return context.Pool.Running(combine, at[axis].Variables().Single(), context.Read(0, at));
        }
        // Out of order, everything before is combined anew.
        ElementType type = context.Node.Type.Element;
        Variable before = context.Pool.NewVariable(extent);
        Scalar position = context.Pool.Position(Index.Of(before), ElementType.I32);
        Scalar isBefore = context.Pool.Apply("less_equal", ElementType.Bool, position, context.Pool.Position(at[axis], ElementType.I32));
        Scalar value = context.Read(0, ElementContext.Replace(at, axis, Index.Of(before)));
        return context.Pool.Reduce(combine, before, context.Pool.Apply("select", type, isBefore, value, context.Pool.Constant(Neutral(type), type)));
    }

    private double Neutral(ElementType type) => combine switch {
        "sum" => 0,
        "product" => 1,
        "max" => type.IsFloat() ? double.NegativeInfinity : type == ElementType.I32 ? int.MinValue : long.MinValue,
        _ => type.IsFloat() ? double.PositiveInfinity : type == ElementType.I32 ? int.MaxValue : long.MaxValue,
    };
}
