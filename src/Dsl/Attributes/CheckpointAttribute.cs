using System;

namespace Sinter;

/// <summary>Says how a model's checkpoints name and lay out its weights; docs/checkpoints.md.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CheckpointAttribute : Attribute {
    /// <summary>Checkpoints of a known kind.</summary>
    public CheckpointAttribute(Naming naming) => Naming = naming;

    /// <summary>Checkpoints that these rules describe, one on a line, such as <c>norm.scale = ln_f.weight</c>.</summary>
    public CheckpointAttribute(string mapping) => Mapping = mapping;

    /// <summary>The names in the file.</summary>
    public Naming Naming { get; }

    /// <summary>The rules, or null.</summary>
    public string? Mapping { get; }
}
