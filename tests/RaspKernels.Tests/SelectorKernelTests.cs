using System;
using System.Linq;
using Xunit;
using static Sinter.Rasp.Tests.Comparing;
using Causal = Sinter.Rasp.Tests.CausalPrograms.Kernels;
using Kernels = Sinter.Rasp.Tests.SelectorPrograms.Kernels;
using Programs = Sinter.Rasp.Tests.SelectorPrograms;

namespace Sinter.Rasp.Tests;

public class SelectorKernelTests {
    static readonly int[] Numbers = [-1, 1, 2];
    static readonly double[] Reals = [0.1, -2.75, 1e9];
    static readonly double[] Odd = [double.NaN, 1.5, -0.0];

    [Fact]
    public void Widths() {
        AreOne(Programs.WidthOfInterval, Kernels.WidthOfInterval, Inputs(Numbers));
        AreOne(Programs.WidthOfUnion, Kernels.WidthOfUnion, Inputs(Numbers));
        AreOne(Programs.WidthOfComplement, Kernels.WidthOfComplement, Inputs(Numbers));
        AreOne(Programs.WidthOfNotEqual, Kernels.WidthOfNotEqual, Inputs(Numbers));
        AreOne(Programs.WidthOfPredicate, Kernels.WidthOfPredicate, Inputs(Numbers));
        AreOne(Programs.WidthOfFailingPredicate, Kernels.WidthOfFailingPredicate, Inputs(-3, 1, 2));
        AreOne(Programs.WidthOfTwoOrders, Kernels.WidthOfTwoOrders, Inputs(Numbers));
        AreOne(Programs.WidthOfNothing, Kernels.WidthOfNothing, Inputs(Numbers));
        AreOne(Programs.WideKeys, Kernels.WideKeys, Inputs(long.MinValue, 1L << 32, 1L));
    }

    [Fact]
    public void SumsOfIntegers() {
        AreOne(Programs.SumOfLess, Kernels.SumOfLess, Inputs(Numbers));
        AreOne(Programs.SumOfUnion, Kernels.SumOfUnion, Inputs(Numbers));
        AreOne(Programs.SumThatOverflows, Kernels.SumThatOverflows, Inputs(Numbers));
        AreOne(Programs.Mirrored, Kernels.Mirrored, Inputs(Numbers));
    }

    [Fact]
    public void SumsOfReals() {
        AreOne(Programs.SumOfReals, Kernels.SumOfReals, Inputs(Reals));
        AreOne(Programs.SumOfSingles, Kernels.SumOfSingles, Inputs(0.1f, -3.7f, 1e7f));
    }

    [Fact]
    public void Means() {
        AreOne(Programs.MeanOfReals, Kernels.MeanOfReals, Inputs(Reals));
        AreOne(Programs.MeanOfIntegers, Kernels.MeanOfIntegers, Inputs(Numbers));
        AreOne(Programs.MeanOfEquals, Kernels.MeanOfEquals, Inputs(Numbers));
        AreOne(Programs.MeanOfLetters, Kernels.MeanOfLetters, Inputs('a', 'b', 'c'));
    }

    [Fact]
    public void Extremes() {
        AreOne(Programs.GreatestBefore, Kernels.GreatestBefore, Inputs(Numbers));
        AreOne(Programs.LeastAfter, Kernels.LeastAfter, Inputs(Numbers));
        AreOne(Programs.GreatestOfEquals, Kernels.GreatestOfEquals, Inputs(Numbers));
        AreOne(Programs.LeastOfGreater, Kernels.LeastOfGreater, Inputs(Numbers));
        AreOne(Programs.GreatestInWindow, Kernels.GreatestInWindow, Inputs(Numbers));
        AreOne(Programs.AnyBefore, Kernels.AnyBefore, Inputs(Numbers));
        AreOne(Programs.GreatestReal, Kernels.GreatestReal, Inputs(Odd));
    }

    [Fact]
    public void Picks() {
        AreOne(Programs.FirstGreater, Kernels.FirstGreater, Inputs(Numbers));
        AreOne(Programs.FirstOfLater, Kernels.FirstOfLater, Inputs(Numbers));
        AreOne(Programs.LastOfEqualsBefore, Kernels.LastOfEqualsBefore, Inputs(Numbers));
        AreOne(Programs.LastOfUnion, Kernels.LastOfUnion, Inputs(Numbers));
        AreOne(Programs.ClosestEqual, Kernels.ClosestEqual, Inputs(Numbers));
        AreOne(Programs.ClosestPositive, Kernels.ClosestPositive, Inputs(Numbers));
        AreOne(Programs.ClosestOther, Kernels.ClosestOther, Inputs(Numbers));
    }

    [Fact]
    public void BestByScore() {
        AreOne(Programs.BestOfAll, Kernels.BestOfAll, Inputs(Numbers));
        AreOne(Programs.BestOfEquals, Kernels.BestOfEquals, Inputs(Numbers));
        AreOne(Programs.BestBefore, Kernels.BestBefore, Inputs(Numbers));
        AreOne(Programs.BestOfReals, Kernels.BestOfReals, Inputs(Odd));
        AreOne(Programs.BestByNull, Kernels.BestByNull, Inputs(Numbers));
    }

    [Fact]
    public void Nulls() {
        AreOne(Programs.NullValues, Kernels.NullValues, Inputs(Numbers));
        AreOne(Programs.NullPicked, Kernels.NullPicked, Inputs(Numbers));
        AreOne(Programs.NullKeys, Kernels.NullKeys, Inputs(Numbers));
    }

    [Fact]
    public void WhatIsNoNumber() {
        AreOne(Programs.NaNs, Kernels.NaNs, Inputs(Odd));
        AreOne(Programs.FloatOrder, Kernels.FloatOrder, Inputs(float.NaN, 0f, -0f));
    }

    [Fact]
    public void QueriesThatAreNoKeys() => AreOne(Programs.OtherQueries, Kernels.OtherQueries, Inputs(Numbers));

    [Fact]
    public void CausalOnes() {
        AreOne(CausalPrograms.Histogram, Causal.Histogram, Inputs(Numbers), causal: true);
        AreOne(CausalPrograms.Complement, Causal.Complement, Inputs(Numbers), causal: true);
        AreOne(CausalPrograms.Induction, Causal.Induction, Inputs(Numbers), causal: true);
        AreOne(CausalPrograms.Rank, Causal.Rank, Inputs(Numbers), causal: true);
        AreOne(CausalPrograms.Greatest, Causal.Greatest, Inputs(Numbers), causal: true);
    }

    /// <summary>All pairs of 20,000 positions would be 400 MB of bytes alone; a predicate that streams takes a few tensors of them.</summary>
    [Fact]
    public void PairsAreNeverKept() {
        const int Length = 20_000;
        var random = new Random(7);
        int[] input = [.. Enumerable.Range(0, Length).Select(_ => random.Next(50))];
        Kernels.WidthOfPredicate.Run([1, 2, 3]);
        long before = Process();
        Sequence<int> found = Kernels.WidthOfPredicate.Run(input);
        long grown = Process() - before;
        int[] counts = [.. Enumerable.Range(0, 3).Select(rest => input.Count(x => x % 3 == rest))];
        Assert.Equal(counts[(3 - (Length - 1) % 3) % 3], found[Length - 1]);
        Assert.True(grown < 100L << 20, $"{grown >> 20} MiB");

        static long Process() {
            // The peak of this process so far, as the system counts it.
            string line = System.IO.File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
            return long.Parse(new string([.. line.Where(char.IsDigit)]), System.Globalization.CultureInfo.InvariantCulture) * 1024;
        }
    }
}
