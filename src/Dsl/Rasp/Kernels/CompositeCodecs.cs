using System;

namespace Sinter.Rasp;

/// <summary>Nullables of C#.</summary>
sealed class Nullables<T>(ElementCodec<T> inner) : ElementCodec<T?> where T : struct {
    internal override void Write(ReadOnlySpan<T?> values, TensorSink sink) {
        var (has, content) = (new bool[values.Length], new T[values.Length]);
        for (int i = 0; i < values.Length; i++) {
            has[i] = values[i].HasValue;
            content[i] = values[i].GetValueOrDefault();
        }
        sink.Write<bool>(has);
        inner.Write(content, sink);
    }

    internal override void Read(TensorSource source, Span<T?> values) {
        ReadOnlySpan<bool> has = source.Read<bool>();
        var content = new T[values.Length];
        inner.Read(source, content);
        for (int i = 0; i < values.Length; i++) {
            values[i] = has[i] ? content[i] : null;
        }
    }
}

/// <summary>Pairs.</summary>
sealed class Pairs<A, B>(ElementCodec<A> first, ElementCodec<B> second) : ElementCodec<(A, B)> {
    internal override void Collect(ReadOnlySpan<(A, B)> values, TextRanks texts) {
        (A[] a, B[] b) = Split(values);
        first.Collect(a, texts);
        second.Collect(b, texts);
    }

    internal override void Write(ReadOnlySpan<(A, B)> values, TensorSink sink) {
        (A[] a, B[] b) = Split(values);
        first.Write(a, sink);
        second.Write(b, sink);
    }

    internal override void Read(TensorSource source, Span<(A, B)> values) {
        var (a, b) = (new A[values.Length], new B[values.Length]);
        first.Read(source, a);
        second.Read(source, b);
        for (int i = 0; i < values.Length; i++) {
            values[i] = (a[i], b[i]);
        }
    }

    static (A[], B[]) Split(ReadOnlySpan<(A, B)> values) {
        var (a, b) = (new A[values.Length], new B[values.Length]);
        for (int i = 0; i < values.Length; i++) {
            (a[i], b[i]) = values[i];
        }
        return (a, b);
    }
}

/// <summary>Triples, as a pair of the first and of the other two.</summary>
sealed class Triples<A, B, C>(ElementCodec<A> first, ElementCodec<B> second, ElementCodec<C> third) : ElementCodec<(A, B, C)> {
    readonly Pairs<A, (B, C)> nested = new(first, new Pairs<B, C>(second, third));

    internal override void Collect(ReadOnlySpan<(A, B, C)> values, TextRanks texts) => nested.Collect(Nested(values), texts);

    internal override void Write(ReadOnlySpan<(A, B, C)> values, TensorSink sink) => nested.Write(Nested(values), sink);

    internal override void Read(TensorSource source, Span<(A, B, C)> values) {
        var all = new (A, (B, C))[values.Length];
        nested.Read(source, all);
        for (int i = 0; i < values.Length; i++) {
            values[i] = (all[i].Item1, all[i].Item2.Item1, all[i].Item2.Item2);
        }
    }

    static (A, (B, C))[] Nested(ReadOnlySpan<(A, B, C)> values) {
        var all = new (A, (B, C))[values.Length];
        for (int i = 0; i < values.Length; i++) {
            all[i] = (values[i].Item1, (values[i].Item2, values[i].Item3));
        }
        return all;
    }
}

/// <summary>Four, as a pair of the first two and of the others.</summary>
sealed class Quadruples<A, B, C, D>(ElementCodec<A> first, ElementCodec<B> second, ElementCodec<C> third, ElementCodec<D> fourth) : ElementCodec<(A, B, C, D)> {
    readonly Pairs<(A, B), (C, D)> nested = new(new Pairs<A, B>(first, second), new Pairs<C, D>(third, fourth));

    internal override void Collect(ReadOnlySpan<(A, B, C, D)> values, TextRanks texts) => nested.Collect(Nested(values), texts);

    internal override void Write(ReadOnlySpan<(A, B, C, D)> values, TensorSink sink) => nested.Write(Nested(values), sink);

    internal override void Read(TensorSource source, Span<(A, B, C, D)> values) {
        var all = new ((A, B), (C, D))[values.Length];
        nested.Read(source, all);
        for (int i = 0; i < values.Length; i++) {
            values[i] = (all[i].Item1.Item1, all[i].Item1.Item2, all[i].Item2.Item1, all[i].Item2.Item2);
        }
    }

    static ((A, B), (C, D))[] Nested(ReadOnlySpan<(A, B, C, D)> values) {
        var all = new ((A, B), (C, D))[values.Length];
        for (int i = 0; i < values.Length; i++) {
            all[i] = ((values[i].Item1, values[i].Item2), (values[i].Item3, values[i].Item4));
        }
        return all;
    }
}
