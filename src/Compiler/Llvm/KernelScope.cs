using System.Collections.Generic;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// What is known at a place in a kernel's loops: the variables of the loops around it, and the scalars already computed there.
/// One variable at most runs over lanes; its value is that of lane 0.
/// </summary>
internal sealed class KernelScope(KernelScope? parent) {
    private readonly Dictionary<Variable, IrValue> variables = [];
    private readonly Dictionary<Scalar, IrValue> scalars = [];

    /// <summary>The variable that runs over lanes, if any.</summary>
    public Variable? LaneVariable { get; private set; } = parent?.LaneVariable;

    /// <summary>Number of lanes; 1 when nothing runs over lanes.</summary>
    public int Lanes { get; private set; } = parent?.Lanes ?? 1;

    /// <summary>Lanes that may touch memory; null for all.</summary>
    public IrValue? Mask { get; private set; } = parent?.Mask;

    /// <summary>An outermost scope in which the axes of a single element, which are no loops, stand at it.</summary>
    public static KernelScope AtSingles(IEnumerable<Variable> axes) {
        KernelScope top = new(null);
        foreach (Variable single in axes) {
            if (single.Extent.Equals(Dimension.One)) {
                top.Define(single, IrWriter.Int(0));
            }
        }
        return top;
    }

    /// <summary>The scope inside a loop over a variable.</summary>
    public KernelScope Inside(Variable variable, IrValue value) {
        KernelScope inner = new(this);
        inner.variables.Add(variable, value);
        return inner;
    }

    /// <summary>The scope inside a loop whose variable runs over lanes.</summary>
    public KernelScope InsideLanes(Variable variable, IrValue value, int lanes, IrValue? mask) {
        KernelScope inner = Inside(variable, value);
        (inner.LaneVariable, inner.Lanes, inner.Mask) = (variable, lanes, mask);
        return inner;
    }

    public void Define(Variable variable, IrValue value) => variables[variable] = value;

    public IrValue? ValueOf(Variable variable) => variables.TryGetValue(variable, out IrValue value) ? value : parent?.ValueOf(variable);

    public IrValue? ValueOf(Scalar scalar) => scalars.TryGetValue(scalar, out IrValue value) ? value : parent?.ValueOf(scalar);

    public void Remember(Scalar scalar, IrValue value) => scalars[scalar] = value;
}
