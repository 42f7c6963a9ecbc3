using System;
using Sinter.Rasp.Weights;
using Xunit;
using static Sinter.Rasp.Language;

namespace Sinter.Rasp.Tests.Weights;

public class FirstTests {
    static readonly char[] Letters = ['c', 'a', 'b'];

    [Fact]
    public void Histogram() => Weighted.Holds(RaspProgram.Of((SOp<char> x) => Library.Histogram(x)), Letters);

    [Fact]
    public void Reverse() => Weighted.Holds(RaspProgram.Of((SOp<char> x) => Library.Reverse(x)), Letters);

    [Fact]
    public void Sort() => Weighted.Holds(RaspProgram.Of((SOp<char> x) => Library.Sort(x)), Letters);

    [Fact]
    public void Fractions() => Weighted.Holds(RaspProgram.Of((SOp<char> x) => Library.FractionOfPrevious(x == 'a')), Letters);
}
