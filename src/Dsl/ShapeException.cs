using System;

namespace Sinter;

/// <summary>Shapes or element types that an operation cannot take. The message names the operation and what it was given.</summary>
public sealed class ShapeException : ArgumentException {
    /// <summary>An error of <paramref name="operation"/>, explained by <paramref name="problem"/>.</summary>
    public ShapeException(string operation, string problem) : base($"{operation}: {problem}") {
        Operation = operation;
    }

    /// <summary>The operation that refused.</summary>
    public string Operation { get; }
}
