using System;

namespace Sinter;

/// <summary>
/// The sources of the blocks of an assembly, which the generator writes where blocks are declared. A project that refers to the assembly
/// evaluates its models with them.
/// </summary>
/// <param name="content">Compressed text in base 64; its form is the generator's own.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class BlockSourcesAttribute(string content) : Attribute {
    /// <summary>Compressed text in base 64.</summary>
    public string Content { get; } = content;
}
