using System;
using System.Collections.Generic;
using System.Reflection;

namespace Sinter.Rasp;

/// <summary>
/// Programs: methods of the language with inputs. A method marked <see cref="RaspProgramAttribute"/>, or in a class so
/// marked, is causal if its attribute says so.
/// </summary>
public static class RaspProgram {
    /// <summary>The program of one input, which bears the parameter's name.</summary>
    /// <param name="method">A lambda with a typed parameter, or a method: <c>RaspProgram.Of&lt;char, int&gt;(Method)</c>.</param>
    /// <param name="causal">Whether every query sees only the keys up to its own position; null asks the attribute.</param>
    /// <exception cref="RaspException">It is causal and uses <see cref="Language.Length"/>.</exception>
    public static RaspProgram<A, R> Of<A, R>(Func<SOp<A>, SOp<R>> method, bool? causal = null) {
        ArgumentNullException.ThrowIfNull(method);
        string name = InputName(method, ^1);
        return new RaspProgram<A, R>(Result(method, causal, method(Language.Input<A>(name))), name);
    }

    /// <summary>The program of two inputs, which bear the parameters' names.</summary>
    /// <inheritdoc cref="Of{A, R}(Func{SOp{A}, SOp{R}}, bool?)"/>
    public static RaspProgram<A, B, R> Of<A, B, R>(Func<SOp<A>, SOp<B>, SOp<R>> method, bool? causal = null) {
        ArgumentNullException.ThrowIfNull(method);
        string first = InputName(method, ^2);
        string second = InputName(method, ^1);
        SOp<R> result = method(Language.Input<A>(first), Language.Input<B>(second));
        return new RaspProgram<A, B, R>(Result(method, causal, result), first, second);
    }

    /// <summary>The program of an expression, whatever inputs it names.</summary>
    /// <exception cref="RaspException">It is causal and uses <see cref="Language.Length"/>, or uses one input as two types.</exception>
    public static RaspProgram<R> Of<R>(SOp<R> result, bool causal = false) => new(causal ? Causality.Of(result) : result);

    static SOp<R> Result<R>(Delegate method, bool? causal, SOp<R> result) {
        bool declared = method.Method.GetCustomAttribute<RaspProgramAttribute>()?.Causal
            ?? method.Method.DeclaringType?.GetCustomAttribute<RaspProgramAttribute>()?.Causal
            ?? false;
        return causal ?? declared ? Causality.Of(result) : result;
    }

    // Counted from the end: the delegate of an extension method has bound the first parameter already.
    static string InputName(Delegate method, Index parameter) =>
        method.Method.GetParameters()[parameter].Name is { Length: > 0 } name ? name : $"input{parameter.Value}";
}

/// <summary>A program and its graph.</summary>
public class RaspProgram<R> {
    internal RaspProgram(SOp<R> result) {
        Result = result;
        Graph = ProgramGraph.Of(result);
    }

    /// <summary>The expression that it computes.</summary>
    public SOp<R> Result { get; }

    /// <summary>All that it takes, each node once.</summary>
    public ProgramGraph Graph { get; }

    /// <summary>The program as text, a line for each node.</summary>
    public string Explain() => Graph.ToString();

    /// <summary>Runs the program as plain C#: what it means.</summary>
    /// <exception cref="RaspException">An input is missing or of another type, or an expression has no value.</exception>
    public Sequence<R> Run(Bindings inputs) {
        ArgumentNullException.ThrowIfNull(inputs);
        return (Sequence<R>)new Evaluation(Graph, inputs)[Graph.Results[0]];
    }

    /// <summary>Runs the program and keeps the value of every expression.</summary>
    /// <exception cref="RaspException">An input is missing or of another type, or an expression has no value.</exception>
    public Trace Trace(Bindings inputs) {
        ArgumentNullException.ThrowIfNull(inputs);
        return new Trace(Graph, inputs);
    }
}

/// <summary>A program of one input.</summary>
public sealed class RaspProgram<A, R> : RaspProgram<R> {
    readonly string input;

    internal RaspProgram(SOp<R> result, string input) : base(result) {
        this.input = input;
    }

    /// <summary>Runs the program on a sequence; a string is one of char.</summary>
    /// <exception cref="RaspException">An expression has no value.</exception>
    public Sequence<R> Run(IEnumerable<A> values) => Run(new Bindings().With(input, values));

    /// <summary>Runs the program and keeps the value of every expression.</summary>
    /// <exception cref="RaspException">An expression has no value.</exception>
    public Trace Trace(IEnumerable<A> values) => Trace(new Bindings().With(input, values));
}

/// <summary>A program of two inputs of one length.</summary>
public sealed class RaspProgram<A, B, R> : RaspProgram<R> {
    readonly string first;
    readonly string second;

    internal RaspProgram(SOp<R> result, string first, string second) : base(result) {
        this.first = first;
        this.second = second;
    }

    /// <summary>Runs the program on two sequences.</summary>
    /// <exception cref="RaspException">They differ in length, or an expression has no value.</exception>
    public Sequence<R> Run(IEnumerable<A> firsts, IEnumerable<B> seconds) => Run(new Bindings().With(first, firsts).With(second, seconds));

    /// <summary>Runs the program and keeps the value of every expression.</summary>
    /// <exception cref="RaspException">They differ in length, or an expression has no value.</exception>
    public Trace Trace(IEnumerable<A> firsts, IEnumerable<B> seconds) => Trace(new Bindings().With(first, firsts).With(second, seconds));
}
