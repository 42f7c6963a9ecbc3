using System;
using Xunit;

namespace Sinter.Runtime.Tests;

public class ExtentTests {
    static readonly Extent Sample = new(new Term(4, 0, 1), new Term(-3, 1), new Term(7));

    [Fact]
    public void TermsAreSummed() {
        Assert.Equal(4 * 5 * 6 - 3 * 6 + 7, Sample.Evaluate([5, 6]));
        Assert.Equal(0, new Extent().Evaluate([]));
        Assert.Equal(64, ((Extent)64).Evaluate([]));
        Assert.Equal(27, new Extent(new Term(1, 0, 0, 0)).Evaluate([3]));
    }

    [Fact]
    public void OverflowIsAnError() {
        Assert.Throws<OverflowException>(() => new Extent(new Term(2, 0)).Evaluate([long.MaxValue]));
        Assert.Throws<OverflowException>(() => new Extent(new Term(1, 0), new Term(1)).Evaluate([long.MaxValue]));
        Assert.Throws<OverflowException>(() => new Extent(new Term(1, 0), new Term(1)).UpperBound([0], [long.MaxValue]));
    }

    [Fact]
    public void TheUpperBoundIsNeverExceeded() {
        long bound = Sample.UpperBound([1, 2], [9, 8]);
        Assert.Equal(4 * 9 * 8 - 3 * 2 + 7, bound);
        for (long first = 1; first <= 9; first++) {
            for (long second = 2; second <= 8; second++) {
                Assert.True(Sample.Evaluate([first, second]) <= bound);
            }
        }
    }

    [Fact]
    public void SymbolsAreRecognised() {
        Assert.True(Sample.DependsOn(1));
        Assert.False(Sample.DependsOn(2));
        Assert.True(new Extent(new Term(1, 3)).IsSymbol(3));
        Assert.False(new Extent(new Term(2, 3)).IsSymbol(3));
        Assert.False(new Extent(new Term(1, 3), new Term(1)).IsSymbol(3));
        Assert.Equal("4*s0*s1 + -3*s1 + 7", Sample.ToString());
    }

    [Fact]
    public void EvaluationAllocatesNothing() {
        long sum = Sample.Evaluate([5, 6]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) {
            sum += Sample.Evaluate([i, i + 1]);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotEqual(0, sum);
    }
}
