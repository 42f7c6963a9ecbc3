using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph.Operations;

namespace Sinter.Compiler.Graph;

/// <summary>Collects what a module declares, then its entries.</summary>
public sealed class ModuleBuilder(string name) {
    private readonly List<Symbol> symbols = [];
    private readonly List<Weight> weights = [];
    private readonly List<State> states = [];
    private readonly List<Entry> entries = [];

    /// <summary>What has been declared so far.</summary>
    public Module Module => module ??= new(name, symbols.ToSequence(), weights.ToSequence(), states.ToSequence(), entries.ToSequence());

    // Every operation asks for it; it is made again only after a change.
    private Module? module;

    /// <summary>Declares a symbol; a second declaration of the same name must agree.</summary>
    public void Declare(Symbol symbol) => Add(symbols, symbol, symbol.Name, other => other.Name, "symbol");

    /// <summary>Declares a weight; a second declaration of the same name must agree.</summary>
    public void Declare(Weight weight) => Add(weights, weight, weight.Name, other => other.Name, "weight");

    /// <summary>Declares a state; a second declaration of the same name must agree.</summary>
    public void Declare(State state) => Add(states, state, state.Name, other => other.Name, "state");

    /// <summary>Starts an entry.</summary>
    public GraphBuilder Entry(string entryName) => new(this, entryName);

    internal void Add(Entry entry) {
        if (entries.Any(other => other.Name == entry.Name)) {
            throw new GraphException($"the entry {entry.Name} is declared twice");
        }
        entries.Add(entry);
        module = null;
    }

    private void Add<T>(List<T> list, T item, string itemName, Func<T, string> nameOf, string kind) where T : class {
        T? other = list.FirstOrDefault(existing => nameOf(existing) == itemName);
        if (other is null) {
            list.Add(item);
            module = null;
        } else if (!other.Equals(item)) {
            throw new GraphException($"the {kind} \"{itemName}\" is declared twice and differently: {other} and {item}");
        }
    }
}

/// <summary>
/// Builds one entry: each node's type is inferred, elementwise operands are broadcast, a scalar constant takes the element type of
/// the tensor it meets, and equal nodes are one.
/// </summary>
public sealed class GraphBuilder {
    private readonly ModuleBuilder owner;
    private readonly string name;
    private readonly List<Node> nodes = [];
    private readonly Dictionary<string, int> known = [];
    private readonly List<Output> outputs = [];

    internal GraphBuilder(ModuleBuilder owner, string name) => (this.owner, this.name) = (owner, name);

    /// <summary>The type of a node made before.</summary>
    public TensorType TypeOf(int node) => nodes[node].Type;

    /// <summary>A node made before.</summary>
    public Node this[int node] => nodes[node];

    /// <summary>
    /// Applies an operation and returns the node; throws <see cref="GraphException"/> with the origin when the use is wrong.
    /// </summary>
    public int Apply(string operation, IReadOnlyList<int> operands, Attributes? attributes = null, Origin? origin = null) {
        try {
            Operation definition = OperationSet.Get(operation);
            int[] arguments = [.. operands];
            if (definition.IsElementwise) {
                MatchTypes(operation, arguments, origin);
                BroadcastToOneShape(operation, arguments, origin);
            }
            Attributes arguments2 = attributes ?? Attributes.None;
            OperationUse use = new(operation, [.. arguments.Select(TypeOf)], arguments2, owner.Module);
            TensorType type = definition.Infer(use);
            return Share(new Node(nodes.Count, operation, arguments.ToSequence(), arguments2, type) { Origin = origin });
        } catch (GraphException exception) when (exception.Origin is null && origin is not null) {
            throw new GraphException(exception.Message, origin);
        }
    }

    /// <summary>A constant scalar.</summary>
    public int Constant(double value, ElementType type = ElementType.F32, Origin? origin = null) =>
        Apply("constant", [], new Attributes(("type", new AttributeValue.Type(type)), ("value", Number(value, type))), origin);

    /// <summary>Adds a result of the entry.</summary>
    public void Return(string output, int node) {
        if (outputs.Any(other => other.Name == output)) {
            throw new GraphException($"the entry {name} returns \"{output}\" twice");
        }
        outputs.Add(new Output(output, node));
    }

    /// <summary>Ends the entry and adds it to the module.</summary>
    public Entry Build() {
        if (outputs.Count == 0) {
            throw new GraphException($"the entry {name} returns nothing");
        }
        Entry entry = new(name, nodes.ToSequence(), outputs.ToSequence());
        owner.Add(entry);
        return entry;
    }

    private static AttributeValue Number(double value, ElementType type) => type.IsFloat()
        ? new AttributeValue.Real(value)
        : new AttributeValue.Extent(new Dimension(checked((long)value)));

    private void MatchTypes(string operation, int[] operands, Origin? origin) {
        int first = operation == "select" ? 1 : 0;
        int? strong = null;
        for (int i = first; i < operands.Length; i++) {
            if (nodes[operands[i]].Operation != "constant") {
                strong ??= operands[i];
            }
        }
        if (strong is null) {
            return;
        }
        ElementType wanted = TypeOf(strong.Value).Element;
        for (int i = first; i < operands.Length; i++) {
            Node node = nodes[operands[i]];
            if (node.Operation == "constant" && node.Type.Element != wanted) {
                double value = ConstantOperation.ValueOf(node);
                if (!wanted.IsFloat() && value != Math.Floor(value)) {
                    throw new GraphException($"{operation}: the constant {value} does not fit {wanted.Name()} elements", origin);
                }
                operands[i] = Constant(value, wanted, node.Origin);
            }
        }
    }

    private void BroadcastToOneShape(string operation, int[] operands, Origin? origin) {
        Sequence<Dimension> shape = TypeOf(operands[0]).Shape;
        foreach (int operand in operands) {
            shape = BroadcastOperation.Common(shape, TypeOf(operand).Shape)
                ?? throw new GraphException($"{operation}: shapes {string.Join(" and ", operands.Select(o => TypeOf(o).Describe()))} do not broadcast to one shape", origin);
        }
        for (int i = 0; i < operands.Length; i++) {
            if (!TypeOf(operands[i]).Shape.Equals(shape)) {
                operands[i] = Apply("broadcast", [operands[i]], new Attributes(("shape", new AttributeValue.Extents(shape))), origin);
            }
        }
    }

    private int Share(Node node) {
        // A state changes when it is appended to, so two appends are never one.
        string key = node.Operation.StartsWith("state_", StringComparison.Ordinal)
            ? $"#{node.Id}"
            : $"{node.Operation} {string.Join(" ", node.Operands)} {node.Attributes} {node.Type}";
        if (known.TryGetValue(key, out int existing)) {
            return existing;
        }
        known.Add(key, node.Id);
        nodes.Add(node);
        return node.Id;
    }
}
