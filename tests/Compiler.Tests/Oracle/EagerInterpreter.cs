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
        IReadOnlyDictionary<string, Tensor> weights, Dictionary<string, Cache> states) {
        Tensor[] values = Values(module, entry, symbols, inputs, weights, states);
        return entry.Outputs.ToDictionary(output => output.Name, output => values[output.Node]);
    }

    /// <summary>The value of every node, by its id.</summary>
    public static Tensor[] Values(
        Module module, Entry entry, IReadOnlyDictionary<string, long> symbols, IReadOnlyDictionary<string, Tensor> inputs,
        IReadOnlyDictionary<string, Tensor> weights, Dictionary<string, Cache> states) {
        Evaluation evaluation = new(module, entry, symbols, inputs, weights, states);
        int past = (int)symbols.GetValueOrDefault("Past");
        int time = (int)symbols.GetValueOrDefault("Time");
        return Step.Run(past, time, evaluation.Run);
    }

    private sealed record Evaluation(
        Module Module, Entry Entry, IReadOnlyDictionary<string, long> Symbols, IReadOnlyDictionary<string, Tensor> Inputs,
        IReadOnlyDictionary<string, Tensor> Weights, Dictionary<string, Cache> States) {
        public Tensor[] Run() {
            Tensor[] values = new Tensor[Entry.Nodes.Count];
            foreach (Node node in Entry.Nodes) {
                Tensor value = values[node.Id] = Evaluate(node, values);
                long[] expected = [.. node.Type.Shape.Select(Value)];
                if (!value.Shape.ToArray().Select(extent => (long)extent).SequenceEqual(expected) || value.ElementType.ToString() != node.Type.Element.ToString()) {
                    throw new InvalidOperationException($"{node}: eager evaluation gave {value}");
                }
            }
            return values;
        }

        private Tensor Evaluate(Node node, Tensor[] values) => node.Operation switch {
            "input" => Inputs[node.Text("name")],
            "weight" => WeightNamed(node.Text("name")),
            "constant" => Constant(node),
            _ => Call(node, values),
        };

        private Tensor WeightNamed(string name) => Weights.TryGetValue(name, out Tensor? own)
            ? own
            : WeightNamed(Module.Weights.First(weight => weight.Name == name).TiedTo ?? throw new KeyNotFoundException($"no weight {name}"));

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
            object? target = method.IsStatic ? null : State(node.Text("name"));
            try {
                return (Tensor)method.Invoke(target, arguments)!;
            } catch (TargetInvocationException exception) {
                ExceptionDispatchInfo.Throw(exception.InnerException!);
                throw;
            }
        }

        private Cache State(string name) {
            if (!States.TryGetValue(name, out Cache? cache)) {
                States.Add(name, cache = new Cache((int)Module.States.First(state => state.Name == name).Type.Shape[0].Value));
            }
            return cache;
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

        private static Sinter.ElementType TypeOf(ElementType type) => Enum.Parse<Sinter.ElementType>(type.ToString());
    }
}
