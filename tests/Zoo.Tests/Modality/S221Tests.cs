using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Modality;

[Trait("System", "S221")]
public sealed class S221Tests(ITestOutputHelper log) {
    private readonly Fixture<SegFormer> fixture = new("S221", log);

    [Theory]
    [InlineData("Segment", "main")]
    [InlineData("SegmentOther", "other")]
    public void ClassesAreThoseOfTheReferenceAtEachResolution(string entry, string @case) => fixture.Check(entry, @case);
}
