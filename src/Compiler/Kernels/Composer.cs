using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Graph.Operations;

namespace Sinter.Compiler.Kernels;

/// <summary>Where a node's value lies: a table section and what it is there.</summary>
/// <param name="Kind">What kind of buffer.</param>
/// <param name="Key">The name of an input, weight or state; the node of a temporary or output; the key of a prepared tensor; what a loop carries.</param>
internal sealed record BufferKey(BufferKind Kind, string Key);

internal enum BufferKind { Weight, Prepared, State, Input, Output, Temporary, Carried }

/// <summary>A node that must be kept in memory, found while a kernel was composed that would compute it too often.</summary>
internal sealed class UsedInManyPlacesException(int node) : Exception($"%{node} is computed in too many places") {
    public int Node { get; } = node;
}

/// <summary>
/// Composes the scalar expression of one kernel: a node that lies in a buffer becomes a load, any other is replaced by its
/// operation's element expression.
/// </summary>
internal sealed class Composer(EntryGraph graph, Func<int, BufferKey?> bufferOf, Func<BufferKey, TensorType> typeOf) {
    private readonly List<BufferKey> buffers = [];
    private readonly HashSet<int> written = [];
    private readonly List<string> fused = [];
    private readonly HashSet<int> inlined = [];
    private readonly Dictionary<int, int> given = [];
    // By node and position, for values are often used twice in one expression.
    private readonly Dictionary<string, Scalar> composed = [];
    private readonly Dictionary<int, HashSet<string>> places = [];

    // A value that is computed anew at more places than this is better kept: with each further step the places would double.
    private const int MostPlaces = 16;

    public ScalarPool Pool { get; } = new();

    /// <summary>Which node each reduction came from, to name the one that must be computed elsewhere.</summary>
    public Dictionary<Scalar, int> Reductions { get; } = [];

    /// <summary>From here on the node's element is one of the root's running results.</summary>
    public void Give(int id, int accumulator) {
        given[id] = accumulator;
        composed.Clear();
    }

    /// <summary>From here on the node's element is computed again.</summary>
    public void Withdraw(int id) {
        given.Remove(id);
        composed.Clear();
    }

    /// <summary>The running result that is given for a node, or null.</summary>
    public Scalar? Given(int id) => given.TryGetValue(id, out int accumulator) ? Pool.Accumulator(accumulator) : null;

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
        if (Given(id) is { } accumulator) {
            return accumulator;
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
        string place = string.Join(", ", at);
        string key = $"{node.Id}[{place}]{inOrder}";
        if (composed.TryGetValue(key, out Scalar? known)) {
            return known;
        }
        CountPlace(node, place);
        TensorType[] types = [.. node.Operands.Select(operand => graph[operand].Type)];
        ElementContext context = new(Pool, node, types, (operand, from) => Read(node.Operands[operand], from), graph.Module) {
            InOrder = inOrder,
            LoopCounter = graph.Regions.CounterOf,
        };
        Scalar value = EntryGraph.Definition(node).Element(context, at);
        for (Scalar scalar = value; scalar.Operation == "reduce"; scalar = scalar.Operands[0]) {
            if (!Reductions.ContainsKey(scalar)) {
                Reductions.Add(scalar, node.Id);
            }
        }
        composed.Add(key, value);
        return value;
    }

    private void CountPlace(Node node, string place) {
        if (!graph.IsRun(node.Id) || !(EntryGraph.Definition(node).IsElementwise || node.Operation == "pad")) {
            return;
        }
        if (!places.TryGetValue(node.Id, out HashSet<string>? known)) {
            places.Add(node.Id, known = []);
        }
        if (known.Add(place) && known.Count > MostPlaces) {
            throw new UsedInManyPlacesException(node.Id);
        }
    }

    /// <summary>Every reduction inside, outer before inner.</summary>
    public static IEnumerable<Scalar> ReductionsIn(Scalar root) => Within(root).Where(scalar => scalar.Operation == "reduce");

    /// <summary>Every load of a parameter inside.</summary>
    public static IEnumerable<Scalar> LoadsOf(Scalar root, int parameter) => Within(root).Where(scalar => scalar.Operation == "load" && scalar.Buffer == parameter);

    /// <summary>Every load inside.</summary>
    public static IEnumerable<Scalar> Loads(Scalar root) => Within(root).Where(scalar => scalar.Operation == "load");

    private static IEnumerable<Scalar> Within(Scalar root) {
        HashSet<Scalar> seen = [];
        Stack<Scalar> open = new([root]);
        while (open.Count > 0) {
            Scalar scalar = open.Pop();
            if (!seen.Add(scalar)) {
                continue;
            }
            yield return scalar;
            foreach (Scalar operand in scalar.Operands.Concat(scalar.At.SelectMany(index => index.DataScalars()))) {
                open.Push(operand);
            }
        }
    }
}
