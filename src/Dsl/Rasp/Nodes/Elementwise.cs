using System;
using System.Linq;

namespace Sinter.Rasp.Nodes;

/// <summary>A pure function of the elements of some operands at the same position; null where an operand is null.</summary>
public sealed class Elementwise<T> : SOp<T>, IMapNode {
    readonly Func<Frame, Func<int, T>> bind;
    readonly Func<object?[], T> apply;
    readonly Func<string[], string> write;

    internal Elementwise(
        string operation,
        Delegate function,
        Func<Frame, Func<int, T>> bind,
        Func<object?[], T> apply,
        Func<string[], string> write,
        params ReadOnlySpan<Node> operands) : base(NodeKind.Map, operands) {
        ArgumentNullException.ThrowIfNull(function);
        Operation = operation;
        Function = function;
        this.bind = bind;
        this.apply = apply;
        this.write = write;
    }

    /// <summary>The operator's symbol, or the source of the lambda.</summary>
    public string Operation { get; }

    /// <summary>The function; two nodes of the same function and operands are one.</summary>
    public Delegate Function { get; }

    /// <summary>The function of boxed elements, one for each operand: for analyses that enumerate its values.</summary>
    public T Apply(params object?[] elements) => elements.Length == Operands.Length
        ? apply(elements)
        : throw new ArgumentException($"{Operation} takes {Operands.Length} elements, not {elements.Length}", nameof(elements));

    object? IMapNode.Apply(params object?[] elements) => Apply(elements);

    internal override string Write(Func<int, string> operand) => write([.. Enumerable.Range(0, Operands.Length).Select(operand)]);

    internal override object Evaluate(Frame frame) {
        Func<int, T> at = bind(frame);
        return frame.Fill((int position, out T value) => {
            for (int operand = 0; operand < frame.Count; operand++) {
                if (!frame.Operand(operand).IsPresent(position)) {
                    value = default!;
                    return false;
                }
            }
            value = at(position);
            return true;
        });
    }

    internal override bool SameAttributes(Node other) =>
        other is Elementwise<T> map && map.Function.Equals(Function) && map.Operation == Operation;

    internal override int AttributesHash => HashCode.Combine(Function, Operation);
}

/// <summary>Makes elementwise nodes of functions of each arity.</summary>
static class Elementwise {
    public static SOp<T> Arithmetic<T>(string symbol, Func<T, T, T> function, SOp<T> left, SOp<T> right) {
        RefuseWidened<T>(symbol);
        return Infix(symbol, function, left, right);
    }

    public static void RefuseWidened<T>(string symbol) {
        if (Type.GetTypeCode(typeof(T)) is TypeCode.Char or TypeCode.Byte or TypeCode.SByte or TypeCode.Int16 or TypeCode.UInt16) {
            throw new RaspException($"{Format.Type(typeof(T))} has no {symbol} of its own, C# widens it to int; say Map(x => (int)x) first");
        }
    }

    public static SOp<R> Infix<A, B, R>(string symbol, Func<A, B, R> function, SOp<A> left, SOp<B> right) =>
        Of(symbol, function, text => $"({text[0]} {symbol} {text[1]})", left, right);

    public static SOp<R> Prefix<A, R>(string symbol, Func<A, R> function, SOp<A> operand) =>
        Of(symbol, function, text => $"{symbol}{text[0]}", operand);

    public static SOp<R> Call<A, R>(string source, Func<A, R> function, SOp<A> operand) =>
        Of(Format.Source(source), function, text => $"map({text[0]}, {Format.Source(source)})", operand);

    public static SOp<R> Call<A, B, R>(string source, Func<A, B, R> function, SOp<A> a, SOp<B> b) =>
        Of(Format.Source(source), function, Zip(source), a, b);

    public static SOp<R> Call<A, B, C, R>(string source, Func<A, B, C, R> function, SOp<A> a, SOp<B> b, SOp<C> c) =>
        new Elementwise<R>(
            Format.Source(source),
            function,
            frame => {
                Sequence<A> x = frame.Operand<A>(0);
                Sequence<B> y = frame.Operand<B>(1);
                Sequence<C> z = frame.Operand<C>(2);
                return i => function(x[i], y[i], z[i]);
            },
            element => function((A)element[0]!, (B)element[1]!, (C)element[2]!),
            Zip(source),
            a,
            b,
            c);

    public static SOp<R> Call<A, B, C, D, R>(string source, Func<A, B, C, D, R> function, SOp<A> a, SOp<B> b, SOp<C> c, SOp<D> d) =>
        new Elementwise<R>(
            Format.Source(source),
            function,
            frame => {
                Sequence<A> x = frame.Operand<A>(0);
                Sequence<B> y = frame.Operand<B>(1);
                Sequence<C> z = frame.Operand<C>(2);
                Sequence<D> w = frame.Operand<D>(3);
                return i => function(x[i], y[i], z[i], w[i]);
            },
            element => function((A)element[0]!, (B)element[1]!, (C)element[2]!, (D)element[3]!),
            Zip(source),
            a,
            b,
            c,
            d);

    public static SOp<R> CallMany<A, R>(string source, Func<A[], R> function, SOp<A>[] operands) =>
        new Elementwise<R>(
            Format.Source(source),
            function,
            frame => {
                var x = new Sequence<A>[frame.Count];
                for (int operand = 0; operand < x.Length; operand++) {
                    x[operand] = frame.Operand<A>(operand);
                }
                return i => function(Array.ConvertAll(x, sequence => sequence[i]));
            },
            elements => function(Array.ConvertAll(elements, element => (A)element!)),
            Zip(source),
            operands);

    static Func<string[], string> Zip(string source) => text => $"zip({string.Join(", ", text)}, {Format.Source(source)})";

    static Elementwise<R> Of<A, R>(string operation, Func<A, R> function, Func<string[], string> write, SOp<A> operand) =>
        new(
            operation,
            function,
            frame => {
                Sequence<A> x = frame.Operand<A>(0);
                return i => function(x[i]);
            },
            element => function((A)element[0]!),
            write,
            operand);

    static Elementwise<R> Of<A, B, R>(string operation, Func<A, B, R> function, Func<string[], string> write, SOp<A> left, SOp<B> right) =>
        new(
            operation,
            function,
            frame => {
                Sequence<A> x = frame.Operand<A>(0);
                Sequence<B> y = frame.Operand<B>(1);
                return i => function(x[i], y[i]);
            },
            element => function((A)element[0]!, (B)element[1]!),
            write,
            left,
            right);
}
