using System;
using Microsoft.CodeAnalysis;
using Sinter.Compiler.Graph;

namespace Sinter.Generators;

/// <summary>A diagnostic as plain data.</summary>
internal sealed record Problem(string Id, SourceSpan Span, Sequence<string> Arguments) {
    public Problem(DiagnosticDescriptor descriptor, SourceSpan span, params string[] arguments) : this(descriptor.Id, span, arguments.ToSequence()) { }

    public Diagnostic ToDiagnostic() =>
        Diagnostic.Create(Descriptors.Find(Id), Span.ToLocation(), [.. System.Linq.Enumerable.Cast<object>(Arguments)]);
}

/// <summary>Ends an evaluation with a problem. A null problem means that the C# compiler reports the cause itself.</summary>
internal class EvaluationException(Problem? problem) : Exception(problem?.Id) {
    public Problem? Problem { get; } = problem;
}
