using System;
using System.Collections.Generic;

namespace Sinter.Rasp;

/// <summary>
/// What an aggregate gives a query that selects nothing. The two dialects: <see cref="Null"/>, as tracr, and
/// <see cref="Default{T}"/>, as RASP (whose own default is 0).
/// </summary>
public static class Empty {
    /// <summary>Null, which spreads through what is computed from it, as in tracr.</summary>
    public static NullDialect Null => default;

    /// <summary>This value, as in RASP.</summary>
    public static Empty<T> Default<T>(T value) => new(value);

    /// <summary>Converts to an <see cref="Empty{T}"/> of any type.</summary>
    public readonly struct NullDialect;
}

/// <summary>What an aggregate gives a query that selects nothing; its default is <see cref="Empty.Null"/>.</summary>
public readonly struct Empty<T> : IEquatable<Empty<T>> {
    readonly T value;

    internal Empty(T value) {
        this.value = value;
        HasValue = true;
    }

    /// <summary>Whether there is a default value.</summary>
    public bool HasValue { get; }

    /// <summary>The default value.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public T Value => HasValue ? value : throw new InvalidOperationException("Empty.Null has no value");

    /// <summary>The dialect of tracr.</summary>
    public static implicit operator Empty<T>(Empty.NullDialect dialect) => default;

    /// <summary>Whether both are null or have equal values.</summary>
    public bool Equals(Empty<T> other) => HasValue == other.HasValue && EqualityComparer<T>.Default.Equals(value, other.value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Empty<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(HasValue, value);

    /// <summary>Whether both are null or have equal values.</summary>
    public static bool operator ==(Empty<T> left, Empty<T> right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Empty<T> left, Empty<T> right) => !left.Equals(right);
}
