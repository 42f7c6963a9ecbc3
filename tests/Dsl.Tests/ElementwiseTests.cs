using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using static Sinter.Operations;
using static Sinter.Tests.Samples;

namespace Sinter.Tests;

public class ElementwiseTests {
    static readonly Tensor Row = Tensor.From([1f, -2f, 3f]);
    static readonly Tensor Column = Tensor.From([10f, 20f], 2, 1);

    [Fact]
    public void Arithmetic_broadcasts_by_trailing_alignment() {
        Is(Column + Row, [2, 3], 11f, 8f, 13f, 21f, 18f, 23f);
        Is(Column - Row, [2, 3], 9f, 12f, 7f, 19f, 22f, 17f);
        Is(Column * Row, [2, 3], 10f, -20f, 30f, 20f, -40f, 60f);
        Is(Row / Column, [2, 3], 0.1f, -0.2f, 0.3f, 0.05f, -0.1f, 0.15f);
        Is(-Row, [3], -1f, 2f, -3f);
    }

    [Fact]
    public void Integers_divide_toward_zero_and_wrap() {
        Tensor x = Tensor.From([7, -7, int.MaxValue, int.MinValue]);
        Is(x / 2, [4], 3, -3, int.MaxValue / 2, int.MinValue / 2);
        Is(x % 4, [4], 3, -3, 3, 0);
        Is(x + 1, [4], 8, -6, int.MinValue, int.MinValue + 1);
        Is(x / -1, [4], -7, 7, -int.MaxValue, int.MinValue);
        Is(Abs(x), [4], 7, 7, int.MaxValue, int.MinValue);
        Assert.Throws<DivideByZeroException>(() => x / 0);
    }

    [Fact]
    public void Remainder_has_the_sign_of_the_dividend() =>
        Is(Remainder(Tensor.From([5.5f, -5.5f, 5.5f]), Tensor.From([2f, 2f, -2f])), [3], 1.5f, -1.5f, 1.5f);

    public static TheoryData<string, double, double> Known => new() {
        { "exp", 1, Math.E },
        { "log", 10, 2.302585092994046 },
        { "sqrt", 2, 1.4142135623730951 },
        { "rsqrt", 4, 0.5 },
        { "sin", 1, 0.8414709848078965 },
        { "cos", 1, 0.5403023058681398 },
        { "tanh", 0.5, 0.46211715726000973 },
        { "sigmoid", -1, 0.2689414213699951 },
        { "floor", -1.5, -2 },
        { "ceiling", -1.5, -1 },
        { "round", 2.5, 2 },
        { "round", -3.5, -4 },
        { "abs", -1.25, 1.25 },
        // The error function's values are those of Abramowitz and Stegun, table 7.1.
        { "erf", 0.5, 0.5204998778130465 },
        { "erf", -1, -0.8427007929497149 },
        { "erf", 2, 0.9953222650189527 },
        { "erf", 3.5, 0.9999992569016276 },
        { "erf", 9, 1 },
        { "erf", 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Functions_have_their_known_values(string name, double x, double expected) {
        var functions = new Dictionary<string, Func<Tensor, Tensor>> {
            ["exp"] = Exp, ["log"] = Log, ["sqrt"] = Sqrt, ["rsqrt"] = ReciprocalSqrt, ["sin"] = Sin, ["cos"] = Cos, ["tanh"] = Tanh,
            ["sigmoid"] = Sigmoid, ["floor"] = Floor, ["ceiling"] = Ceiling, ["round"] = Round, ["abs"] = Abs, ["erf"] = Erf,
        };
        Close([expected], functions[name](Tensor.From([(float)x])), 6e-8);
    }

    [Fact]
    public void Power_minimum_and_maximum_take_a_pair() {
        Close([8, 0.25, 3], Power(Tensor.From([2f, 4f, 9f]), Tensor.From([3f, -1f, 0.5f])), 0);
        Is(Minimum(Row, 0f), [3], 0f, -2f, 0f);
        Is(Maximum(Row, 0f), [3], 1f, 0f, 3f);
        Assert.True(double.IsNaN(Maximum(float.NaN, Tensor.From([1f])).Scalar()));
        Assert.True(double.IsNaN(Minimum(Tensor.From([1f]), float.NaN).Scalar()));
    }

    [Fact]
    public void Logic_works_on_truths_and_on_bits() {
        Tensor a = Tensor.From([true, true, false, false]), b = Tensor.From([true, false, true, false]);
        Is(a & b, [4], true, false, false, false);
        Is(a | b, [4], true, true, true, false);
        Is(a ^ b, [4], false, true, true, false);
        Is(!a, [4], false, false, true, true);
        Is(Tensor.From([12]) & Tensor.From([10]), [1], 8);
        Is(Tensor.From([12]) | Tensor.From([10]), [1], 14);
        Is(Tensor.From([12]) ^ Tensor.From([10]), [1], 6);
        Is(!Tensor.From([12]), [1], -13);
    }

    [Fact]
    public void Comparisons_give_truths_and_nan_equals_nothing() {
        Tensor x = Tensor.From([1f, 2f, float.NaN]), y = Tensor.From([2f, 2f, float.NaN]);
        Is(Equal(x, y), [3], false, true, false);
        Is(NotEqual(x, y), [3], true, false, true);
        Is(x < y, [3], true, false, false);
        Is(x <= y, [3], true, true, false);
        Is(x > y, [3], false, false, false);
        Is(x >= y, [3], false, true, false);
        Is(Equal(Tensor.From([true, false]), false), [2], false, true);
    }

    [Fact]
    public void Select_takes_from_either_side_and_broadcasts_all_three() {
        Tensor condition = Tensor.From([true, false], 2, 1);
        Is(Select(condition, Row, 0f), [2, 3], 1f, -2f, 3f, 0f, 0f, 0f);
        Is(Select(true, Tensor.From([1, 2]), Tensor.From([3], 1, 1)), [1, 2], 1, 2);
    }

    [Fact]
    public void Cast_rounds_cuts_and_saturates() {
        Tensor x = Tensor.From([1.9f, -1.9f, 1e20f, float.NaN, float.NegativeInfinity]);
        Is(Cast(x, ElementType.I32), [5], 1, -1, int.MaxValue, 0, int.MinValue);
        Is(Cast(x, ElementType.Bool), [5], true, true, true, true, true);
        Is(Cast(Tensor.From([0, 3]), ElementType.Bool), [2], false, true);
        Is(Cast(Tensor.From([true, false]), ElementType.F32), [2], 1f, 0f);
        Is(Cast(Tensor.From([(1L << 32) + 5]), ElementType.I32), [1], 5);
        // 2^24 + 1 is the first integer that f32 lacks.
        Is(Cast(Tensor.From([16_777_217]), ElementType.F32), [1], 16_777_216f);
    }

    [Fact]
    public void Every_operation_rounds_to_the_element_type() {
        Tensor third = Tensor.From([1f]) / 3f;
        Assert.Equal(1f / 3f, third.Scalar());
        Assert.Equal((double)((Half)1 / (Half)3), (Tensor.From([(Half)1]) / 3f).Scalar());
        Assert.Equal(ElementType.F16, (Tensor.From([(Half)1]) / 3f).ElementType);
    }

    [Fact]
    public void Brain_floats_are_the_nearest_ties_to_even() {
        // 8 significant bits: next to 1 stand 1 +- 2^-7 (above) and 2^-8 (below).
        float step = 1 / 128f;
        Tensor x = Tensor.From([1f, 1 + step / 2, 1 + 3 * step / 2, MathF.BitIncrement(1 + step / 2), -3.4e38f, 1e-40f, float.PositiveInfinity]);
        double[] rounded = Cast(x, ElementType.BF16).ToArray<double>();
        Assert.Equal([1, 1, 1 + 2 * step, 1 + step, double.NegativeInfinity], rounded.Take(5));
        Assert.InRange(rounded[5], 0.9e-40, 1.1e-40);
        Assert.Equal(double.PositiveInfinity, rounded[6]);
        Assert.True(double.IsNaN(Cast(Tensor.From([float.NaN]), ElementType.BF16).Scalar()));
        // 1 + 2^-8 (a tie) and a hair above it: a first rounding to f32 would lose the hair.
        Tensor tie = Cast(Tensor.From([1f]), ElementType.BF16) + Cast(Tensor.From([1 / 256f]), ElementType.BF16);
        Assert.Equal(1, tie.Scalar());
        Tensor hair = Cast(Tensor.From([1f, 1 / 256f, 1e-12f]), ElementType.BF16);
        Assert.Equal(1 + step, Sum(hair, 0).Scalar());
    }

    [Fact]
    public void A_number_takes_the_type_of_the_tensor_it_meets() {
        Is(Tensor.From([1f, 2f]) * 2, [2], 2f, 4f);
        Is(3 - Tensor.From([1, 2]), [2], 2, 1);
        Assert.Equal(ElementType.I64, (Tensor.From([1L]) + 1).ElementType);
    }
}
