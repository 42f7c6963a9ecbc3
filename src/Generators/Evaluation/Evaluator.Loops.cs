using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation;

/// <summary>Loops and branches that the call decides: their functions are evaluated once, on what stands for an iteration's tensors.</summary>
internal sealed partial class Evaluator {
    private readonly Dictionary<GraphBuilder, int> loops = [];

    /// <summary>The loop primitive: count, rows, initial tensors, body, and whether carried tensor 0 is a condition.</summary>
    public Value Iterate(IMethodSymbol method, Place[] arguments, SyntaxNode syntax) {
        Dimension count = SizeOf(arguments[0].Get()) ?? throw NeedsValue(syntax, arguments[0].Get(), "the number of iterations");
        if (count.IsConstant && count.Value < 0) {
            throw Fail(Descriptors.ShapeMismatch, syntax, $"loop: {count} iterations are not possible", Within(syntax));
        }
        TensorValue[] rows = Tensors(arguments[1].Get(), syntax);
        // Numbers among what is carried take a type here, for there is no tensor that they meet.
        TensorValue[] initial = [.. Tensors(arguments[2].Get(), syntax).Select(tensor => new TensorValue(tensor.Graph, tensor.Node))];
        Function body = FunctionOf(arguments[3].Get(), syntax);
        bool isConditional = arguments[4].Get() is Constant { Content: true };
        loops.TryGetValue(Graph, out int number);
        loops[Graph] = number + 1;
        AttributeValue name = new AttributeValue.Text(number.ToString(CultureInfo.InvariantCulture));

        TensorValue index = Apply("loop_index", [], new Attributes(("loop", name)), syntax);
        IEnumerable<TensorValue> row = rows.Select(tensor => Apply("loop_row", [tensor], new Attributes(("count", new AttributeValue.Extent(count)), ("loop", name)), syntax)).ToList();
        IEnumerable<TensorValue> carried = initial.Select((tensor, i) => Apply("loop_state", [], Typed(tensor.Type, ("index", new AttributeValue.Extent(i)), ("loop", name)), syntax)).ToList();
        ITypeSymbol tensorType = ((IArrayTypeSymbol)method.Parameters[1].Type).ElementType;
        ArrayInstance rowsNow = new(tensorType, [.. row]);
        ArrayInstance carriedNow = new(tensorType, [.. carried]);
        Value result;
        try {
            result = Clock.InLoop(() => Call(body, syntax, index, rowsNow, carriedNow));
        } catch (OutsideChangeException) {
            throw ChangedInLoop("a variable", running ?? syntax);
        }
        if (result is not TupleInstance { Items: [var following, var collecting] }) {
            throw NeedsValue(syntax, result, "what an iteration returns");
        }
        TensorValue[] next = Tensors(following, syntax);
        TensorValue[] collected = Tensors(collecting, syntax);
        if (next.Length != initial.Length) {
            throw Fail(Descriptors.ShapeMismatch, syntax, $"loop: {initial.Length} tensors are carried, but an iteration returns {next.Length}", Within(syntax));
        }
        // A number that an iteration returns is one of the type that is carried.
        next = [.. next.Select((tensor, i) => IsNumber(tensor) && tensor.Type.Element != initial[i].Type.Element ? CastTo(tensor, initial[i].Type.Element, syntax) : tensor)];
        Attributes attributes = new(
            ("count", new AttributeValue.Extent(count)), ("loop", name), ("states", new AttributeValue.Extent(initial.Length)), ("while", new AttributeValue.Flag(isConditional)));
        if (initial.Length + collected.Length == 0) {
            return new TupleInstance([new ArrayInstance(tensorType, []), new ArrayInstance(tensorType, [])], ["Carried", "Collected"]);
        }
        TensorValue loop = Apply("loop", [.. initial, .. next, .. collected], attributes, syntax);
        Value[] last = [.. initial.Select((tensor, i) => Result("loop_result", loop, i, tensor.Type, syntax))];
        Value[] stacked = [.. collected.Select((tensor, i) => Result(
            "loop_result", loop, initial.Length + i, tensor.Type with { Shape = new[] { count }.Concat(tensor.Type.Shape).ToSequence() }, syntax))];
        return new TupleInstance([new ArrayInstance(tensorType, last), new ArrayInstance(tensorType, stacked)], ["Carried", "Collected"]);
    }

    /// <summary>The branch primitive: condition and the two sides.</summary>
    public Value Branch(IMethodSymbol method, Place[] arguments, SyntaxNode syntax) {
        TensorValue condition = TensorOf(arguments[0].Get(), syntax);
        TensorValue[] then = Tensors(Call(FunctionOf(arguments[1].Get(), syntax), syntax), syntax);
        TensorValue[] otherwise = Tensors(Call(FunctionOf(arguments[2].Get(), syntax), syntax), syntax);
        if (then.Length != otherwise.Length) {
            throw Fail(Descriptors.ShapeMismatch, syntax, $"branch: one side has {then.Length} results, the other {otherwise.Length}", Within(syntax));
        }
        TensorValue branch = Apply("branch", [condition, .. then, .. otherwise], Attributes.None, syntax);
        ITypeSymbol tensorType = ((IArrayTypeSymbol)method.ReturnType).ElementType;
        return new ArrayInstance(tensorType, [.. then.Select((tensor, i) => Result("branch_result", branch, i, tensor.Type, syntax))]);
    }

    /// <summary>What the last call left in a state.</summary>
    public TensorValue Read(StateValue state, SyntaxNode syntax) {
        string path = Usable(state, syntax);
        if (state.WrittenIn == EntryName) {
            throw Fail(Descriptors.StateOrder, syntax, path, "read after it was written", EntryName, Within(syntax));
        }
        Module.Declare(new State(path, state.Type));
        return Apply("state_read", [], new Attributes(("name", new AttributeValue.Text(path))), syntax);
    }

    /// <summary>Leaves a tensor in a state.</summary>
    public TensorValue Write(StateValue state, TensorValue value, SyntaxNode syntax) {
        string path = Usable(state, syntax);
        if (state.WrittenIn == EntryName) {
            throw Fail(Descriptors.StateOrder, syntax, path, "written twice", EntryName, Within(syntax));
        }
        Module.Declare(new State(path, state.Type));
        state.WrittenIn = EntryName;
        Apply("state_write", [value], new Attributes(("name", new AttributeValue.Text(path))), syntax);
        return value;
    }

    /// <summary>A state of that shape.</summary>
    public StateValue MakeState(ElementType type, IReadOnlyList<Dimension> shape, SyntaxNode syntax) {
        foreach (Dimension extent in shape) {
            if (!extent.IsConstant) {
                throw NeedsValue(syntax, new SymbolicInteger(extent), "the shape of a state");
            }
            if (extent.Value < 1) {
                throw Fail(Descriptors.HyperParameterNotPositive, syntax, extent.Label ?? "An extent of a state", extent.ToString(), $"at least 1{Within(syntax)}");
            }
        }
        return new StateValue(new TensorType(type, shape.ToSequence())) { Made = new Site(SpanOf(syntax), Within(syntax)) };
    }

    private void RefuseInLoop(string use, SyntaxNode syntax) {
        if (Clock.IsInLoop) {
            throw Unsupported(syntax, $"{use} in the body of a loop", "read it before the loop, carry its value, and write it after");
        }
    }

    private string Usable(StateValue state, SyntaxNode syntax) {
        RefuseInLoop("a state", syntax);
        if (ReferenceEquals(Module, Construction)) {
            throw Unsupported(syntax, "a use of a state in a constructor", "read and write it in an entry");
        }
        return state.Path ?? throw Fail(Descriptors.NoPath, syntax, $"This state of shape {state.Type.Describe()}", state.Stray ?? "keep it in a field of a [Block]", Within(syntax));
    }

    private TensorValue Result(string operation, TensorValue owner, int index, TensorType type, SyntaxNode syntax) =>
        Apply(operation, [owner], Typed(type, ("index", new AttributeValue.Extent(index))), syntax);

    private static Attributes Typed(TensorType type, params (string, AttributeValue)[] others) =>
        new([.. others, ("shape", new AttributeValue.Extents(type.Shape)), ("type", new AttributeValue.Type(type.Element))]);

    private TensorValue[] Tensors(Value list, SyntaxNode syntax) => [.. Elements(list, syntax).Select(item => TensorOf(item, syntax))];

    private Function FunctionOf(Value value, SyntaxNode syntax) => value as Function ?? throw NeedsValue(syntax, value, "a function");

    private bool IsNumber(TensorValue tensor) => tensor.IsLiteral || Graph[tensor.Node].Operation == "constant";

    private TensorValue CastTo(TensorValue tensor, ElementType type, SyntaxNode syntax) => Apply("cast", [tensor], new Attributes(("type", new AttributeValue.Type(type))), syntax);
}
