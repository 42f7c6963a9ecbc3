using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Graph.Operations;

/// <summary>All elements along one axis, combined: <c>sum</c>, <c>product</c>, <c>max</c>, <c>min</c>. An empty axis gives the neutral element.</summary>
internal sealed class ReductionOperation(string name) : Operation {
    public static IEnumerable<Operation> All { get; } = new[] { "sum", "product", "max", "min" }.Select(name => new ReductionOperation(name)).ToList();

    public override string Name => name;

    public override TensorType Infer(OperationUse use) {
        use.Arity(1);
        TensorType operand = use.Operands[0];
        if (operand.Element == ElementType.Bool) {
            throw use.Fail("takes numbers, found bool");
        }
        int axis = use.Axis();
        List<Dimension> shape = [.. operand.Shape];
        if (use.Flag("keep")) {
            shape[axis] = Dimension.One;
        } else {
            shape.RemoveAt(axis);
        }
        return operand with { Shape = shape.ToSequence() };
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) {
        int axis = context.Node.Integer("axis");
        Variable over = context.Pool.NewVariable(context.Operands[0].Shape[axis]);
        List<Index> from = [.. at];
        if (context.Node.Flag("keep")) {
            from.RemoveAt(axis);
        }
        from.Insert(axis, Index.Of(over));
        return context.Pool.Reduce(name, over, context.Read(0, from));
    }
}
