using System;
using System.Runtime.CompilerServices;
using Sinter.Rasp.Nodes;

namespace Sinter.Rasp;

/// <summary>A sequence operation whatever the type of its elements.</summary>
public abstract class SOp : Node {
    private protected SOp(NodeKind kind, params ReadOnlySpan<Node> operands) : base(kind, operands) {
    }
}

/// <summary>
/// A sequence operation (Weiss, Goldberg and Yahav, "Thinking Like Transformers", arXiv:2106.06981): a sequence as long as
/// the input, of which each element is a <typeparamref name="T"/> or null. It is an expression, not yet a sequence;
/// <see cref="RaspProgram"/> gives it inputs.
/// </summary>
/// <remarks>
/// Operators hold for the elements at each position and are those of C# on <typeparamref name="T"/>, with integers
/// checked: an overflow is an error, never another number. A null at a position makes the result null there.
/// </remarks>
public abstract partial class SOp<T> : SOp {
    private protected SOp(NodeKind kind, params ReadOnlySpan<Node> operands) : base(kind, operands) {
    }

    /// <inheritdoc/>
    public sealed override Type ElementType => typeof(T);

    /// <summary>
    /// The element at one position, at every position: <c>tokens[0]</c>, <c>tokens[^1]</c>. Null where the sequence
    /// is too short.
    /// </summary>
    public SOp<T> this[Index position] => Language.First(
        Language.Select(Language.Indices, position.IsFromEnd ? Language.Length - position.Value : position.Value, Comparison.Equal),
        this);

    /// <summary>The same value at every position.</summary>
    public static implicit operator SOp<T>(T value) => Language.Constant(value);

    /// <summary>Whether the elements are equal, as C# compares a <typeparamref name="T"/>: no NaN equals another.</summary>
    public static SOp<bool> operator ==(SOp<T> left, SOp<T> right) => Compare(Comparison.Equal, left, right);

    /// <summary>Whether the elements differ.</summary>
    public static SOp<bool> operator !=(SOp<T> left, SOp<T> right) => Compare(Comparison.NotEqual, left, right);

    /// <summary>Whether the left element is less; strings by the codes of their characters, tuples by their first difference.</summary>
    /// <exception cref="RaspException"><typeparamref name="T"/> has no order.</exception>
    public static SOp<bool> operator <(SOp<T> left, SOp<T> right) => Compare(Comparison.Less, left, right);

    /// <summary>Whether the left element is greater.</summary>
    /// <exception cref="RaspException"><typeparamref name="T"/> has no order.</exception>
    public static SOp<bool> operator >(SOp<T> left, SOp<T> right) => Compare(Comparison.Greater, left, right);

    /// <summary>Whether the left element is less or equal.</summary>
    /// <exception cref="RaspException"><typeparamref name="T"/> has no order.</exception>
    public static SOp<bool> operator <=(SOp<T> left, SOp<T> right) => Compare(Comparison.LessEqual, left, right);

    /// <summary>Whether the left element is greater or equal.</summary>
    /// <exception cref="RaspException"><typeparamref name="T"/> has no order.</exception>
    public static SOp<bool> operator >=(SOp<T> left, SOp<T> right) => Compare(Comparison.GreaterEqual, left, right);

    /// <summary>The element's text followed by another. Declared here, or C# would concatenate the text of the expression.</summary>
    public static SOp<string> operator +(SOp<T> left, string right) =>
        Elementwise.Infix<T, string, string>("+", static (x, y) => Format.Plain(x) + y, left, right);

    /// <summary>A text followed by the element's.</summary>
    public static SOp<string> operator +(string left, SOp<T> right) =>
        Elementwise.Infix<string, T, string>("+", static (x, y) => x + Format.Plain(y), left, right);

    /// <summary>The same expression under a name, which errors, explanations and traces then use.</summary>
    public SOp<T> Named(string name) => (SOp<T>)Renamed(name);

    /// <summary>Whether it is the same object; <c>==</c> is an expression of the language.</summary>
    public sealed override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <inheritdoc/>
    public sealed override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    static SOp<bool> Compare(Comparison comparison, SOp<T> left, SOp<T> right) =>
        Elementwise.Infix(comparison.Symbol(), Order<T>.Function(comparison), left, right);
}
