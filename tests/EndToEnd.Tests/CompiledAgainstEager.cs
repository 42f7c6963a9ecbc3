using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Sinter.Runtime;
using Xunit;

namespace Sinter.EndToEnd.Tests;

/// <summary>Calls each entry of a model compiled and as plain C#, on inputs that the entry's name seeds, and compares the results.</summary>
internal static class CompiledAgainstEager {
    /// <summary>The names of a model's entries.</summary>
    public static IEnumerable<string> Entries(Type model) =>
        model.GetMethods().Where(method => method.GetCustomAttribute<EntryAttribute>() is not null).Select(method => method.Name).Order(StringComparer.Ordinal);

    /// <summary>
    /// Runs one entry with Time tokens on one and two threads; every result may differ by the tolerance, relative to its largest magnitude
    /// where that is above 1. Integers and truth values are equal.
    /// </summary>
    /// <param name="load">Loads the compiled model from a checkpoint.</param>
    /// <param name="entry">The entry's name.</param>
    /// <param name="time">Tokens of the call.</param>
    /// <param name="tolerance">The largest difference allowed.</param>
    /// <param name="weight">Maps what the weights' elements otherwise are, numbers in [-1, 1).</param>
    /// <param name="past">Tokens of an earlier call, all zeros. For entries whose inputs are along Time.</param>
    public static void Check<T>(
        Func<string, LoadedModel> load, string entry, int time, double tolerance, Func<float, float>? weight = null, int past = 0) where T : notnull, new() {
        T eager = new();
        Dictionary<string, (int[] Shape, float[] Values)> weights = [];
        foreach ((string path, Weight declared) in Checkpoint.Paths(eager)) {
            weights[path] = (declared.Shape.ToArray(), [.. HashedWeights.Unit(31, path, declared.Shape.Count).Select(weight ?? (value => value))]);
        }
        Checkpoint.Bind(eager, path => Tensor.From(weights[path].Values, weights[path].Shape));
        MethodInfo method = typeof(T).GetMethod(entry)!;
        Tensor[] inputs = [.. method.GetParameters().Select(parameter => Input(entry, parameter, time))];
        object result = Step.Run(past, time, () => method.Invoke(eager, [.. inputs])!);
        Tensor[] expected = result is Tensor single ? [single] : [.. Items(result).Cast<Tensor>()];

        string file = Path.Combine(Path.GetTempPath(), $"sinter-{Guid.NewGuid():N}.safetensors");
        SafetensorsWriter.Write(file, weights);
        using LoadedModel model = load(file);
        File.Delete(file);
        foreach (int threads in new[] { 1, 2 }) {
            using ModelSession session = model.CreateSession(new SessionOptions { Threads = threads });
            EntryCall call = session.Entry(entry);
            if (past > 0) {
                call.Bind("Time", past);
                for (int i = 0; i < inputs.Length; i++) {
                    Give(call, i, Operations.Cast(Operations.Broadcast(0f, [past, .. inputs[i].Shape.ToArray()[1..]]), inputs[i].ElementType));
                }
                call.Run();
            }
            if (inputs.Any(input => Enumerable.Range(0, input.Shape.Rank).Any(axis => input.Shape.Label(axis) is not null))) {
                call.Bind("Time", time);
            }
            for (int i = 0; i < inputs.Length; i++) {
                Give(call, i, inputs[i]);
            }
            call.Run();
            for (int i = 0; i < expected.Length; i++) {
                Compare($"{entry}, Time {time} after {past}, {threads} threads, result {i}", expected[i], call, i, tolerance);
            }
        }
    }

    static IEnumerable<object?> Items(object tuple) {
        var items = (System.Runtime.CompilerServices.ITuple)tuple;
        for (int i = 0; i < items.Length; i++) {
            yield return items[i];
        }
    }

    static Tensor Input(string entry, ParameterInfo parameter, int time) {
        ShapeAttribute shape = parameter.GetCustomAttribute<ShapeAttribute>()!;
        int[] extents = [.. shape.Extents.Select(extent => extent switch {
            int number => number,
            "Time" => time,
            "2*Time" => 2 * time,
            _ => throw new InvalidOperationException($"{entry}: the test gives no value to the extent {extent}"),
        })];
        string?[] labels = [.. shape.Extents.Select(extent => extent as string)];
        float[] values = HashedWeights.Unit(77, $"{entry}.{parameter.Name}", new Shape(extents).Count);
        Tensor tensor = shape.Type switch {
            ElementType.F32 => Tensor.From([.. values.Select(value => value * 2)], extents),
            ElementType.Bool => Tensor.From([.. values.Select(value => value > 0.2f)], extents),
            _ => Operations.Cast(Tensor.From([.. values.Select(value => value * 9)], extents), shape.Type),
        };
        return tensor.Labelled(labels);
    }

    static void Give(EntryCall call, int index, Tensor input) {
        switch (input.ElementType) {
            case ElementType.F32:
                call.Input<float>(index, input.ToArray<float>());
                break;
            case ElementType.I32:
                call.Input<int>(index, input.ToArray<int>());
                break;
            case ElementType.I64:
                call.Input<long>(index, input.ToArray<long>());
                break;
            case ElementType.Bool:
                call.Input<bool>(index, input.ToArray<bool>());
                break;
            default:
                throw new InvalidOperationException($"the test gives no inputs of {input.ElementType}");
        }
    }

    static void Compare(string what, Tensor expected, EntryCall call, int index, double tolerance) {
        double[] wanted = expected.ElementType is ElementType.F32 ? expected.ToArray<double>()
            : expected.ElementType is ElementType.Bool ? [.. expected.ToArray<bool>().Select(value => value ? 1.0 : 0.0)]
            : [.. expected.ToArray<long>().Select(value => (double)value)];
        double[] found = expected.ElementType switch {
            ElementType.F32 => [.. call.Output<float>(index).ToArray().Select(value => (double)value)],
            ElementType.I32 => [.. call.Output<int>(index).ToArray().Select(value => (double)value)],
            ElementType.I64 => [.. call.Output<long>(index).ToArray().Select(value => (double)value)],
            _ => [.. call.Output<bool>(index).ToArray().Select(value => value ? 1.0 : 0.0)],
        };
        Assert.True(wanted.Length == found.Length, $"{what}: expected {wanted.Length} elements, found {found.Length}");
        double scale = Math.Max(1, wanted.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max());
        double bound = expected.ElementType is ElementType.F32 ? tolerance * scale : 0;
        for (int i = 0; i < wanted.Length; i++) {
            bool same = wanted[i].Equals(found[i]) || Math.Abs(wanted[i] - found[i]) <= bound;
            Assert.True(same, $"{what}: element {i} of {expected.Shape} is {found[i]:G9}, expected {wanted[i]:G9} within {bound:G3}");
        }
    }
}
