using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Graph.Operations;

/// <summary>
/// What one iteration of a loop is given of a carried tensor: its initial value first, then what the iteration before made of it. Its
/// type is stated in <c>shape</c> and <c>type</c>; <c>loop</c> names the loop, <c>index</c> counts the carried tensors.
/// </summary>
internal sealed class LoopStateOperation : Operation {
    public override string Name => "loop_state";

    public override TensorType Infer(OperationUse use) {
        use.Arity(0);
        use.Text("loop");
        use.Integer("index");
        return new TensorType(use.Type("type"), use.Extents("shape"));
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) => throw InputOperation.NotInlined(context.Node);
}

/// <summary>How many iterations of the loop went before: i32.</summary>
internal sealed class LoopIndexOperation : Operation {
    public override string Name => "loop_index";

    public override TensorType Infer(OperationUse use) {
        use.Arity(0);
        use.Text("loop");
        return new TensorType(ElementType.I32);
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) =>
        context.Pool.Position(Index.Of(context.LoopCounter(context.Node.Text("loop"))), ElementType.I32);
}

/// <summary>The operand's row for this iteration: <c>x[i]</c> of <c>[count, ...]</c>, without the first axis.</summary>
internal sealed class LoopRowOperation : Operation {
    public override string Name => "loop_row";

    public override TensorType Infer(OperationUse use) {
        use.Arity(1);
        use.Text("loop");
        TensorType rows = use.Operands[0];
        if (rows.Rank == 0 || !rows.Shape[0].Equals(use.Extent("count"))) {
            throw use.Fail($"the loop runs {use.Extent("count")} times, but {rows.Describe()} does not have as many rows");
        }
        return rows with { Shape = rows.Shape.Skip(1).ToSequence() };
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) =>
        context.Read(0, [Index.Of(context.LoopCounter(context.Node.Text("loop"))), .. at]);
}

/// <summary>
/// A body run <c>count</c> times. Operands: the initial values of the carried tensors (<c>states</c> of them), what an iteration makes
/// of each, and a row of every tensor that is collected. The body is whatever depends on the loop's <c>loop_state</c>,
/// <c>loop_index</c> and <c>loop_row</c>. With <c>while</c>, carried tensor 0 is a bool that ends the loop once it is false.
/// Its value is a token; <c>loop_result</c> reads what the loop leaves.
/// </summary>
internal sealed class LoopOperation : Operation {
    public override string Name => "loop";

    public override TensorType Infer(OperationUse use) {
        use.Text("loop");
        use.Extent("count");
        int states = use.Integer("states");
        if (states < 0 || use.Operands.Count < 2 * states || use.Operands.Count == 0) {
            throw use.Fail($"{states} carried tensors take {2 * states} operands at least, found {use.Operands.Count}");
        }
        for (int i = 0; i < states; i++) {
            if (!use.Operands[i].Equals(use.Operands[states + i])) {
                throw use.Fail($"carried tensor {i} starts as {use.Operands[i].Describe()}, but an iteration makes {use.Operands[states + i].Describe()} of it");
            }
        }
        if (use.Flag("while") && (states == 0 || !use.Operands[0].Equals(new TensorType(ElementType.Bool)))) {
            throw use.Fail($"the condition must be a single bool, found {(states == 0 ? "none" : use.Operands[0].Describe())}");
        }
        if (use.Flag("while") && use.Operands.Count > 2 * states) {
            throw use.Fail("a loop that may end early cannot collect rows");
        }
        return new TensorType(ElementType.Bool);
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) => throw InputOperation.NotInlined(context.Node);
}

/// <summary>
/// One of two computations, by a bool. Operands: the condition, then the results where it holds, then as many where it does not. What
/// only one side needs is computed only when that side is taken. <c>branch_result</c> reads the results.
/// </summary>
internal sealed class BranchOperation : Operation {
    public override string Name => "branch";

    public override TensorType Infer(OperationUse use) {
        int results = use.Operands.Count / 2;
        if (use.Operands.Count < 3 || use.Operands.Count % 2 == 0) {
            throw use.Fail($"takes a condition and two equally long lists of results, found {use.Operands.Count} operands");
        }
        if (!use.Operands[0].Equals(new TensorType(ElementType.Bool))) {
            throw use.Fail($"the condition must be a single bool, found {use.Operands[0].Describe()}");
        }
        for (int i = 1; i <= results; i++) {
            if (!use.Operands[i].Equals(use.Operands[results + i])) {
                throw use.Fail($"result {i - 1} is {use.Operands[i].Describe()} on one side and {use.Operands[results + i].Describe()} on the other");
            }
        }
        return new TensorType(ElementType.Bool);
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) => throw InputOperation.NotInlined(context.Node);
}

/// <summary>
/// What a <c>loop</c> leaves (the last value of a carried tensor, or the rows <c>[count, ...]</c> that it collected) or a <c>branch</c>
/// gives, by <c>index</c>; its type is stated in <c>shape</c> and <c>type</c>.
/// </summary>
internal sealed class RegionResultOperation(string name) : Operation {
    public override string Name => name;

    public override TensorType Infer(OperationUse use) {
        use.Arity(1);
        use.Integer("index");
        return new TensorType(use.Type("type"), use.Extents("shape"));
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) => throw InputOperation.NotInlined(context.Node);
}
