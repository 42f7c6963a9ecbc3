using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Sinter.Compiler.Graph;

/// <summary>A build-time argument of an operation.</summary>
public abstract record AttributeValue {
    /// <summary>An integer or symbolic extent; axes and counts are constants of it.</summary>
    public sealed record Extent(Dimension Value) : AttributeValue {
        /// <inheritdoc/>
        public override string ToString() => Value.ToString();
    }

    /// <summary>Several extents: a shape or a permutation.</summary>
    public sealed record Extents(Sequence<Dimension> Values) : AttributeValue {
        /// <inheritdoc/>
        public override string ToString() => Values.ToString();
    }

    /// <summary>A real number; printed so that it cannot be read as an integer.</summary>
    public sealed record Real(double Value) : AttributeValue {
        /// <inheritdoc/>
        public override string ToString() => Print(Value);

        /// <summary>The shortest text that reads back to the same number, with a point, an exponent, <c>inf</c> or <c>nan</c> in it.</summary>
        public static string Print(double value) {
            if (double.IsNaN(value)) {
                return "nan";
            }
            if (double.IsInfinity(value)) {
                return value > 0 ? "inf" : "-inf";
            }
            string text = value.ToString("R", CultureInfo.InvariantCulture);
            if (value == 0 && 1 / value < 0) {
                return "-0.0";
            }
            return text.IndexOfAny(['.', 'E', 'e']) < 0 ? text + ".0" : text;
        }
    }

    /// <summary>A truth value.</summary>
    public sealed record Flag(bool Value) : AttributeValue {
        /// <inheritdoc/>
        public override string ToString() => Value ? "true" : "false";
    }

    /// <summary>A name or an equation.</summary>
    public sealed record Text(string Value) : AttributeValue {
        /// <inheritdoc/>
        public override string ToString() => "\"" + Value.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
    }

    /// <summary>An element type.</summary>
    public sealed record Type(ElementType Value) : AttributeValue {
        /// <inheritdoc/>
        public override string ToString() => Value.Name();
    }
}

/// <summary>The named build-time arguments of a node, sorted by name.</summary>
public sealed class Attributes : IEquatable<Attributes> {
    private readonly SortedDictionary<string, AttributeValue> values = new(StringComparer.Ordinal);

    /// <summary>No arguments.</summary>
    public static Attributes None { get; } = new();

    /// <summary>Arguments by name.</summary>
    public Attributes(params (string Name, AttributeValue Value)[] arguments) : this((IEnumerable<(string, AttributeValue)>)arguments) { }

    /// <summary>Arguments by name.</summary>
    public Attributes(IEnumerable<(string Name, AttributeValue Value)> arguments) {
        foreach ((string name, AttributeValue value) in arguments) {
            values.Add(name, value);
        }
    }

    /// <summary>The argument, or null.</summary>
    public AttributeValue? this[string name] => values.TryGetValue(name, out AttributeValue value) ? value : null;

    /// <summary>All arguments in order of their names.</summary>
    public IEnumerable<(string Name, AttributeValue Value)> All => values.Select(pair => (pair.Key, pair.Value));

    /// <summary>How many arguments there are.</summary>
    public int Count => values.Count;

    /// <inheritdoc/>
    public bool Equals(Attributes? other) => other is not null && values.SequenceEqual(other.values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Attributes);

    /// <inheritdoc/>
    public override int GetHashCode() => values.Aggregate(17, (hash, pair) => unchecked(hash * 31 + pair.Key.GetHashCode() * 7 + pair.Value.GetHashCode()));

    /// <inheritdoc/>
    public override string ToString() => Count == 0 ? "" : "{" + string.Join(", ", values.Select(pair => $"{pair.Key} = {pair.Value}")) + "}";
}
