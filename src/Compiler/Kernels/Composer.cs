using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Graph.Operations;

namespace Sinter.Compiler.Kernels;

/// <summary>Where a node's value lies: a table section and what it is there.</summary>
/// <param name="Kind">What kind of buffer.</param>
/// <param name="Key">The name of an input, weight or state; the node of a temporary or output; the key of a prepared tensor.</param>
internal sealed record BufferKey(BufferKind Kind, string Key);

internal enum BufferKind { Weight, Prepared, State, Input, Output, Temporary }

/// <summary>
/// Composes the scalar expression of one kernel: a node that lies in a buffer becomes a load, any other is replaced by its
/// operation's element expression.
/// </summary>
internal sealed class Composer(EntryGraph graph, Func<int, BufferKey?> bufferOf, Func<BufferKey, TensorType> typeOf) {
    private readonly List<BufferKey> buffers = [];
    private readonly HashSet<int> written = [];
    private readonly List<string> fused = [];
    private readonly HashSet<int> inlined = [];

    public ScalarPool Pool { get; } = new();

    /// <summary>Which node each reduction came from, to name the one that must be computed elsewhere.</summary>
    public Dictionary<Scalar, int> Reductions { get; } = [];

    /// <summary>Nodes whose elements are given by the kernel's root instead.</summary>
    public Dictionary<int, Func<IReadOnlyList<Index>, Scalar>> Given { get; } = [];

    /// <summary>Buffers in the order of the kernel's parameters.</summary>
    public IReadOnlyList<BufferKey> Buffers => buffers;

    /// <summary>The names of the operations fused, in the order of their use.</summary>
    public Sequence<string> Fused => fused.Distinct().ToSequence();

    /// <summary>Loop variables for the axes of a shape.</summary>
    public List<Variable> Axes(IEnumerable<Dimension> shape) => [.. shape.Select(Pool.NewVariable)];

    /// <summary>Notes an operation that the kernel performs.</summary>
    public void Note(Node node) {
        if (inlined.Add(node.Id) && node.Operation is not ("broadcast" or "reshape" or "constant")) {
            fused.Add(node.Operation);
        }
    }

    public int Parameter(BufferKey buffer, bool write = false) {
        int index = buffers.IndexOf(buffer);
        if (index < 0) {
            index = buffers.Count;
            buffers.Add(buffer);
        }
        if (write) {
            written.Add(index);
        }
        return index;
    }

    public Sequence<Parameter> Parameters(Func<BufferKey, Layout> layoutOf) =>
        buffers.Select((buffer, i) => new Parameter(typeOf(buffer), layoutOf(buffer), written.Contains(i))).ToSequence();

    /// <summary>The element of a node.</summary>
    public Scalar Read(int id, IReadOnlyList<Index> at) {
        if (Given.TryGetValue(id, out Func<IReadOnlyList<Index>, Scalar>? given)) {
            return given(at);
        }
        Node node = graph[id];
        if (bufferOf(id) is { } buffer) {
            return Pool.Load(Parameter(buffer), node.Type.Element, at);
        }
        return Element(node, at);
    }

    /// <summary>The element of a node by its operation, whether or not it lies in a buffer too.</summary>
    public Scalar Element(Node node, IReadOnlyList<Index> at, bool inOrder = false) {
        Note(node);
        TensorType[] types = [.. node.Operands.Select(operand => graph[operand].Type)];
        ElementContext context = new(Pool, node, types, (operand, from) => Read(node.Operands[operand], from), graph.Module) { InOrder = inOrder };
        Scalar value = EntryGraph.Definition(node).Element(context, at);
        for (Scalar scalar = value; scalar.Operation == "reduce"; scalar = scalar.Operands[0]) {
            if (!Reductions.ContainsKey(scalar)) {
                Reductions.Add(scalar, node.Id);
            }
        }
        return value;
    }

    /// <summary>Every reduction inside, outer before inner.</summary>
    public static IEnumerable<Scalar> ReductionsIn(Scalar root) {
        HashSet<Scalar> seen = [];
        Stack<Scalar> open = new([root]);
        while (open.Count > 0) {
            Scalar scalar = open.Pop();
            if (!seen.Add(scalar)) {
                continue;
            }
            if (scalar.Operation == "reduce") {
                yield return scalar;
            }
            foreach (Scalar operand in scalar.Operands.Concat(scalar.At.SelectMany(index => index.DataScalars()))) {
                open.Push(operand);
            }
        }
    }
}
