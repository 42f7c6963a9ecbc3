using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using Sinter.Runtime;

namespace Sinter.Zoo.Tests;

/// <summary>One sequence given to an entry, in one call or in several runs of tokens.</summary>
internal static class ModelRun {
    /// <summary>The outputs of a compiled entry. Those along Time are joined, of others the last call's are kept.</summary>
    public static Values[] Compiled(ModelSession session, EntryDescription entry, Values[] inputs, int[] chunks) {
        ImmutableArray<SymbolDescription> symbols = session.Model.Description.Symbols;
        EntryCall call = session.Entry(entry.Name);
        return Joined(entry, symbols, inputs, chunks, (_, part) => {
            // The length of a shape with several symbols says none of them.
            foreach (SymbolDescription symbol in symbols.Where(symbol => symbol.Name != "Past" && Symbol(symbol.Name, entry.Inputs, part, symbols) >= 0)) {
                call.Bind(symbol.Name, Symbol(symbol.Name, entry.Inputs, part, symbols));
            }
            for (int i = 0; i < part.Length; i++) {
                part[i].Give(call, i);
            }
            call.Run();
            long[] values = [.. symbols.Select(symbol => (long)Symbol(symbol.Name, entry.Inputs, part, symbols))];
            return [.. entry.Outputs.Select((output, i) => Values.Take(call, i, output.Type, [.. output.Shape.Select(extent => (int)extent.Evaluate(values))]))];
        });
    }

    /// <summary>The outputs of the same entry of the eager class.</summary>
    public static Values[] Eager(object model, EntryDescription entry, ImmutableArray<SymbolDescription> symbols, Values[] inputs, int[] chunks) {
        MethodInfo method = model.GetType().GetMethod(entry.Name) ?? throw new MissingMethodException(model.GetType().Name, entry.Name);
        return Joined(entry, symbols, inputs, chunks, (past, part) => {
            object?[] tensors = [.. part.Select((values, i) => values.ToTensor().Labelled(
                [.. entry.Inputs[i].Shape.Select(extent => extent.Terms is [{ Coefficient: 1, Symbols: [int only] }] ? symbols[only].Name : null)]))];
            int time = Math.Max(0, Symbol("Time", entry.Inputs, part, symbols));
            object result = Step.Run(past, time, () => method.Invoke(model, BindingFlags.DoNotWrapExceptions, null, tensors, null)!);
            return result is ITuple tuple
                ? [.. Enumerable.Range(0, tuple.Length).Select(i => Values.Of((Tensor)tuple[i]!))]
                : [Values.Of((Tensor)result)];
        });
    }

    private static Values[] Joined(
        EntryDescription entry, ImmutableArray<SymbolDescription> symbols, Values[] inputs, int[] chunks, Func<int, Values[], Values[]> call) {
        bool[] alongTime = [.. entry.Inputs.Select(input => IsAlongTime(input, symbols))];
        Values[]? all = null;
        int past = 0;
        foreach (int chunk in chunks) {
            int start = past;
            Values[] results = call(past, [.. inputs.Select((input, i) => alongTime[i] && chunks.Length > 1 ? input.Rows(start, chunk) : input)]);
            all = all is null ? results : [.. results.Select((result, i) => IsAlongTime(entry.Outputs[i], symbols) ? all[i].Then(result) : result)];
            past += chunk;
        }
        return all ?? throw new ArgumentException("a run has at least one call");
    }

    private static bool IsAlongTime(TensorDescription tensor, ImmutableArray<SymbolDescription> symbols) =>
        tensor.Shape is [{ Terms: [{ Symbols: [int only] }] }, ..] && symbols[only].Name == "Time";

    // The value that the inputs' shapes give a symbol; -1 where none has it alone as an extent.
    private static int Symbol(string name, IReadOnlyList<TensorDescription> inputs, Values[] values, ImmutableArray<SymbolDescription> symbols) {
        for (int i = 0; i < inputs.Count; i++) {
            for (int axis = 0; axis < inputs[i].Shape.Length; axis++) {
                if (inputs[i].Shape[axis].Terms is [{ Coefficient: 1, Symbols: [int only] }] && symbols[only].Name == name) {
                    return values[i].Shape[axis];
                }
            }
        }
        return -1;
    }
}
