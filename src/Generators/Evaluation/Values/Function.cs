using Microsoft.CodeAnalysis;

namespace Sinter.Generators.Evaluation.Values;

/// <summary>A delegate: a method, lambda or local function with what it captured.</summary>
internal sealed class Function(IMethodSymbol method, Value? receiver, Frame? captured, IOperation? body) : Value {
    public IMethodSymbol Method { get; } = method;

    /// <summary>The object whose method it is, or null.</summary>
    public Value? Receiver { get; } = receiver;

    /// <summary>The variables around a lambda or local function.</summary>
    public Frame? Captured { get; } = captured;

    /// <summary>The body of a lambda.</summary>
    public IOperation? Body { get; } = body;

    public override string Describe() => $"the function {Method.Name}";
}
