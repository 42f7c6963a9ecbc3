using System;
using Microsoft.CodeAnalysis;
using Sinter.Generators.Evaluation.Values;
using Sinter.Generators.Rasp;

namespace Sinter.Generators.Evaluation;

/// <summary>Functions of RASP programs, whose parameters are elements that are known at run.</summary>
internal sealed partial class Evaluator {
    /// <summary>What computes with elements while such a function is evaluated; null otherwise.</summary>
    public Elements? AtRun { get; set; }

    /// <summary>The expression that was evaluated last.</summary>
    public SyntaxNode Running => running!;

    /// <summary>A problem at the expression that was evaluated last.</summary>
    public EvaluationException FailHere(DiagnosticDescriptor descriptor, string what, string instead) => Fail(descriptor, running!, what, instead, Within(running!));

    /// <summary>Evaluates something that may throw an exception of C#, which is then handed over as its type and message.</summary>
    public Value Attempt(Func<Value> compute, Func<string, string, Value> thrown) {
        Frame entered = frame;
        int receivers = frame.Receivers.Count;
        int handled = caught.Count;
        try {
            return compute();
        } catch (ThrownException exception) {
            frame = entered;
            Unwind(receivers, handled);
            return thrown(exception.Exception.Type.Name, exception.Exception.Message ?? exception.Problem?.Arguments[0] ?? "");
        }
    }

    /// <summary>Declares the variable of a pattern.</summary>
    public void DeclareInPattern(ISymbol? symbol, Value value) {
        if (symbol is not null) {
            frame.Declare(symbol, new Variable(Named(value.Copy(), symbol.Name)));
        }
    }

    // Whether a value is an element, which the operators of C# do not know.
    private bool Concerns(Value? value) => AtRun is not null && Rasp.Elements.IsElement(value);
}
