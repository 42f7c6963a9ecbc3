using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Xunit;

namespace Sinter.Runtime.Tests.Threading;

public class WorkPartsTests {
    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(7, 1)]
    [InlineData(100, 3)]
    [InlineData(100, -1)]
    public void RunsEachPartOnce(int count, int threads) {
        int[] runs = new int[count];
        List<Action> parts = [.. Enumerable.Range(0, count).Select(i => (Action)(() => Interlocked.Increment(ref runs[i])))];

        WorkParts.Run(parts, threads);

        Assert.All(runs, times => Assert.Equal(1, times));
    }

    [Fact]
    public void AFailureReachesTheCaller() {
        List<Action> parts = [() => { }, () => throw new InvalidOperationException("a part failed"), () => { }];

        AggregateException error = Assert.Throws<AggregateException>(() => WorkParts.Run(parts, 2));

        Assert.Equal("a part failed", Assert.Single(error.InnerExceptions).Message);
    }
}
