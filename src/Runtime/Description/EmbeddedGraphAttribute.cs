using System;

namespace Sinter.Runtime;

/// <summary>
/// The graph of one model and the names of its checkpoints, put into the assembly by the generator for the command
/// <c>sinter</c>, which explains models from metadata alone. Neither the build nor the run time reads it.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class EmbeddedGraphAttribute : Attribute {
    /// <summary>Embeds a graph.</summary>
    /// <param name="name">The model's name with its namespace.</param>
    /// <param name="graph">The module's text in UTF-8, deflated (RFC 1951), in base64.</param>
    /// <param name="naming">The declared naming, or null for the canonical paths.</param>
    /// <param name="mapping">The declared rules, or null.</param>
    public EmbeddedGraphAttribute(string name, string graph, string? naming, string? mapping) {
        Name = name;
        Graph = graph;
        Naming = naming;
        Mapping = mapping;
    }

    /// <summary>The model's name with its namespace.</summary>
    public string Name { get; }

    /// <summary>The module's text in UTF-8, deflated, in base64.</summary>
    public string Graph { get; }

    /// <summary>The declared naming, or null.</summary>
    public string? Naming { get; }

    /// <summary>The declared rules, or null.</summary>
    public string? Mapping { get; }
}
