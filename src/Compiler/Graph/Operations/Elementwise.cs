using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Graph.Operations;

/// <summary>An operation that makes each element of its result from the elements at the same position.</summary>
internal sealed class ElementwiseOperation(string name, int arity, ElementwiseOperation.Domain domain, bool isTest = false) : Operation {
    /// <summary>Which element types the operation is defined for.</summary>
    public enum Domain { Float, Number, Integer, Truth, Any }

    public static IEnumerable<Operation> All { get; } = [
        .. Of(1, Domain.Number, "negate", "abs"),
        .. Of(1, Domain.Float, "exp", "log", "sqrt", "rsqrt", "sin", "cos", "tanh", "erf", "sigmoid", "floor", "ceiling", "round"),
        .. Of(1, Domain.Truth, "not"),
        .. Of(2, Domain.Number, "add", "subtract", "multiply", "divide", "minimum", "maximum", "remainder"),
        .. Of(2, Domain.Float, "power"),
        .. Of(2, Domain.Truth, "and", "or", "xor"),
        .. Of(2, Domain.Integer, "shift_left", "shift_right", "shift_right_unsigned"),
        .. Of(2, Domain.Any, "equal", "not_equal"),
        .. Of(2, Domain.Number, "less", "less_equal", "greater", "greater_equal"),
    ];

    private static IEnumerable<Operation> Of(int arity, Domain domain, params string[] names) =>
        names.Select(name => new ElementwiseOperation(name, arity, domain, name is "equal" or "not_equal" or "less" or "less_equal" or "greater" or "greater_equal"));

    public override string Name => name;

    public override bool IsElementwise => true;

    public override TensorType Infer(OperationUse use) {
        use.Arity(arity);
        TensorType first = use.Operands[0];
        foreach (TensorType operand in use.Operands) {
            if (!operand.Shape.Equals(first.Shape)) {
                throw use.Fail($"shapes {first.Describe()} and {operand.Describe()} differ");
            }
            if (operand.Element != first.Element) {
                throw use.Fail($"element types {first.Element.Name()} and {operand.Element.Name()} differ; cast one of them");
            }
        }
        bool fits = domain switch {
            Domain.Float => first.Element.IsFloat(),
            Domain.Number => first.Element != ElementType.Bool,
            Domain.Integer => first.Element.IsInteger(),
            Domain.Truth => !first.Element.IsFloat(),
            _ => true,
        };
        if (!fits) {
            string wanted = domain switch { Domain.Float => "real numbers", Domain.Number => "numbers", Domain.Integer => "integers", _ => "truth values or integers" };
            throw use.Fail($"takes {wanted}, found {first.Element.Name()}");
        }
        return isTest ? new TensorType(ElementType.Bool, first.Shape) : first;
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) =>
        context.Pool.Apply(name, context.Node.Type.Element, [.. Enumerable.Range(0, arity).Select(operand => context.Read(operand, at))]);
}

/// <summary>Elements of the second operand where the first is true, else of the third.</summary>
internal sealed class SelectOperation : Operation {
    public override string Name => "select";

    public override bool IsElementwise => true;

    public override TensorType Infer(OperationUse use) {
        use.Arity(3);
        (TensorType condition, TensorType yes, TensorType no) = (use.Operands[0], use.Operands[1], use.Operands[2]);
        if (condition.Element != ElementType.Bool) {
            throw use.Fail($"the condition must be bool, found {condition.Element.Name()}");
        }
        if (yes.Element != no.Element) {
            throw use.Fail($"element types {yes.Element.Name()} and {no.Element.Name()} differ; cast one of them");
        }
        if (!condition.Shape.Equals(yes.Shape) || !yes.Shape.Equals(no.Shape)) {
            throw use.Fail($"shapes {condition.Describe()}, {yes.Describe()} and {no.Describe()} differ");
        }
        return yes;
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) =>
        context.Pool.Apply("select", context.Node.Type.Element, context.Read(0, at), context.Read(1, at), context.Read(2, at));
}

/// <summary>
/// Another element type: integers to reals round to nearest, reals to integers truncate and saturate (NaN becomes 0), truth values are 0 and 1.
/// </summary>
internal sealed class CastOperation : Operation {
    public override string Name => "cast";

    public override bool IsElementwise => true;

    public override TensorType Infer(OperationUse use) {
        use.Arity(1);
        return use.Operands[0] with { Element = use.Type("type") };
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) =>
        context.Pool.Apply("cast", context.Node.Type.Element, context.Read(0, at));
}
