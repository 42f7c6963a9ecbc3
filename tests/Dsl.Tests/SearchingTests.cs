using System;
using Xunit;
using static Sinter.Operations;
using static Sinter.Tests.Samples;

namespace Sinter.Tests;

public class SearchingTests {
    [Fact]
    public void Any_and_all_of_nothing() {
        Tensor x = Tensor.From([true, false, false, false, true, true], 2, 3);
        Is(Any(x, 1), [2], true, true);
        Is(Any(x, 0, keep: true), [1, 3], true, true, true);
        Is(All(x, 1), [2], false, false);
        Is(All(x, [0, 1]), [], false);
        Is(Any(Tensor.From(Array.Empty<bool>(), 2, 0), 1), [2], false, false);
        Is(All(Tensor.From(Array.Empty<bool>(), 2, 0), 1), [2], true, true);
        Is(Any(Tensor.From([0f, float.NaN]), 0), [], true);
    }

    [Fact]
    public void The_first_of_equals_and_a_NaN_win() {
        Is(ArgMax(Tensor.From([1f, 3f, 3f, 2f]), 0), [], 1);
        Is(ArgMin(Tensor.From([4, 1, 1], 3), 0, keep: true), [1], 1);
        Is(ArgMax(Tensor.From([1f, float.NaN, 3f, float.NaN]), 0), [], 1);
        Is(ArgMin(Tensor.From([1f, float.NaN, 0f]), 0), [], 1);
        Is(ArgMax(Tensor.From([float.NegativeInfinity, float.NegativeInfinity]), 0), [], 0);
        Assert.Equal("argmax: axis 1 of [2, 0] has no elements", Assert.Throws<ShapeException>(() => ArgMax(Tensor.From(Array.Empty<float>(), 2, 0), 1)).Message);
    }

    [Fact]
    public void Log_sum_exp_bears_infinities() {
        float none = float.NegativeInfinity;
        Is(LogSumExp(Tensor.From([none, none, none, 0f, float.PositiveInfinity, 1f], 3, 2), 1), [3], none, 0f, float.PositiveInfinity);
    }

    [Fact]
    public void Several_axes_in_any_order() {
        Tensor x = Tensor.From([1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f], 2, 2, 2);
        Is(Sum(x, [2, 0]), [2], 14f, 22f);
        Is(Product(x, [-1, 1], keep: true), [2, 1, 1], 24f, 1680f);
        Is(Max(x, [0, 1, 2]), [], 8f);
        Is(Min(x, []), [2, 2, 2], 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f);
        Assert.Equal("sum: axis 1 of [2, 2, 2] is named twice", Assert.Throws<ShapeException>(() => Sum(x, [1, -2])).Message);
    }
}
