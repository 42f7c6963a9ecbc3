using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Graph.Operations;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation;

/// <summary>Tensors: nodes of the graph of the entry that is being evaluated.</summary>
internal sealed partial class Evaluator {
    // A table is text in the plan and bytes in the library, so it should be no checkpoint.
    private const int LargestTable = 65_536;
    private const int LargestRow = 256;

    // While the model is constructed weights have no names yet: they are numbered, and named when a node is copied into an entry.
    private readonly List<WeightValue> weights = [];
    private readonly Dictionary<(GraphBuilder From, int Node, GraphBuilder To), int> copied = [];

    /// <summary>Every weight that was made, in order.</summary>
    public IReadOnlyList<WeightValue> Weights => weights;

    /// <summary>Every cache that was made, in order.</summary>
    public List<CacheValue> Caches { get; } = [];

    /// <summary>The name of the entry that is being evaluated.</summary>
    public string EntryName { get; set; } = "";

    /// <summary>The caches that the entry has appended to.</summary>
    public HashSet<CacheValue> Appended { get; } = [];

    /// <summary>Whether the entry has asked for positions or earlier rows.</summary>
    public bool UsesPast { get; set; }

    public TensorValue Apply(string operation, IReadOnlyList<TensorValue> operands, Attributes attributes, SyntaxNode syntax) {
        if (OperationSet.Find(operation) is null) {
            throw Fail(Descriptors.OperationNotCompiled, syntax, $"The operation '{operation}' runs eagerly, but the compiler does not have it", Within(syntax));
        }
        UsesPast |= operation is "positions" or "past";
        if (operation is "positions" or "past" && Module.Module.Symbols.All(symbol => symbol.Name != "Past")) {
            throw Fail(Descriptors.UnknownSymbol, syntax, "Time", Within(syntax));
        }
        try {
            // The condition of a select says nothing of the type of what it chooses.
            int first = operation == "select" ? 1 : 0;
            if (operands.Any(operand => operand.IsLiteral) && OperationSet.Get(operation).IsElementwise && operands.Skip(first).FirstOrDefault(operand => !operand.IsLiteral) is { } typed) {
                Attributes type = new(("type", new AttributeValue.Type(typed.Type.Element)));
                operands = [.. operands.Select((operand, i) => i >= first && operand.IsLiteral && operand.Type.Element != typed.Type.Element ? Apply("cast", [operand], type, syntax) : operand)];
            }
            List<int> nodes = [.. operands.Select(operand => operand.Node)];
            // Two literals have no tensor to take the type of: they meet as real numbers, as in C#.
            if (OperationSet.Get(operation).IsElementwise && nodes.Count == 2 && nodes.All(node => Graph[node].Operation == "constant")
                && Graph.TypeOf(nodes[0]).Element != Graph.TypeOf(nodes[1]).Element) {
                for (int i = 0; i < 2; i++) {
                    if (Graph[nodes[i]].Attributes["value"] is AttributeValue.Extent { Value: var whole } && Graph.TypeOf(nodes[i]).Element.IsInteger()) {
                        nodes[i] = Graph.Constant(whole.Value, ElementType.F32, OriginOf(syntax));
                    }
                }
            }
            return new TensorValue(Graph, Graph.Apply(operation, nodes, attributes, OriginOf(syntax)));
        } catch (GraphException exception) {
            DiagnosticDescriptor descriptor = operation == "contract" ? Descriptors.WrongEquation : Descriptors.ShapeMismatch;
            string advice = Advice.For(operation, exception.Message, [.. operands.Select(operand => operand.Type)], extent => $"{Module.Module.LowerBound(extent)} to {Module.Module.UpperBound(extent)}");
            throw Fail(descriptor, syntax, exception.Message + advice, Within(syntax));
        }
    }

    /// <summary>A value as a tensor of the graph that is being built.</summary>
    public TensorValue TensorOf(Value value, SyntaxNode syntax) {
        switch (value) {
            case TensorValue tensor:
                return ReferenceEquals(tensor.Graph, Graph) ? tensor : new TensorValue(Graph, CopyNode(tensor.Graph, tensor.Node, syntax), tensor.IsLiteral);
            case WeightValue weight:
                return ReadWeight(weight, syntax);
            case Constant { IsNull: true }:
                throw WouldThrow(syntax, $"'{Short(syntax)}' takes a tensor, found null", "System.NullReferenceException");
            case Constant or SymbolicInteger or SymbolicReal:
                return ScalarOf(value, syntax);
            default:
                throw NeedsValue(syntax, value, "an operation on tensors");
        }
    }

    /// <summary>A C# number as a scalar tensor.</summary>
    public TensorValue ScalarOf(Value value, SyntaxNode syntax) {
        switch (value) {
            case Constant { Content: bool truth }:
                return new TensorValue(Graph, Graph.Constant(truth ? 1 : 0, ElementType.Bool, OriginOf(syntax)));
            case Constant { Content: int number }:
                return new TensorValue(Graph, Graph.Constant(number, ElementType.I32, OriginOf(syntax)));
            case Constant { Content: long number } when unchecked((long)(double)number) != number:
                throw Unsupported(syntax, $"the constant {number.ToString(CultureInfo.InvariantCulture)}", "constants of the graph have 53 bits; write a greater one as a sum or product of two");
            case Constant { Content: long number }:
                return new TensorValue(Graph, Graph.Constant(number, ElementType.I64, OriginOf(syntax)));
            case Constant { Content: float real }:
                return new TensorValue(Graph, Graph.Constant(real, ElementType.F32, OriginOf(syntax)));
            case Constant { Content: double real }:
                return new TensorValue(Graph, Graph.Constant((float)real, ElementType.F32, OriginOf(syntax)));
            case SymbolicInteger size:
                return new TensorValue(Graph, Apply("size", [], new Attributes(("extent", new AttributeValue.Extent(size.Size))), syntax).Node, isLiteral: true);
            case SymbolicReal real:
                return TensorOf(real.Value, syntax);
            default:
                throw NeedsValue(syntax, value, "a scalar tensor");
        }
    }

    /// <summary>A tensor from the elements of an array of C#: a table where all of them are known, else made of what each call computes.</summary>
    public Value ConstantTensor(Place[] arguments, SyntaxNode syntax) {
        ArrayInstance values = arguments[0].Get() as ArrayInstance ?? throw Unsupported(syntax, "a tensor from something that is no array", "pass an array of numbers");
        if (values.Items.Length > LargestTable) {
            throw Unsupported(syntax, $"a tensor of {values.Items.Length} elements written in C#", $"tensors of up to {LargestTable} elements can be; larger ones are weights");
        }
        IEnumerable<Dimension> shape = arguments.Length > 1 && Elements(arguments[1].Get(), syntax) is { Count: > 0 } extents
            ? extents.Select(extent => SizeOf(extent) ?? throw NeedsValue(syntax, extent, "an extent"))
            : values.Lengths.Select(length => new Dimension(length));
        AttributeValue asked = new AttributeValue.Extents(shape.ToSequence());
        if (Table(values) is not var (type, data)) {
            return Apply("reshape", [Row(values, syntax)], new Attributes(("shape", asked)), syntax);
        }
        AttributeValue line = new AttributeValue.Extents(Sequence.Of(new Dimension(values.Items.Length)));
        Attributes table = new(("data", new AttributeValue.Text(data)), ("shape", line), ("type", new AttributeValue.Type(type)));
        return Apply("reshape", [Apply("table", [], table, syntax)], new Attributes(("shape", asked)), syntax);
    }

    private static (ElementType Type, string Data)? Table(ArrayInstance values) {
        object?[] elements = [.. values.Items.Select(item => (item as Constant)?.Content)];
        return values.ElementType.SpecialType switch {
            SpecialType.System_Single when elements.All(element => element is float) => (ElementType.F32, TableData.OfReals(elements.Select(element => (double)(float)element!))),
            SpecialType.System_Int32 when elements.All(element => element is int) => (ElementType.I32, TableData.OfIntegers(elements.Select(element => (long)(int)element!), ElementType.I32)),
            SpecialType.System_Int64 when elements.All(element => element is long) => (ElementType.I64, TableData.OfIntegers(elements.Select(element => (long)element!), ElementType.I64)),
            SpecialType.System_Boolean when elements.All(element => element is bool) => (ElementType.Bool, TableData.OfIntegers(elements.Select(element => (bool)element! ? 1L : 0), ElementType.Bool)),
            _ => null,
        };
    }

    // Numbers of which some come with the call, such as sizes, one after the other.
    private TensorValue Row(ArrayInstance values, SyntaxNode syntax) {
        if (values.Items.Length > LargestRow) {
            throw Unsupported(syntax, $"a tensor of {values.Items.Length} elements that are not all known at build", $"up to {LargestRow} can be");
        }
        AttributeValue one = new AttributeValue.Extents(Sequence.Of(Dimension.One));
        List<TensorValue> parts = [.. values.Items.Select(item => Apply("reshape", [ScalarOf(item, syntax)], new Attributes(("shape", one)), syntax))];
        return parts.Count == 1 ? parts[0] : Apply("concatenate", parts, new Attributes(("axis", new AttributeValue.Extent(0))), syntax);
    }

    public WeightValue MakeWeight(IReadOnlyList<Dimension> shape, SyntaxNode syntax) {
        foreach (Dimension extent in shape) {
            if (!extent.IsConstant) {
                throw NeedsValue(syntax, new SymbolicInteger(extent), "the shape of a weight");
            }
            if (extent.Value < 1) {
                throw Fail(Descriptors.HyperParameterNotPositive, syntax, extent.Label ?? "An extent of a weight", extent.ToString(), $"at least 1{Within(syntax)}");
            }
        }
        WeightValue weight = new(shape, null, 0, syntax) { Made = new Site(SpanOf(syntax), Within(syntax)) };
        weights.Add(weight);
        return weight;
    }

    public CacheValue MakeCache(Value capacity, SyntaxNode syntax) {
        int rows = Number(capacity, syntax, "the capacity of a cache");
        if (rows < 1) {
            throw Fail(Descriptors.HyperParameterNotPositive, syntax, "The capacity of a cache", rows.ToString(CultureInfo.InvariantCulture), $"at least 1{Within(syntax)}");
        }
        CacheValue cache = new(rows) { Made = new Site(SpanOf(syntax), Within(syntax)) };
        Caches.Add(cache);
        return cache;
    }

    private TensorValue ReadWeight(WeightValue weight, SyntaxNode syntax) {
        bool isConstruction = ReferenceEquals(Module, Construction);
        if (!isConstruction && weight.Path is null) {
            throw Fail(Descriptors.NoPath, syntax, $"This weight of shape {TensorType.DescribeShape(weight.Shape)}", weight.Stray ?? "keep it in a field of a [Block]", Within(syntax));
        }
        weight.IsUsed = true;
        string name = isConstruction ? "#" + weights.IndexOf(weight).ToString(CultureInfo.InvariantCulture) : weight.Path!;
        Sinter.Compiler.Graph.Weight declared = new(name, new TensorType(ElementType.F32, weight.Shape.ToSequence()), isConstruction ? null : weight.TiedTo?.Path, weight.RotaryHeads);
        if (isConstruction) {
            Module.Declare(declared);
        }
        return Apply("weight", [], new Attributes(("name", new AttributeValue.Text(name))), syntax);
    }

    // Tensors that constructors made are made again in each entry that uses them.
    private int CopyNode(GraphBuilder from, int node, SyntaxNode syntax) {
        if (copied.TryGetValue((from, node, Graph), out int known)) {
            return known;
        }
        Node original = from[node];
        if (original.Operation is "input" or "state_append") {
            throw Unsupported(syntax, "a tensor of another entry", "pass it as an argument");
        }
        int copy = original.Operation == "weight"
            ? ReadWeight(weights.First(weight => weight.Path == original.Text("name") || "#" + weights.IndexOf(weight).ToString(CultureInfo.InvariantCulture) == original.Text("name")), syntax).Node
            : Graph.Apply(original.Operation, [.. original.Operands.Select(operand => CopyNode(from, operand, syntax))], original.Attributes, original.Origin);
        copied.Add((from, node, Graph), copy);
        return copy;
    }

    public TensorValue Append(CacheValue cache, TensorValue rows, SyntaxNode syntax) {
        if (ReferenceEquals(Module, Construction)) {
            throw Unsupported(syntax, "appending to a cache in a constructor", "append in an entry");
        }
        RefuseInLoop("appending to a cache", syntax);
        if (cache.Path is null) {
            throw Fail(Descriptors.NoPath, syntax, $"This cache of {cache.Capacity} rows", cache.Stray ?? "keep it in a field of a [Block]", Within(syntax));
        }
        if (!Appended.Add(cache)) {
            throw Fail(Descriptors.AppendedTwice, syntax, cache.Path, EntryName, Within(syntax));
        }
        if (Module.Module.Symbols.All(symbol => symbol.Name != "Past")) {
            throw Fail(Descriptors.UnknownSymbol, syntax, "Time", Within(syntax));
        }
        UsesPast = true;
        if (rows.Type.Rank == 0) {
            throw Fail(Descriptors.ShapeMismatch, syntax, "state_append: a scalar has no rows to append", Within(syntax));
        }
        Dimension count = rows.Type.Shape[0];
        long most = Module.Module.SymbolNamed("Past").Maximum + 1;
        // Past + Time stays within the context, which is what a session holds; other row counts add up separately.
        long needed = count.Equals(Dimension.Symbol("Time")) ? System.Math.Max(most, Module.Module.UpperBound(count)) : most - 1 + Module.Module.UpperBound(count);
        if (cache.Capacity < needed) {
            throw Fail(Descriptors.CacheTooSmall, syntax, cache.Path, cache.Capacity.ToString(CultureInfo.InvariantCulture), needed.ToString(CultureInfo.InvariantCulture), Within(syntax));
        }
        TensorType declared = new(rows.Type.Element, new[] { new Dimension(cache.Capacity) }.Concat(rows.Type.Shape.Skip(1)).ToSequence());
        if (Module.Module.States.FirstOrDefault(state => state.Name == cache.Path) is { } known && !known.Type.Equals(declared)) {
            throw Fail(Descriptors.ShapeMismatch, syntax, $"state_append: the cache \"{cache.Path}\" holds rows of {new TensorType(known.Type.Element, known.Type.Shape.Skip(1).ToSequence())} in another entry, found {rows.Type.Element.Name()}{rows.Type.Describe()}; give each its own cache", Within(syntax));
        }
        try {
            Module.Declare(new State(cache.Path, declared));
        } catch (GraphException exception) {
            throw Fail(Descriptors.ShapeMismatch, syntax, exception.Message, Within(syntax));
        }
        return Apply("state_append", [rows], new Attributes(("name", new AttributeValue.Text(cache.Path))), syntax);
    }
}
