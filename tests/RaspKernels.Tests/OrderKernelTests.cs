using System.Linq;
using Xunit;
using static Sinter.Rasp.Tests.Comparing;
using Kernels = Sinter.Rasp.Tests.OrderPrograms.Kernels;
using Programs = Sinter.Rasp.Tests.OrderPrograms;

namespace Sinter.Rasp.Tests;

public class OrderKernelTests {
    static readonly int[] Numbers = [-1, 1, 2];
    static readonly double[] Reals = [0.1, 0.1 + 1e-17 + 2e-17, -2.75];
    static readonly double[] Odd = [double.NaN, 1.5, -0.0];
    static readonly (double, int)[] Pairs = [(0.5, 1), (double.NaN, 1), (0.5, -3)];
    static readonly long[] Wide = [long.MaxValue, -3, long.MinValue / 2];

    [Fact]
    public void EqualAndNear() {
        AreOne(Programs.EqualInWindow, Kernels.EqualInWindow, Inputs(Numbers));
        AreOne(Programs.OfEqualInWindow, Kernels.OfEqualInWindow, Inputs(Numbers));
        AreOne(Programs.EqualToAnother, Kernels.EqualToAnother, Inputs(Numbers));
        AreOne(Programs.ClosestOfEqual, Kernels.ClosestOfEqual, Inputs(Numbers));
        AreOne(Programs.ClosestOfPositions, Kernels.ClosestOfPositions, Inputs(0, 1, 3));
    }

    [Fact]
    public void EqualAndLess() {
        AreOne(Programs.EqualAndLess, Kernels.EqualAndLess, Inputs(0, 1, 2, 4));
        AreOne(Programs.BetweenValues, Kernels.BetweenValues, Inputs(0, 1, 2, 4));
    }

    [Fact]
    public void TwoOrders() {
        AreOne(Programs.LessAndBefore, Kernels.LessAndBefore, Inputs(Numbers));
        AreOne(Programs.LessAndBefore, Kernels.LessAndBefore, Enumerable.Range(1, 40).Select(length => Enumerable.Range(0, length).Select(i => i * 37 % 41).ToArray()));
        AreOne(Programs.NotEqualBefore, Kernels.NotEqualBefore, Inputs(Numbers));
        AreOne(Programs.EqualLessAndBefore, Kernels.EqualLessAndBefore, Inputs(0, 1, 2, 4));
        AreOne(Programs.LessInTwoOrders, Kernels.LessInTwoOrders, Inputs(0, 1, 2, 4));
    }

    [Fact]
    public void Windows() {
        AreOne(Programs.InWindow, Kernels.InWindow, Inputs(Numbers));
        AreOne(Programs.RealInWindow, Kernels.RealInWindow, Inputs(Reals));
    }

    [Fact]
    public void RealNumbers() {
        AreOne(Programs.Reals, Kernels.Reals, Inputs(Reals));
        AreOne(Programs.Reals, Kernels.Reals, Inputs(Odd));
        AreOne(Programs.Reals, Kernels.Reals, Inputs(0.0, -0.0, double.NegativeInfinity));
        AreOne(Programs.SortedReals, Kernels.SortedReals, Inputs(Reals));
        AreOne(Programs.RealPairs, Kernels.RealPairs, Inputs(Pairs));
        AreOne(Programs.GreatestRealPair, Kernels.GreatestRealPair, Inputs(Pairs));
        AreOne(Programs.LeastRealPair, Kernels.LeastRealPair, Inputs(Pairs));
        AreOne(Programs.BestRealPair, Kernels.BestRealPair, Inputs(Pairs));
    }

    [Fact]
    public void Nullables() {
        AreOne(Programs.NullableKeys, Kernels.NullableKeys, Inputs<int?>(null, 3, -1));
        AreOne(Programs.NotOfNullableKeys, Kernels.NotOfNullableKeys, Inputs<int?>(null, 3, -1));
        AreOne(Programs.GreatestNullable, Kernels.GreatestNullable, Inputs<int?>(null, 3, -1));
        AreOne(Programs.LeastNullable, Kernels.LeastNullable, Inputs<int?>(null, 3, -1));
        AreOne(Programs.GreatestNullableReal, Kernels.GreatestNullableReal, Inputs<double?>(null, double.NaN, 2.5));
        AreOne(Programs.BestNullable, Kernels.BestNullable, Inputs<int?>(null, 3, -1));
    }

    [Fact]
    public void Fractions() {
        AreOne(Programs.FractionKeys, Kernels.FractionKeys, Inputs(Numbers));
        AreOne(Programs.SortedByFraction, Kernels.SortedByFraction, Inputs(Numbers));
        AreOne(Programs.GreatestFraction, Kernels.GreatestFraction, Inputs(Numbers));
        AreOne(Programs.BestFraction, Kernels.BestFraction, Inputs(Numbers));
        AreOne(Programs.SumOfFractions, Kernels.SumOfFractions, Inputs(Numbers).Where(input => input.Length < 40));
        AreOne(Programs.MeanOfFractions, Kernels.MeanOfFractions, Inputs(Numbers).Where(input => input.Length < 40));
    }

    [Fact]
    public void WideIntegers() {
        AreOne(Programs.SumOfLong, Kernels.SumOfLong, Inputs(Wide));
        AreOne(Programs.MeanOfLong, Kernels.MeanOfLong, Inputs(Wide));
        AreOne(Programs.MeanOfLong, Kernels.MeanOfLong, Inputs(long.MaxValue, long.MaxValue - 4, 12));
    }
}
