using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Sinter.Build;
using Sinter.Build.Plans;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Plans;
using Sinter.Runtime.Naming;

namespace Sinter.Tool.Models;

/// <summary>One model of an assembly, by what its build left in the metadata.</summary>
/// <param name="Plan">The kernels, schedule and buffers.</param>
/// <param name="Graph">The graph before any pass; null where the build did not embed it.</param>
/// <param name="Naming">The declared naming of its checkpoints, or null.</param>
/// <param name="Mapping">The declared rules, or null.</param>
sealed record ModelInAssembly(Plan Plan, Module? Graph, string? Naming, string? Mapping) {
    /// <summary>The model's name with its namespace.</summary>
    public string Name => Plan.Name;

    /// <summary>How checkpoints call the weights.</summary>
    public CheckpointMapping Names => Mapping is not null
        ? CheckpointMapping.Parse(Mapping, "the model's own mapping")
        : NamingSchemes.Find(Naming ?? "Canonical") ?? throw new ToolException($"{Name} declares the naming '{Naming}', which this version of sinter does not know");

    /// <summary>The models of an assembly, all or the one of that name.</summary>
    /// <exception cref="ToolException">The file is no assembly, has no models, or none of that name.</exception>
    public static IReadOnlyList<ModelInAssembly> Read(string assembly, string? wanted) {
        try {
            IReadOnlyList<EmbeddedPlan> plans = Plans(assembly, wanted);
            Dictionary<string, string?[]> graphs = EmbeddedAttributes.Read(assembly, "EmbeddedGraphAttribute", 4)
                .Where(graph => graph[0] is not null).ToDictionary(graph => graph[0]!, StringComparer.Ordinal);
            return [.. plans.Select(plan => Read(plan, graphs.GetValueOrDefault(plan.Model), assembly))];
        } catch (BuildErrorException error) {
            throw new ToolException(error.Message);
        }
    }

    /// <summary>The texts of the plans of an assembly's models, all or the one of that name.</summary>
    /// <exception cref="ToolException">The assembly has no models, or none of that name.</exception>
    /// <exception cref="BuildErrorException">The file is no assembly.</exception>
    public static IReadOnlyList<EmbeddedPlan> Plans(string assembly, string? wanted) {
        IReadOnlyList<EmbeddedPlan> plans = EmbeddedPlanReader.Read(assembly);
        return plans.Count > 0
            ? [.. Choose(plans, wanted, assembly)]
            : throw new ToolException($"'{assembly}' has no models: nothing in it is marked [Model], or it was built without the generator of Sinter");
    }

    static IEnumerable<EmbeddedPlan> Choose(IReadOnlyList<EmbeddedPlan> plans, string? wanted, string assembly) {
        if (wanted is null) {
            return plans;
        }
        // The name without its namespace will do where it is the only one.
        EmbeddedPlan[] found = [.. plans.Where(plan => plan.Model == wanted)];
        found = found.Length > 0 ? found : [.. plans.Where(plan => plan.Model.EndsWith("." + wanted, StringComparison.Ordinal))];
        return found.Length switch {
            1 => found,
            0 => throw new ToolException($"'{assembly}' has no model '{wanted}'{Near(wanted, plans.SelectMany(plan => new[] { plan.Model, plan.Model[(plan.Model.LastIndexOf('.') + 1)..] }))}; it has {string.Join(", ", plans.Select(plan => plan.Model))}"),
            _ => throw new ToolException($"'{wanted}' may be {string.Join(" or ", found.Select(plan => plan.Model))}; write one of them"),
        };
    }

    /// <summary>The end of a message about an unknown name.</summary>
    public static string Near(string name, IEnumerable<string> names) {
        int comparisons = 0;
        return NearestName.Find(name, [.. names.Distinct()], ref comparisons) is { } nearest ? $"; did you mean '{nearest}'?" : "";
    }

    static ModelInAssembly Read(EmbeddedPlan embedded, string?[]? graph, string assembly) {
        try {
            return new(Plan.Parse(embedded.Text), graph?[1] is { } packed ? ModuleParser.Parse(Unpack(packed)) : null, graph?[2], graph?[3]);
        } catch (Exception error) when (error is GraphException or FormatException or InvalidDataException) {
            throw new ToolException($"the plan of {embedded.Model} in '{assembly}' cannot be read: {error.Message}; was it built by another version of Sinter?");
        }
    }

    static string Unpack(string packed) {
        using DeflateStream stream = new(new MemoryStream(Convert.FromBase64String(packed)), CompressionMode.Decompress);
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
