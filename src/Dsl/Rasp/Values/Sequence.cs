using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Rasp;

/// <summary>The value of a sequence operation whatever the type of its elements.</summary>
public abstract class Sequence {
    private protected Sequence(bool[] present) {
        Present = present;
    }

    /// <summary>The number of positions.</summary>
    public int Length => Present.Length;

    private protected bool[] Present { get; }

    /// <summary>Whether there is a value at a position.</summary>
    public bool IsPresent(int position) => Present[position];

    /// <summary>The value at a position as text, "null" when there is none.</summary>
    public string TextAt(int position) => IsPresent(position) ? Format.Value(Boxed(position)) : "null";

    /// <summary>"['a', null, 'b']"</summary>
    public sealed override string ToString() => $"[{string.Join(", ", Enumerable.Range(0, Length).Select(TextAt))}]";

    internal abstract object? Boxed(int position);
}

/// <summary>The value of an <see cref="SOp{T}"/>: at each position a <typeparamref name="T"/> or null.</summary>
public sealed class Sequence<T> : Sequence, IEquatable<Sequence<T>> {
    readonly T[] values;

    internal Sequence(T[] values, bool[] present) : base(present) {
        this.values = values;
    }

    /// <summary>What lies at the positions, whether or not there is a value.</summary>
    internal ReadOnlySpan<T> Values => values;

    /// <summary>The value at a position.</summary>
    /// <exception cref="RaspException">There is none.</exception>
    public T this[int position] => Present[position]
        ? values[position]
        : throw new RaspException($"no value at position {position} of {Length}: ask IsPresent first, or give ToArray a value for null");

    /// <summary>The values of all positions.</summary>
    /// <exception cref="RaspException">A position has none.</exception>
    public T[] ToArray() {
        var result = new T[Length];
        for (int i = 0; i < Length; i++) {
            result[i] = this[i];
        }
        return result;
    }

    /// <summary>The values of all positions, with this one where there is none.</summary>
    public T[] ToArray(T whenNull) {
        var result = new T[Length];
        for (int i = 0; i < Length; i++) {
            result[i] = Present[i] ? values[i] : whenNull;
        }
        return result;
    }

    /// <summary>Whether both have the same values and nulls at the same positions.</summary>
    public bool Equals(Sequence<T>? other) {
        if (other is null || other.Length != Length) {
            return false;
        }
        for (int i = 0; i < Length; i++) {
            if (Present[i] != other.Present[i] || (Present[i] && !EqualityComparer<T>.Default.Equals(values[i], other.values[i]))) {
                return false;
            }
        }
        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Sequence<T>);

    /// <inheritdoc/>
    public override int GetHashCode() {
        var hash = new HashCode();
        for (int i = 0; i < Length; i++) {
            hash.Add(Present[i] ? values[i] : default);
        }
        return hash.ToHashCode();
    }

    internal bool TryGet(int position, out T value) {
        value = values[position];
        return Present[position];
    }

    internal override object? Boxed(int position) => values[position];
}
