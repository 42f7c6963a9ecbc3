using Sinter.Eager;

namespace Sinter;

public sealed partial class Tensor {
    /// <summary>Sum of elements.</summary>
    [Primitive("add")]
    public static Tensor operator +(Tensor left, Tensor right) => Loops.Zip("add", left, right, (a, b) => a + b, (a, b) => a + b);

    /// <summary>Difference of elements.</summary>
    [Primitive("subtract")]
    public static Tensor operator -(Tensor left, Tensor right) => Loops.Zip("subtract", left, right, (a, b) => a - b, (a, b) => a - b);

    /// <summary>Product of elements.</summary>
    [Primitive("multiply")]
    public static Tensor operator *(Tensor left, Tensor right) => Loops.Zip("multiply", left, right, (a, b) => a * b, (a, b) => a * b);

    /// <summary>Quotient of elements; of integers, rounded toward zero.</summary>
    [Primitive("divide")]
    public static Tensor operator /(Tensor left, Tensor right) => Loops.Zip("divide", left, right, (a, b) => a / b, (a, b) => Loops.Divide("divide", a, b));

    /// <summary>The remainder of a division rounded toward zero: it has the sign of the dividend, as in C#.</summary>
    [Primitive("remainder")]
    public static Tensor operator %(Tensor left, Tensor right) =>
        Loops.Zip("remainder", left, right, (a, b) => a % b, (a, b) => a - b * Loops.Divide("remainder", a, b));

    /// <summary>Each element negated.</summary>
    [Primitive("negate")]
    public static Tensor operator -(Tensor x) => Loops.Map("negate", x, a => -a, a => -a);

    /// <summary>Whether the left element is less.</summary>
    [Primitive("less")]
    public static Tensor operator <(Tensor left, Tensor right) => Operations.Less(left, right);

    /// <summary>Whether the left element is greater.</summary>
    [Primitive("greater")]
    public static Tensor operator >(Tensor left, Tensor right) => Operations.Greater(left, right);

    /// <summary>Whether the left element is less or equal.</summary>
    [Primitive("less_equal")]
    public static Tensor operator <=(Tensor left, Tensor right) => Operations.LessEqual(left, right);

    /// <summary>Whether the left element is greater or equal.</summary>
    [Primitive("greater_equal")]
    public static Tensor operator >=(Tensor left, Tensor right) => Operations.GreaterEqual(left, right);

    /// <summary>Conjunction of Bool elements, or of the bits of integers.</summary>
    [Primitive("and")]
    public static Tensor operator &(Tensor left, Tensor right) => Loops.ZipIntegers("and", left, right, (a, b) => a & b);

    /// <summary>Disjunction of Bool elements, or of the bits of integers.</summary>
    [Primitive("or")]
    public static Tensor operator |(Tensor left, Tensor right) => Loops.ZipIntegers("or", left, right, (a, b) => a | b);

    /// <summary>Exclusive disjunction of Bool elements, or of the bits of integers.</summary>
    [Primitive("xor")]
    public static Tensor operator ^(Tensor left, Tensor right) => Loops.ZipIntegers("xor", left, right, (a, b) => a ^ b);

    /// <summary>The bits of integers moved up, zeros following; as in C#, only the low 5 (i32) or 6 (i64) bits of the amount count.</summary>
    [Primitive("shift_left")]
    public static Tensor operator <<(Tensor left, Tensor right) => Loops.Shift("shift_left", left, right, (a, b) => a << b, (a, b) => a << b);

    /// <summary>The bits of integers moved down, copies of the sign following; only the low bits of the amount count.</summary>
    [Primitive("shift_right")]
    public static Tensor operator >>(Tensor left, Tensor right) => Loops.Shift("shift_right", left, right, (a, b) => a >> b, (a, b) => a >> b);

    /// <summary>The bits of integers moved down, zeros following; only the low bits of the amount count.</summary>
    [Primitive("shift_right_unsigned")]
    public static Tensor operator >>>(Tensor left, Tensor right) => Loops.Shift("shift_right_unsigned", left, right, (a, b) => a >>> b, (a, b) => a >>> b);

    /// <summary>Negation of Bool elements, or of the bits of integers.</summary>
    [Primitive("not")]
    public static Tensor operator !(Tensor x) => Loops.Not(x);
}
