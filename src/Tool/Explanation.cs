using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Sinter.Compiler.Passes;
using Sinter.Compiler.Plans;
using Sinter.Tool.Costs;
using Sinter.Tool.Models;
using Sinter.Tool.Schedules;

namespace Sinter.Tool;

/// <summary>All that is told of one model, as data; <c>Text</c> and <c>Html</c> only write it.</summary>
sealed class Explanation {
    readonly Schedule preparing;

    /// <summary>Explains a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="entry">The one entry to explain, or null for all and the preparation.</param>
    /// <param name="at">Sizes, as the user gave them, or null.</param>
    /// <exception cref="ToolException">There is no such entry, or the sizes are none.</exception>
    public Explanation(ModelInAssembly model, string? entry, string? at) {
        Model = model;
        Values = SymbolValues.Of(model.Plan.Symbols, at);
        IReadOnlyList<Schedule> schedules = Schedule.Of(model.Plan);
        Function[] functions = [model.Plan.Prepare, .. model.Plan.Entries];
        if (entry is not null && model.Plan.Entries.All(function => function.Name != entry)) {
            string[] names = [.. model.Plan.Entries.Select(function => function.Name).Distinct()];
            throw new ToolException($"{model.Name} has no entry '{entry}'{ModelInAssembly.Near(entry, names)}; it has {string.Join(", ", names)}");
        }
        Functions = [.. functions.Zip(schedules, (function, schedule) => new ExplainedFunction(this, function, schedule)).Where(function => entry is null || function.Function.Name == entry)];
        Graphs = [.. (model.Graph?.Entries ?? Sequence<Entry>.Empty).Where(graph => entry is null || graph.Name == entry)];
        All = [.. model.Plan.Kernels.Select((kernel, i) => new ExplainedKernel(i, kernel, KernelCost.Of(kernel, Values.Of)))];
        HashSet<int> run = [.. Functions.SelectMany(function => function.Schedule.Calls).Select(call => call.Kernel)];
        Kernels = [.. All.Where(kernel => run.Contains(kernel.Number))];
        preparing = schedules[0];
    }

    public ModelInAssembly Model { get; }

    public Plan Plan => Model.Plan;

    /// <summary>The sizes at which numbers are given.</summary>
    public SymbolValues Values { get; }

    /// <summary>The preparation (of all entries) and the entries with their variants.</summary>
    public IReadOnlyList<ExplainedFunction> Functions { get; }

    /// <summary>The graphs before any pass.</summary>
    public IReadOnlyList<Entry> Graphs { get; }

    /// <summary>The kernels that these functions run.</summary>
    public IReadOnlyList<ExplainedKernel> Kernels { get; }

    /// <summary>All kernels of the plan, by their numbers.</summary>
    public IReadOnlyList<ExplainedKernel> All { get; }

    /// <summary>When each operation of a graph is known, by its id.</summary>
    public static BindingTime[] Times(Entry graph) => BindingTimes.Of(graph);

    /// <summary>The bytes of a tensor.</summary>
    public static Dimension Bytes(TensorType type) => type.Count * new Dimension(type.Element.Bytes());

    /// <summary>What a buffer of a function holds, in words: a weight's path, a port's name.</summary>
    public string Holds(Function function, BufferUse use) => use.Section switch {
        "weight" => Name(Plan.Weights.Select(weight => weight.Name), use),
        "state" => Name(Plan.States.Select(state => state.Name), use),
        "input" => Name(function.Inputs.Select(port => port.Name), use),
        "output" => Name(function.Outputs.Select(port => port.Name), use),
        "prepared" => Prepared(use),
        _ => use.ToString(),
    };

    // What a prepared buffer was made of, by the step of the preparation that writes it.
    string Prepared(BufferUse use) {
        foreach (CallLine call in preparing.Calls) {
            foreach (BufferUse made in call.Buffers.Where(made => made.Section == "prepared" && made.IsWritten)) {
                int far = use.Index - made.Index;
                int turn = made.Stride == 0 ? 0 : far / made.Stride;
                if (far != turn * made.Stride || turn < 0 || turn >= Values.Of(call.Times)) {
                    continue;
                }
                string[] weights = [.. call.Buffers.Where(from => from.Section == "weight").Select(from => Plan.Weights[from.Index + turn * from.Stride].Name)];
                return $"{use}{(weights.Length == 0 ? "" : $" (of {string.Join(", ", weights)}{(use.Stride == 0 ? "" : " ...")})")}";
            }
        }
        return use.ToString();
    }

    static string Name(IEnumerable<string> names, BufferUse use) => names.ElementAtOrDefault(use.Index) is { } name ? use.Stride == 0 ? name : $"{name} ..." : use.ToString();
}

/// <summary>A kernel with its cost.</summary>
sealed record ExplainedKernel(int Number, Kernel Kernel, KernelCost Cost) {
    /// <summary>The operations that it was fused of, equal ones together: <c>multiply x2, add</c>.</summary>
    public string Fused => string.Join(", ", Kernel.Fused.GroupBy(name => name).Select(group => group.Count() == 1 ? group.Key : $"{group.Key} x{group.Count()}"));
}

/// <summary>A function with its steps.</summary>
sealed class ExplainedFunction(Explanation owner, Function function, Schedule schedule) {
    public Function Function => function;

    public Schedule Schedule => schedule;

    /// <summary>The name with what the variant fixes: <c>Forward, Time = 1</c>.</summary>
    public string Title => function.Name + string.Concat(function.Fixed.Select(pair => $", {pair.Symbol} = {pair.Value}"));

    /// <summary>The sizes of this variant.</summary>
    public SymbolValues Values => owner.Values.With(function.Fixed);

    /// <summary>Who lives in the slots.</summary>
    public IReadOnlyList<Tenant> Tenants { get; } = Tenant.Of(schedule);

    /// <summary>Operations and bytes of a whole run.</summary>
    public (Dimension Operations, Dimension Bytes) Total {
        get {
            Dimension operations = Dimension.Zero, bytes = Dimension.Zero;
            foreach (CallLine call in schedule.Calls) {
                KernelCost cost = owner.All[call.Kernel].Cost;
                operations += cost.Operations * call.Times;
                bytes += cost.Bytes * call.Times;
            }
            return (operations, bytes);
        }
    }
}
