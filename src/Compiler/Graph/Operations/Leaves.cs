using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Graph.Operations;

/// <summary>An argument of the entry. Its type is stated, not inferred, so it stands in <c>shape</c> and <c>type</c>.</summary>
internal sealed class InputOperation : Operation {
    public override string Name => "input";

    public override TensorType Infer(OperationUse use) {
        use.Arity(0);
        use.Text("name");
        return new TensorType(use.Type("type"), use.Extents("shape"));
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) => throw NotInlined(context.Node);

    internal static GraphException NotInlined(Node node) => new($"{node.Operation}: lives in a buffer of its own and has no element expression");
}

/// <summary>A tensor of the checkpoint, declared by the module.</summary>
internal sealed class WeightOperation : Operation {
    public override string Name => "weight";

    public override TensorType Infer(OperationUse use) {
        use.Arity(0);
        string name = use.Text("name");
        return use.Module.Weights.FirstOrDefault(weight => weight.Name == name)?.Type
            ?? throw use.Fail($"the module declares no weight \"{name}\"");
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) => throw InputOperation.NotInlined(context.Node);
}

/// <summary>A scalar known at build.</summary>
internal sealed class ConstantOperation : Operation {
    public override string Name => "constant";

    public override TensorType Infer(OperationUse use) {
        use.Arity(0);
        use.Real("value");
        return new TensorType(use.Type("type"));
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) =>
        context.Pool.Constant(ValueOf(context.Node), context.Node.Type.Element);

    internal static double ValueOf(Node node) => node.Attributes["value"] switch {
        AttributeValue.Real real => real.Value,
        AttributeValue.Extent extent => extent.Value.Value,
        _ => throw new GraphException($"constant: 'value' must be a number, found {node.Attributes["value"]}"),
    };
}

/// <summary>
/// The rows of all earlier calls followed by the operand's, along axis 0: <c>[Past + n, ...]</c> for an operand <c>[n, ...]</c>.
/// The state's declared type gives the capacity.
/// </summary>
internal sealed class StateAppendOperation : Operation {
    public override string Name => "state_append";

    public override TensorType Infer(OperationUse use) {
        use.Arity(1);
        State state = StateReadOperation.Named(use);
        TensorType rows = use.Operands[0];
        if (rows.Rank != state.Type.Rank || rows.Element != state.Type.Element || !rows.Shape.Skip(1).SequenceEqual(state.Type.Shape.Skip(1))) {
            throw use.Fail($"rows {rows.Describe()} do not fit the state \"{state.Name}\" {state.Type.Describe()}");
        }
        Dimension total = Dimension.Symbol("Past") + rows.Shape[0];
        return new TensorType(rows.Element, new[] { total }.Concat(rows.Shape.Skip(1)).ToSequence());
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) => throw InputOperation.NotInlined(context.Node);
}

/// <summary>A tensor known at build, with its elements; see <see cref="TableData"/>.</summary>
internal sealed class TableOperation : Operation {
    public override string Name => "table";

    public override TensorType Infer(OperationUse use) {
        use.Arity(0);
        TensorType type = new(use.Type("type"), use.Extents("shape"));
        if (type.Element is ElementType.F16 or ElementType.BF16) {
            throw use.Fail($"elements of {type.Element.Name()} are not stored; cast a table of f32");
        }
        if (type.Shape.FirstOrDefault(extent => !extent.IsConstant) is { } symbolic) {
            throw use.Fail($"the extent {symbolic} of {type.Describe()} must be known at build");
        }
        byte[] bytes = TableData.Bytes(use.Text("data")) ?? throw use.Fail("the data are no base64");
        long wanted = type.Count.Value * type.Element.Bytes();
        return bytes.Length == wanted ? type : throw use.Fail($"{type} has {wanted} bytes, but the data have {bytes.Length}");
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) {
        Index linear = Index.Of(Dimension.Zero);
        for (int axis = 0; axis < at.Count; axis++) {
            linear = linear * context.Node.Type.Shape[axis] + at[axis];
        }
        return context.Pool.Table(context.Node.Text("data"), context.Node.Type.Element, linear);
    }
}

/// <summary>The value of an extent, a scalar; known with the call where the extent depends on symbols.</summary>
internal sealed class SizeOperation : Operation {
    public override string Name => "size";

    public override TensorType Infer(OperationUse use) {
        use.Arity(0);
        use.Extent("extent");
        return new TensorType(ElementType.I32);
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) =>
        context.Pool.Position(Index.Of(context.Node.Extent("extent")), ElementType.I32);
}

/// <summary>A state as the last call left it; what it holds before the first is not defined.</summary>
internal sealed class StateReadOperation : Operation {
    public override string Name => "state_read";

    public override TensorType Infer(OperationUse use) {
        use.Arity(0);
        return Named(use).Type;
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) => throw InputOperation.NotInlined(context.Node);

    internal static State Named(OperationUse use) {
        string name = use.Text("name");
        return use.Module.States.FirstOrDefault(state => state.Name == name) ?? throw use.Fail($"the module declares no state \"{name}\"");
    }
}

/// <summary>Leaves the operand in a state for the next call. All reads of the state in the entry see what it held before.</summary>
internal sealed class StateWriteOperation : Operation {
    public override string Name => "state_write";

    public override TensorType Infer(OperationUse use) {
        use.Arity(1);
        State state = StateReadOperation.Named(use);
        if (!use.Operands[0].Equals(state.Type)) {
            throw use.Fail($"{use.Operands[0].Describe()} does not fit the state \"{state.Name}\" {state.Type.Describe()}");
        }
        return state.Type;
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) => throw InputOperation.NotInlined(context.Node);
}

/// <summary>The number of tokens of the earlier calls of this sequence: i32.</summary>
internal sealed class PastOperation : Operation {
    public override string Name => "past";

    public override TensorType Infer(OperationUse use) {
        use.Arity(0);
        if (use.Module.Symbols.All(symbol => symbol.Name != "Past")) {
            throw use.Fail("the module declares no symbol Past");
        }
        return new TensorType(ElementType.I32);
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) => context.Pool.Position(Index.Of(Dimension.Symbol("Past")), ElementType.I32);
}

/// <summary>0, 1, 2 ... along one axis.</summary>
internal sealed class IotaOperation : Operation {
    public override string Name => "iota";

    public override TensorType Infer(OperationUse use) {
        use.Arity(0);
        return new TensorType(ElementType.I32, use.Extent("length"));
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) => context.Pool.Position(at[0], ElementType.I32);
}

/// <summary>
/// The position of each token of this call in its sequence: <c>Past + 0, Past + 1 ...</c>, as many as there are tokens; a variant
/// that fixes their number says it in <c>length</c>.
/// </summary>
internal sealed class PositionsOperation : Operation {
    public override string Name => "positions";

    public override TensorType Infer(OperationUse use) {
        use.Arity(0);
        if (use.Module.Symbols.All(symbol => symbol.Name != "Past")) {
            throw use.Fail("the module declares no symbol Past");
        }
        return new TensorType(ElementType.I32, use.Attributes["length"] is null ? Dimension.Symbol("Time") : use.Extent("length"));
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) =>
        context.Pool.Position(at[0] + Dimension.Symbol("Past"), ElementType.I32);
}
