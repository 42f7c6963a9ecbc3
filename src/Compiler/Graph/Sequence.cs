using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Compiler.Graph;

/// <summary>An immutable list that is equal to another when their elements are: records may hold it and stay value-equal.</summary>
public sealed class Sequence<T> : IReadOnlyList<T>, IEquatable<Sequence<T>> {
    private readonly T[] items;

    /// <summary>Copies the elements.</summary>
    public Sequence(IEnumerable<T> elements) => items = elements.ToArray();

    /// <summary>The sequence without elements.</summary>
    public static Sequence<T> Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => items.Length;

    /// <inheritdoc/>
    public T this[int index] => items[index];

    /// <inheritdoc/>
    public bool Equals(Sequence<T>? other) {
        if (ReferenceEquals(this, other)) {
            return true;
        }
        return other is not null && items.SequenceEqual(other.items);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Sequence<T>);

    /// <inheritdoc/>
    public override int GetHashCode() {
        int hash = 17;
        foreach (T item in items) {
            hash = unchecked(hash * 31 + (item?.GetHashCode() ?? 0));
        }
        return hash;
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();

    /// <summary>The elements between brackets, as text forms print them.</summary>
    public override string ToString() => "[" + string.Join(", ", items) + "]";
}

/// <summary>Makes sequences.</summary>
public static class Sequence {
    /// <summary>A sequence of the given elements.</summary>
    public static Sequence<T> Of<T>(params T[] elements) => elements.Length == 0 ? Sequence<T>.Empty : new(elements);

    /// <summary>The elements as a sequence.</summary>
    public static Sequence<T> ToSequence<T>(this IEnumerable<T> elements) => new(elements);
}
