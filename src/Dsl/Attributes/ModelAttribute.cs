using System;

namespace Sinter;

/// <summary>
/// Marks a partial class as a model, compiled while the project builds. Either its hyper-parameters are declared by
/// further attributes (<see cref="DecoderAttribute"/> ...) or it has fields and methods marked <see cref="EntryAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ModelAttribute : Attribute;

/// <summary>Marks a class as a block: a part of models whose constructor takes build-time values and whose methods take tensors.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BlockAttribute : Attribute;

/// <summary>Marks a public method of a model as one that a program calls.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EntryAttribute : Attribute;

/// <summary>Marks the eager method of a graph operation of that name; see docs/architecture.md, section 1.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PrimitiveAttribute(string name) : Attribute {
    /// <summary>The graph operation.</summary>
    public string Name { get; } = name;
}
