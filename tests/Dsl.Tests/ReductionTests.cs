using System;
using System.Linq;
using Xunit;
using static Sinter.Operations;
using static Sinter.Tests.Samples;

namespace Sinter.Tests;

public class ReductionTests {
    static readonly Tensor X = Tensor.From([1f, 2f, 3f, 4f, 5f, -6f], 2, 3);

    [Fact]
    public void Reductions_run_along_any_axis() {
        Is(Sum(X, 0), [3], 5f, 7f, -3f);
        Is(Sum(X, 1), [2], 6f, 3f);
        Is(Sum(X, -1, keep: true), [2, 1], 6f, 3f);
        Is(Product(X, 1), [2], 6f, -120f);
        Is(Max(X, 0), [3], 4f, 5f, 3f);
        Is(Min(X, 1), [2], 1f, -6f);
        Is(Sum(Cast(X, ElementType.I32), 0), [3], 5, 7, -3);
        Is(Max(Cast(X, ElementType.I32), 1), [2], 3, 5);
    }

    [Fact]
    public void A_middle_axis_leaves_its_neighbours() {
        Tensor x = Reals(3, 2, 3, 4);
        float[] values = x.ToArray<float>();
        double[] expected = [.. from a in Enumerable.Range(0, 2) from c in Enumerable.Range(0, 4)
                                select Enumerable.Range(0, 3).Sum(b => (double)values[a * 12 + b * 4 + c])];
        Close(expected, Sum(x, 1), 1e-7);
        Assert.Equal(new Shape(2, 1, 4), Sum(x, 1, keep: true).Shape);
    }

    [Fact]
    public void Empty_axes_give_the_neutral_element() {
        Tensor none = Tensor.From(Array.Empty<float>(), 2, 0);
        Is(Sum(none, 1), [2], 0f, 0f);
        Is(Product(none, 1), [2], 1f, 1f);
        Is(Max(none, 1), [2], float.NegativeInfinity, float.NegativeInfinity);
        Is(Min(none, 1), [2], float.PositiveInfinity, float.PositiveInfinity);
        Is(Max(Tensor.From(Array.Empty<int>(), 0), 0), [], int.MinValue);
        Is(Sum(none, 0), [0], Array.Empty<float>());
    }

    [Fact]
    public void Sums_are_kept_in_double_precision() {
        // In f32 the two ones would vanish beside 2^26.
        Assert.Equal(2, Sum(Tensor.From([67_108_864f, 1f, 1f, -67_108_864f]), 0).Scalar());
        Assert.Equal(2, Contract("i,i->", Tensor.From([67_108_864f, 1f, 1f, -67_108_864f]), Tensor.From([1f, 1f, 1f, 1f])).Scalar());
    }

    [Fact]
    public void Nan_is_the_largest_and_the_smallest() {
        Assert.True(double.IsNaN(Max(Tensor.From([1f, float.NaN, 2f]), 0).Scalar()));
        Assert.True(double.IsNaN(Min(Tensor.From([1f, float.NaN, 2f]), 0).Scalar()));
    }

    [Fact]
    public void Cumulative_sum_includes_its_own_place() {
        Is(CumulativeSum(X, 1), [2, 3], 1f, 3f, 6f, 4f, 9f, 3f);
        Is(CumulativeSum(X, 0), [2, 3], 1f, 2f, 3f, 5f, 7f, -3f);
        Is(CumulativeSum(Tensor.From([1, 2, 3]), 0), [3], 1, 3, 6);
        Is(CumulativeSum(Tensor.From(Array.Empty<float>(), 3, 0), 1), [3, 0], Array.Empty<float>());
    }

    [Fact]
    public void Mean_and_variance_are_those_of_the_population() {
        Tensor x = Tensor.From([2f, 4f, 4f, 4f, 5f, 5f, 7f, 9f]);
        Assert.Equal(5, Mean(x, 0).Scalar());
        Assert.Equal(4, Variance(x, 0).Scalar());
    }

    [Fact]
    public void Softmax_and_log_sum_exp_match_their_equations() {
        Tensor x = Reals(5, 3, 4, 5);
        float[] values = x.ToArray<float>();
        double[] softmax = new double[60], logSumExp = new double[15];
        for (int a = 0; a < 3; a++) {
            for (int c = 0; c < 5; c++) {
                double sum = 0;
                for (int b = 0; b < 4; b++) {
                    sum += Math.Exp(values[a * 20 + b * 5 + c]);
                }
                logSumExp[a * 5 + c] = Math.Log(sum);
                for (int b = 0; b < 4; b++) {
                    softmax[a * 20 + b * 5 + c] = Math.Exp(values[a * 20 + b * 5 + c]) / sum;
                }
            }
        }
        Close(softmax, Softmax(x, 1), 3e-7);
        Close(logSumExp, LogSumExp(x, 1), 3e-7);
        Close(logSumExp, LogSumExp(x, 1, keep: true), 3e-7);
        Assert.Equal(new Shape(3, 1, 5), LogSumExp(x, 1, keep: true).Shape);
    }

    [Fact]
    public void Softmax_bears_large_and_masked_elements() =>
        Is(Softmax(Tensor.From([1e30f, 1e30f, float.NegativeInfinity]), 0), [3], 0.5f, 0.5f, 0f);
}
