using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators;

/// <summary>Weights, caches and states that the model holds, but not by fields of blocks: says of each what holds it, for the message that refuses it.</summary>
internal static class Strays {
    public static void Explain(Instance root) {
        HashSet<Value> seen = [];
        Stack<(Value Value, string? Reason)> waiting = new([(root, null)]);
        while (waiting.Count > 0) {
            (Value value, string? reason) = waiting.Pop();
            switch (value) {
                case WeightValue { Path: null } weight:
                    weight.Stray ??= reason;
                    break;
                case StateValue { Path: null } state:
                    state.Stray ??= reason;
                    break;
                case CacheValue { Path: null } cache:
                    cache.Stray ??= reason;
                    break;
            }
            if (!seen.Add(value)) {
                continue;
            }
            foreach ((Value part, string? why) in Parts(value)) {
                waiting.Push((part, why ?? reason));
            }
        }
    }

    private static IEnumerable<(Value, string?)> Parts(Value value) => value switch {
        // Captures are looked at last: a field that holds the same is the better answer, and a path besides.
        Instance instance => instance.Captures.Select(capture => (capture.Value.Get(), (string?)Captured(instance, capture.Key)))
            .Concat(instance.Fields.Values.Select(field => (field.Get(), PathWalk.IsBlock(instance.Type) ? null : $"mark '{instance.Type.Name}', which holds it, with [Block]"))),
        ArrayInstance array => array.Items.Select(item => (item, (string?)null)),
        ListInstance list => list.Items.Select(item => (item, (string?)null)),
        DictionaryInstance dictionary => dictionary.Items.Select(item => (item.Value, (string?)null)),
        SetInstance set => set.Set.Select(item => (item, (string?)"keep it in an array or a list instead of a set")),
        TupleInstance tuple => tuple.Items.Select(item => (item, (string?)null)),
        Function { Receiver: { } receiver } => [(receiver, "a function holds it; keep the object in a field")],
        _ => [],
    };

    private static string Captured(Instance instance, ISymbol parameter) {
        string type = parameter is IParameterSymbol { Type: var declared } ? declared.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) : "var";
        return $"the parameter '{parameter.Name}' of '{instance.Type.Name}' is no field: add 'readonly {type} {parameter.Name} = {parameter.Name};'";
    }
}
