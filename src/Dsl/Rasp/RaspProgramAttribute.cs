using System;

namespace Sinter.Rasp;

/// <summary>
/// Marks a method from <see cref="SOp{T}"/> to <see cref="SOp{T}"/>, or the class of such methods, as a program.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RaspProgramAttribute : Attribute {
    /// <summary>Whether every query of the program sees only the keys up to its own position.</summary>
    public bool Causal { get; set; }
}
