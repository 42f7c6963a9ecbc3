using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Sinter.Rasp.Nodes;

/// <summary>A named input sequence.</summary>
public sealed class Input<T> : SOp<T>, IInputNode {
    internal Input(string source) : base(NodeKind.Input) {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        Source = source;
    }

    /// <summary>The name under which a program is given the sequence.</summary>
    public string Source { get; }

    internal override string Write(Func<int, string> operand) => Source;

    internal override object Evaluate(Frame frame) => frame.Bindings.Get<T>(Source);

    internal override bool SameAttributes(Node other) => other is Input<T> input && input.Source == Source;

    internal override int AttributesHash => Source.GetHashCode(StringComparison.Ordinal);
}

/// <summary>The positions 0, 1, ...</summary>
public sealed class Indices : SOp<int> {
    internal Indices() : base(NodeKind.Indices) {
    }

    internal override string Write(Func<int, string> operand) => "indices";

    internal override object Evaluate(Frame frame) => frame.Fill((int position, out int value) => {
        value = position;
        return true;
    });
}

/// <summary>The number of positions, at each of them.</summary>
public sealed class Length : SOp<int> {
    internal Length() : base(NodeKind.Length) {
    }

    internal override string Write(Func<int, string> operand) => "length";

    internal override object Evaluate(Frame frame) => frame.Fill((int position, out int value) => {
        value = frame.Length;
        return true;
    });
}

/// <summary>The same value, or the same lack of one, at every position.</summary>
public sealed class Constant<T> : SOp<T>, IConstantNode {
    readonly T value;

    internal Constant(T value) : base(NodeKind.Constant) {
        this.value = value;
        HasValue = true;
    }

    internal Constant() : base(NodeKind.Constant) {
        value = default!;
    }

    /// <summary>Whether it is a value.</summary>
    public bool HasValue { get; }

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">It is null.</exception>
    public T Value => HasValue ? value : throw new InvalidOperationException("the constant is null");

    object? IConstantNode.Value => Value;

    internal override string Write(Func<int, string> operand) => HasValue ? Format.Value(value) : "null";

    internal override object Evaluate(Frame frame) => frame.Fill((int position, out T element) => {
        element = value;
        return HasValue;
    });

    internal override bool SameAttributes(Node other) =>
        other is Constant<T> constant && constant.HasValue == HasValue && Identity.AreEqual(value, constant.value);

    internal override int AttributesHash => HashCode.Combine(HasValue, value);
}

/// <summary>Whether two constants are the same one, which is less than equal: 0.0 and -0.0 are two.</summary>
static class Identity {
    public static bool AreEqual<T>(T x, T y) => (x, y) switch {
        (double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b),
        (float a, float b) => BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b),
        (ITuple a, ITuple b) => AreEqualTuples(a, b),
        _ => EqualityComparer<T>.Default.Equals(x, y),
    };

    public static bool AreEqual<T>(Empty<T> x, Empty<T> y) => x.HasValue == y.HasValue && (!x.HasValue || AreEqual(x.Value, y.Value));

    static bool AreEqualTuples(ITuple x, ITuple y) {
        for (int i = 0; i < x.Length; i++) {
            if (!AreEqual(x[i], y[i])) {
                return false;
            }
        }
        return true;
    }
}
