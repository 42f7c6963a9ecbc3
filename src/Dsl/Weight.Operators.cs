namespace Sinter;

// C# looks for operators in the types of the operands only, so that without these a weight would have none but beside a tensor.
public sealed partial class Weight {
    /// <summary>Sum of elements.</summary>
    public static Tensor operator +(Weight left, Weight right) => left.Value + right.Value;

    /// <summary>Sum of elements.</summary>
    public static Tensor operator +(Weight left, Tensor right) => left.Value + right;

    /// <summary>Sum of elements.</summary>
    public static Tensor operator +(Tensor left, Weight right) => left + right.Value;

    /// <summary>Difference of elements.</summary>
    public static Tensor operator -(Weight left, Weight right) => left.Value - right.Value;

    /// <summary>Difference of elements.</summary>
    public static Tensor operator -(Weight left, Tensor right) => left.Value - right;

    /// <summary>Difference of elements.</summary>
    public static Tensor operator -(Tensor left, Weight right) => left - right.Value;

    /// <summary>Product of elements.</summary>
    public static Tensor operator *(Weight left, Weight right) => left.Value * right.Value;

    /// <summary>Product of elements.</summary>
    public static Tensor operator *(Weight left, Tensor right) => left.Value * right;

    /// <summary>Product of elements.</summary>
    public static Tensor operator *(Tensor left, Weight right) => left * right.Value;

    /// <summary>Quotient of elements.</summary>
    public static Tensor operator /(Weight left, Weight right) => left.Value / right.Value;

    /// <summary>Quotient of elements.</summary>
    public static Tensor operator /(Weight left, Tensor right) => left.Value / right;

    /// <summary>Quotient of elements.</summary>
    public static Tensor operator /(Tensor left, Weight right) => left / right.Value;

    /// <summary>Whether the left element is less.</summary>
    public static Tensor operator <(Weight left, Weight right) => left.Value < right.Value;

    /// <summary>Whether the left element is less.</summary>
    public static Tensor operator <(Weight left, Tensor right) => left.Value < right;

    /// <summary>Whether the left element is less.</summary>
    public static Tensor operator <(Tensor left, Weight right) => left < right.Value;

    /// <summary>Whether the left element is greater.</summary>
    public static Tensor operator >(Weight left, Weight right) => left.Value > right.Value;

    /// <summary>Whether the left element is greater.</summary>
    public static Tensor operator >(Weight left, Tensor right) => left.Value > right;

    /// <summary>Whether the left element is greater.</summary>
    public static Tensor operator >(Tensor left, Weight right) => left > right.Value;

    /// <summary>Whether the left element is less or equal.</summary>
    public static Tensor operator <=(Weight left, Weight right) => left.Value <= right.Value;

    /// <summary>Whether the left element is less or equal.</summary>
    public static Tensor operator <=(Weight left, Tensor right) => left.Value <= right;

    /// <summary>Whether the left element is less or equal.</summary>
    public static Tensor operator <=(Tensor left, Weight right) => left <= right.Value;

    /// <summary>Whether the left element is greater or equal.</summary>
    public static Tensor operator >=(Weight left, Weight right) => left.Value >= right.Value;

    /// <summary>Whether the left element is greater or equal.</summary>
    public static Tensor operator >=(Weight left, Tensor right) => left.Value >= right;

    /// <summary>Whether the left element is greater or equal.</summary>
    public static Tensor operator >=(Tensor left, Weight right) => left >= right.Value;

    /// <summary>Each element negated.</summary>
    public static Tensor operator -(Weight x) => -x.Value;

    /// <summary>The row at <paramref name="index"/> of the first axis, without that axis; negative counts from the end.</summary>
    public Tensor this[int index] => Value[index];

    /// <summary>The rows at <paramref name="indices"/> of the first axis.</summary>
    public Tensor this[Tensor indices] => Value[indices];
}
