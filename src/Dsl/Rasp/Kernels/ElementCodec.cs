using System;

namespace Sinter.Rasp;

/// <summary>How elements of a type lie in tensors.</summary>
public abstract class ElementCodec<T> {
    private protected ElementCodec() {
    }

    /// <summary>Notes the texts among the elements.</summary>
    internal virtual void Collect(ReadOnlySpan<T> values, TextRanks texts) {
    }

    internal abstract void Write(ReadOnlySpan<T> values, TensorSink sink);

    internal abstract void Read(TensorSource source, Span<T> values);
}

/// <summary>The codecs of the types that kernels have. Generated code names them.</summary>
public static class ElementCodec {
    /// <summary>bool.</summary>
    public static ElementCodec<bool> Boolean { get; } = new Same<bool>();

    /// <summary>int.</summary>
    public static ElementCodec<int> Integer32 { get; } = new Same<int>();

    /// <summary>long.</summary>
    public static ElementCodec<long> Integer64 { get; } = new Same<long>();

    /// <summary>float.</summary>
    public static ElementCodec<float> Real32 { get; } = new Same<float>();

    /// <summary>double.</summary>
    public static ElementCodec<double> Real64 { get; } = new Same<double>();

    /// <summary>char.</summary>
    public static ElementCodec<char> Character { get; } = new Converted<char, int>(static x => x, static x => (char)x);

    /// <summary>sbyte.</summary>
    public static ElementCodec<sbyte> Integer8 { get; } = new Converted<sbyte, int>(static x => x, static x => (sbyte)x);

    /// <summary>byte.</summary>
    public static ElementCodec<byte> Unsigned8 { get; } = new Converted<byte, int>(static x => x, static x => (byte)x);

    /// <summary>short.</summary>
    public static ElementCodec<short> Integer16 { get; } = new Converted<short, int>(static x => x, static x => (short)x);

    /// <summary>ushort.</summary>
    public static ElementCodec<ushort> Unsigned16 { get; } = new Converted<ushort, int>(static x => x, static x => (ushort)x);

    /// <summary>uint.</summary>
    public static ElementCodec<uint> Unsigned32 { get; } = new Converted<uint, long>(static x => x, static x => (uint)x);

    /// <summary>string, by its rank among the texts of the call.</summary>
    public static ElementCodec<string> Text { get; } = new Texts();

    /// <summary>Fractions whose parts have 64 bits.</summary>
    public static ElementCodec<Rational> Fraction { get; } = new Fractions();

    /// <summary>An enumeration, by its numbers.</summary>
    public static ElementCodec<E> Enumeration<E>() where E : struct, Enum => new Enumerations<E>();

    /// <summary>A nullable: a tensor of which are there, and those of the values.</summary>
    public static ElementCodec<T?> Nullable<T>(ElementCodec<T> inner) where T : struct => new Nullables<T>(inner);

    /// <summary>A pair: the tensors of both.</summary>
    public static ElementCodec<(A, B)> Tuple<A, B>(ElementCodec<A> a, ElementCodec<B> b) => new Pairs<A, B>(a, b);

    /// <summary>A triple: the tensors of all.</summary>
    public static ElementCodec<(A, B, C)> Tuple<A, B, C>(ElementCodec<A> a, ElementCodec<B> b, ElementCodec<C> c) => new Triples<A, B, C>(a, b, c);

    /// <summary>Four: the tensors of all.</summary>
    public static ElementCodec<(A, B, C, D)> Tuple<A, B, C, D>(ElementCodec<A> a, ElementCodec<B> b, ElementCodec<C> c, ElementCodec<D> d) =>
        new Quadruples<A, B, C, D>(a, b, c, d);
}
