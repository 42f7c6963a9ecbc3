using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sinter.Rasp;

/// <summary>Elements that lie in tensors as they lie in C#.</summary>
sealed class Same<T> : ElementCodec<T> where T : unmanaged {
    internal override void Write(ReadOnlySpan<T> values, TensorSink sink) => sink.Write(values);

    internal override void Read(TensorSource source, Span<T> values) => source.Read<T>().CopyTo(values);
}

/// <summary>Elements that are widened.</summary>
sealed class Converted<T, S>(Func<T, S> widen, Func<S, T> narrow) : ElementCodec<T> where S : unmanaged {
    internal override void Write(ReadOnlySpan<T> values, TensorSink sink) {
        var wide = new S[values.Length];
        if (typeof(T) == typeof(char) && typeof(S) == typeof(int)) {
            // The commonest input by far.
            ReadOnlySpan<char> characters = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, char>(ref MemoryMarshal.GetReference(values)), values.Length);
            int[] codes = (int[])(object)wide;
            for (int i = 0; i < codes.Length; i++) {
                codes[i] = characters[i];
            }
        } else {
            for (int i = 0; i < wide.Length; i++) {
                wide[i] = widen(values[i]);
            }
        }
        sink.Write<S>(wide);
    }

    internal override void Read(TensorSource source, Span<T> values) {
        ReadOnlySpan<S> wide = source.Read<S>();
        for (int i = 0; i < values.Length; i++) {
            values[i] = narrow(wide[i]);
        }
    }
}

/// <summary>Members of an enumeration by their numbers: 32 bits, or 64 where those need them.</summary>
sealed class Enumerations<E> : ElementCodec<E> where E : struct, Enum {
    static readonly TypeCode Code = Type.GetTypeCode(typeof(E));

    internal override void Write(ReadOnlySpan<E> values, TensorSink sink) {
        if (Code is TypeCode.Int64 or TypeCode.UInt32) {
            var wide = new long[values.Length];
            for (int i = 0; i < wide.Length; i++) {
                wide[i] = Number(values[i]);
            }
            sink.Write<long>(wide);
        } else {
            var numbers = new int[values.Length];
            for (int i = 0; i < numbers.Length; i++) {
                numbers[i] = (int)Number(values[i]);
            }
            sink.Write<int>(numbers);
        }
    }

    internal override void Read(TensorSource source, Span<E> values) {
        if (Code is TypeCode.Int64 or TypeCode.UInt32) {
            ReadOnlySpan<long> wide = source.Read<long>();
            for (int i = 0; i < values.Length; i++) {
                values[i] = Member(wide[i]);
            }
        } else {
            ReadOnlySpan<int> numbers = source.Read<int>();
            for (int i = 0; i < values.Length; i++) {
                values[i] = Member(numbers[i]);
            }
        }
    }

    static long Number(E value) => Code switch {
        TypeCode.SByte => Unsafe.As<E, sbyte>(ref value),
        TypeCode.Byte => Unsafe.As<E, byte>(ref value),
        TypeCode.Int16 => Unsafe.As<E, short>(ref value),
        TypeCode.UInt16 => Unsafe.As<E, ushort>(ref value),
        TypeCode.UInt32 => Unsafe.As<E, uint>(ref value),
        TypeCode.Int64 => Unsafe.As<E, long>(ref value),
        _ => Unsafe.As<E, int>(ref value),
    };

    // The low bytes come first on every processor that kernels are compiled for.
    static E Member(long number) => Unsafe.As<long, E>(ref number);
}

/// <summary>Texts by their ranks.</summary>
sealed class Texts : ElementCodec<string> {
    internal override void Collect(ReadOnlySpan<string> values, TextRanks texts) {
        foreach (string value in values) {
            texts.Add(value);
        }
    }

    internal override void Write(ReadOnlySpan<string> values, TensorSink sink) {
        int[] ranks = new int[values.Length];
        for (int i = 0; i < ranks.Length; i++) {
            ranks[i] = sink.Texts[values[i]];
        }
        sink.Write<int>(ranks);
    }

    internal override void Read(TensorSource source, Span<string> values) {
        ReadOnlySpan<int> ranks = source.Read<int>();
        for (int i = 0; i < values.Length; i++) {
            // A position without a value may hold any number.
            values[i] = source.Texts.Holds(ranks[i]) ? source.Texts[ranks[i]] : "";
        }
    }
}

/// <summary>Fractions as two integers, not in lowest terms on their way out.</summary>
sealed class Fractions : ElementCodec<Rational> {
    internal override void Write(ReadOnlySpan<Rational> values, TensorSink sink) {
        var (numerators, denominators) = (new long[values.Length], new long[values.Length]);
        for (int i = 0; i < values.Length; i++) {
            try {
                (numerators[i], denominators[i]) = ((long)values[i].Numerator, (long)values[i].Denominator);
            } catch (OverflowException exception) {
                throw new RaspException($"the fraction {values[i]} at position {i} has more than 64 bits, and kernels have no more", exception);
            }
        }
        sink.Write<long>(numerators);
        sink.Write<long>(denominators);
    }

    internal override void Read(TensorSource source, Span<Rational> values) {
        ReadOnlySpan<long> numerators = source.Read<long>();
        ReadOnlySpan<long> denominators = source.Read<long>();
        for (int i = 0; i < values.Length; i++) {
            values[i] = new Rational(numerators[i], denominators[i] == 0 ? 1 : denominators[i]);
        }
    }
}
