using System.Linq;
using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Attention;

[Trait("System", "S038")]
public sealed class S038Tests(ITestOutputHelper log) {
    private readonly Fixture<TransformerXL> fixture = new("S038", log);

    [Fact]
    public void SegmentsSeeTheMemoryOfThoseBefore() => fixture.Check("Decode", "segments", chunks: [17, 4, 24, 1, 10]);

    [Fact]
    public void SegmentsOfOneTokenAreSteps() => fixture.Check("Decode", "steps", chunks: [.. Enumerable.Repeat(1, 30)]);
}
