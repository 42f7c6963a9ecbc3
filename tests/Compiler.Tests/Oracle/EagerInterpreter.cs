using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;

/// <summary>
/// Evaluates a graph node by node with the language's own eager operations, found by their <c>[Primitive]</c> names and called by the
/// one rule of the generator: tensors are operands in order, everything else is an attribute of the parameter's name.
/// </summary>
public static class EagerInterpreter {
    private static readonly Dictionary<string, MethodInfo> Primitives = typeof(Tensor).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance))
        .Select(method => (Method: method, Primitive: method.GetCustomAttribute<PrimitiveAttribute>()))
        .Where(pair => pair.Primitive is not null)
        .GroupBy(pair => pair.Primitive!.Name)
        .ToDictionary(group => group.Key, group => group.First().Method);

    /// <summary>The names of the operations that the language defines.</summary>
    public static IReadOnlyCollection<string> Operations => Primitives.Keys;

    /// <summary>The entry's results by name. States are updated; one that is missing is empty.</summary>
    public static Dictionary<string, Tensor> Run(
        Module module, Entry entry, IReadOnlyDictionary<string, long> symbols, IReadOnlyDictionary<string, Tensor> inputs,
        IReadOnlyDictionary<string, Tensor> weights, EagerStates states) {
        Tensor[] values = Values(module, entry, symbols, inputs, weights, states);
        return entry.Outputs.ToDictionary(output => output.Name, output => values[output.Node]);
    }

    /// <summary>The value of every node, by its id.</summary>
    public static Tensor[] Values(
        Module module, Entry entry, IReadOnlyDictionary<string, long> symbols, IReadOnlyDictionary<string, Tensor> inputs,
        IReadOnlyDictionary<string, Tensor> weights, EagerStates states) {
        Evaluation evaluation = new(module, entry, symbols, inputs, weights, states);
        int past = (int)symbols.GetValueOrDefault("Past");
        int time = (int)symbols.GetValueOrDefault("Time");
        return Step.Run(past, time, evaluation.Run);
    }

    private sealed record Evaluation(
        Module Module, Entry Entry, IReadOnlyDictionary<string, long> Symbols, IReadOnlyDictionary<string, Tensor> Inputs,
        IReadOnlyDictionary<string, Tensor> Weights, EagerStates States) {
        private readonly bool[] live = Passes.GraphRewriter.Live(Entry);
        private readonly Regions regions = Regions.Of(Entry, Passes.GraphRewriter.Live(Entry));

        // What stands for an iteration, by the loop's name, and what loops and branches have left, by their node.
        private readonly Dictionary<string, (int Index, Tensor[] Carried)> iterations = [];
        private readonly Dictionary<int, Tensor[]> left = [];

        public Tensor[] Run() {
            Tensor[] values = new Tensor[Entry.Nodes.Count];
            Run(null, values);
            return values;
        }

        private void Run(Region? region, Tensor[] values) {
            foreach (Node node in Entry.Nodes.Where(node => regions[node.Id] == region && (live[node.Id] || node.Operands.All(operand => values[operand] is not null)))) {
                if (!live[node.Id] && node.Operation.StartsWith("loop", StringComparison.Ordinal)) {
                    continue;
                }
                Tensor value = values[node.Id] = Evaluate(node, values);
                long[] expected = [.. node.Type.Shape.Select(Value)];
                if (!value.Shape.ToArray().Select(extent => (long)extent).SequenceEqual(expected) || value.ElementType.ToString() != node.Type.Element.ToString()) {
                    throw new InvalidOperationException($"{node}: eager evaluation gave {value}");
                }
            }
        }

        private Tensor Loop(Node loop, Tensor[] values) {
            int states = loop.Integer("states");
            if (Value(loop.Extent("count")) == 0) {
                // There is no iteration whose rows would show their shape.
                left[loop.Id] = [
                    .. Enumerable.Range(0, states).Select(i => values[loop.Initial(i)]),
                    .. Enumerable.Range(0, loop.RowCount()).Select(i => Empty(Entry.Nodes[loop.Row(i)].Type)),
                ];
                return true;
            }
            (Tensor[] carried, Tensor[] collected) = Sinter.Operations.Iterate(
                (int)Value(loop.Extent("count")), [], [.. Enumerable.Range(0, states).Select(i => values[loop.Initial(i)])], (index, _, state) => {
                    iterations[loop.Text("loop")] = ((int)index.Scalar(), state);
                    Run(regions.Inside(loop, 0), values);
                    return ([.. Enumerable.Range(0, states).Select(i => values[loop.Next(i)])], [.. Enumerable.Range(0, loop.RowCount()).Select(i => values[loop.Row(i)])]);
                }, loop.Flag("while"));
            left[loop.Id] = [.. carried, .. collected];
            return true;
        }

        private Tensor Empty(TensorType row) => Sinter.Operations.Broadcast(
            Sinter.Operations.Slice(Sinter.Operations.Reshape(Sinter.Operations.Cast(0f, TypeOf(row.Element)), [.. Enumerable.Repeat(1, row.Rank + 1)]), 0, 0, 0),
            [0, .. row.Shape.Select(extent => (int)Value(extent))]);

        private Tensor Branch(Node branch, Tensor[] values) {
            bool isTrue = values[branch.Operands[0]].Scalar() != 0;
            Run(regions.Inside(branch, isTrue ? 0 : 1), values);
            int results = branch.Operands.Count / 2;
            left[branch.Id] = [.. branch.Operands.Skip(1 + (isTrue ? 0 : results)).Take(results).Select(operand => values[operand])];
            return true;
        }

        private Tensor Evaluate(Node node, Tensor[] values) => node.Operation switch {
            "loop" => Loop(node, values),
            "branch" => Branch(node, values),
            "loop_result" or "branch_result" => left[node.Operands[0]][node.Integer("index")],
            "loop_index" => Sinter.Operations.Cast(iterations[node.Text("loop")].Index, Sinter.ElementType.I32),
            "loop_state" => iterations[node.Text("loop")].Carried[node.Integer("index")],
            "loop_row" => values[node.Operands[0]][iterations[node.Text("loop")].Index],
            "input" => Inputs[node.Text("name")],
            "weight" => WeightNamed(node.Text("name")),
            "constant" => Constant(node),
            "table" => Table(node),
            _ => Call(node, values),
        };

        private Tensor WeightNamed(string name) => Weights.TryGetValue(name, out Tensor? own)
            ? own
            : WeightNamed(Module.Weights.First(weight => weight.Name == name).TiedTo ?? throw new KeyNotFoundException($"no weight {name}"));

        private static Tensor Table(Node node) {
            byte[] bytes = TableData.Bytes(node.Text("data"))!;
            IEnumerable<int> places = Enumerable.Range(0, bytes.Length / node.Type.Element.Bytes());
            Tensor flat = node.Type.Element.IsFloat()
                ? Tensor.From([.. places.Select(place => (float)TableData.Real(bytes, place))])
                : Tensor.From([.. places.Select(place => TableData.Integer(bytes, node.Type.Element, place))]);
            return Sinter.Operations.Reshape(Sinter.Operations.Cast(flat, TypeOf(node.Type.Element)), [.. node.Type.Shape.Select(extent => (int)extent.Value)]);
        }

        private static Tensor Constant(Node node) {
            Tensor value = node.Attributes["value"] is AttributeValue.Real real
                ? Tensor.From(new[] { (float)real.Value })
                : Tensor.From(new[] { ((AttributeValue.Extent)node.Attributes["value"]!).Value.Value });
            return Sinter.Operations.Reshape(Sinter.Operations.Cast(value, TypeOf(node.Type.Element)));
        }

        private Tensor Call(Node node, Tensor[] values) {
            MethodInfo method = Primitives.TryGetValue(node.Operation, out MethodInfo? found)
                ? found
                : throw new InvalidOperationException($"the language has no primitive '{node.Operation}'");
            int operand = 0;
            object?[] arguments = [.. method.GetParameters().Select(parameter =>
                parameter.ParameterType == typeof(Tensor) ? values[node.Operands[operand++]]
                : parameter.ParameterType == typeof(Tensor[]) ? node.Operands.Skip(operand).Select(id => values[id]).ToArray()
                : Argument(node, parameter))];
            object? target = method.IsStatic ? null : States.Of(Module.States.First(state => state.Name == node.Text("name")), method.DeclaringType!);
            try {
                return (Tensor)method.Invoke(target, arguments)!;
            } catch (TargetInvocationException exception) {
                ExceptionDispatchInfo.Throw(exception.InnerException!);
                throw;
            }
        }

        private object? Argument(Node node, ParameterInfo parameter) {
            AttributeValue? value = node.Attributes[parameter.Name!];
            Type type = parameter.ParameterType;
            return value switch {
                null when parameter.HasDefaultValue => parameter.DefaultValue,
                AttributeValue.Extent extent when type == typeof(Axis) => (Axis)(int)Value(extent.Value),
                AttributeValue.Extent extent when type == typeof(int) => (int)Value(extent.Value),
                AttributeValue.Extent extent when type == typeof(float) => (float)Value(extent.Value),
                AttributeValue.Extents extents when type == typeof(int[]) => extents.Values.Select(extent => (int)Value(extent)).ToArray(),
                AttributeValue.Real real when type == typeof(float) => (float)real.Value,
                AttributeValue.Flag flag when type == typeof(bool) => flag.Value,
                AttributeValue.Text text when type == typeof(string) => text.Value,
                AttributeValue.Type element when type == typeof(Sinter.ElementType) => TypeOf(element.Value),
                _ => throw new InvalidOperationException($"{node}: the parameter {type.Name} {parameter.Name} of {node.Operation} cannot take {value?.ToString() ?? "nothing"}"),
            };
        }

        private long Value(Dimension extent) => extent.Evaluate(symbol => Symbols[symbol]);

        internal static Sinter.ElementType TypeOf(ElementType type) => Enum.Parse<Sinter.ElementType>(type.ToString());
    }
}

/// <summary>The caches and states of an eager model between its calls, made when they are first used.</summary>
public sealed class EagerStates {
    private readonly Dictionary<string, object> made = [];

    /// <summary>The <see cref="Cache"/> or <see cref="Sinter.State"/> that stands for a module's state.</summary>
    public object Of(State state, Type kind) {
        if (!made.TryGetValue(state.Name, out object? value)) {
            int[] shape = [.. state.Type.Shape.Select(extent => (int)extent.Value)];
            made.Add(state.Name, value = kind == typeof(Cache) ? new Cache(shape[0]) : new Sinter.State(Enum.Parse<Sinter.ElementType>(state.Type.Element.ToString()), shape));
        }
        return value;
    }
}
