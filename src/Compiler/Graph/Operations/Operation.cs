using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Kernels;
using Index = Sinter.Compiler.Kernels.Index;

namespace Sinter.Compiler.Graph.Operations;

/// <summary>
/// What a graph operation is to the compiler: its name, the rule for its result's shape, and the scalar that one element of its
/// result is. From these the builder, the verifier, fusion and code generation follow.
/// </summary>
public abstract class Operation {
    /// <summary>The name in text forms and in the language's <c>[Primitive]</c> marks.</summary>
    public abstract string Name { get; }

    /// <summary>Whether operands are first broadcast to one shape, which is the result's.</summary>
    public virtual bool IsElementwise => false;

    /// <summary>
    /// The axis along which the elements are computed in order, each from what came before, or null. Such a result is kept in memory
    /// and its kernel walks the axis.
    /// </summary>
    public virtual int? OrderedAxis(Node node) => null;

    /// <summary>The result's type; wrong operands or attributes end in <see cref="OperationUse.Fail"/>.</summary>
    public abstract TensorType Infer(OperationUse use);

    /// <summary>The result's element at a position, in terms of the operands' elements.</summary>
    public abstract Scalar Element(ElementContext context, IReadOnlyList<Index> at);
}

/// <summary>One use of an operation, as its shape rule sees it.</summary>
public sealed class OperationUse(string operation, IReadOnlyList<TensorType> operands, Attributes attributes, Module module) {
    /// <summary>Types of the operands.</summary>
    public IReadOnlyList<TensorType> Operands { get; } = operands;

    /// <summary>The build-time arguments.</summary>
    public Attributes Attributes { get; } = attributes;

    /// <summary>The module the use stands in: its weights, states and symbols.</summary>
    public Module Module { get; } = module;

    /// <summary>The error that this use is wrong.</summary>
    public GraphException Fail(string message) => new($"{operation}: {message}");

    /// <summary>Demands a number of operands.</summary>
    public void Arity(int count) {
        if (Operands.Count != count) {
            throw Fail($"takes {count} operand{(count == 1 ? "" : "s")}, found {Operands.Count}");
        }
    }

    /// <summary>A constant integer argument.</summary>
    public int Integer(string name) => Extent(name) is { IsConstant: true } extent
        ? checked((int)extent.Value)
        : throw Fail($"'{name}' must be known at build, found {Extent(name)}");

    /// <summary>An extent argument.</summary>
    public Dimension Extent(string name) => Attributes[name] is AttributeValue.Extent extent
        ? extent.Value
        : throw Fail($"the integer argument '{name}' is missing");

    /// <summary>A list of extents.</summary>
    public Sequence<Dimension> Extents(string name) => Attributes[name] is AttributeValue.Extents extents
        ? extents.Values
        : throw Fail($"the list argument '{name}' is missing");

    /// <summary>A text argument.</summary>
    public string Text(string name) => Attributes[name] is AttributeValue.Text text
        ? text.Value
        : throw Fail($"the text argument '{name}' is missing");

    /// <summary>An element type argument.</summary>
    public ElementType Type(string name) => Attributes[name] is AttributeValue.Type type
        ? type.Value
        : throw Fail($"the element type argument '{name}' is missing");

    /// <summary>A real argument; integers are taken too.</summary>
    public double Real(string name) => Attributes[name] switch {
        AttributeValue.Real real => real.Value,
        AttributeValue.Extent { Value.IsConstant: true } extent => extent.Value.Value,
        _ => throw Fail($"the number argument '{name}' is missing"),
    };

    /// <summary>A truth argument, false when absent.</summary>
    public bool Flag(string name) => Attributes[name] is AttributeValue.Flag { Value: true };

    /// <summary>An axis of an operand.</summary>
    public int Axis(int operand = 0, string name = "axis") {
        int axis = Integer(name);
        return axis >= 0 && axis < Operands[operand].Rank
            ? axis
            : throw Fail($"'{name}' is {axis}, but {Operands[operand].Describe()} has {Operands[operand].Rank} axes");
    }
}

/// <summary>What an operation may ask for when it says what one element of its result is.</summary>
public sealed class ElementContext(ScalarPool pool, Node node, IReadOnlyList<TensorType> operands, Func<int, IReadOnlyList<Index>, Scalar> read, Module module) {
    /// <summary>Makes scalars.</summary>
    public ScalarPool Pool { get; } = pool;

    /// <summary>The node whose element is asked for.</summary>
    public Node Node { get; } = node;

    /// <summary>Types of the operands.</summary>
    public IReadOnlyList<TensorType> Operands { get; } = operands;

    /// <summary>The module.</summary>
    public Module Module { get; } = module;

    /// <summary>The symbol that counts the iterations of the loop of that name, inside its body.</summary>
    public Func<string, Dimension> LoopCounter { get; init; } = name => throw new GraphException($"there is no loop named \"{name}\"");

    /// <summary>Whether the kernel walks this operation's ordered axis, so that the element may build on the one before.</summary>
    public bool InOrder { get; init; }

    /// <summary>An operand's element.</summary>
    public Scalar Read(int operand, IReadOnlyList<Index> at) => read(operand, at);

    /// <summary>The element of one axis replaced by another index.</summary>
    public static Index[] Replace(IReadOnlyList<Index> at, int axis, Index index) {
        Index[] changed = at.ToArray();
        changed[axis] = index;
        return changed;
    }
}
