using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Position;

[Trait("System", "S056")]
public sealed class S056Tests(ITestOutputHelper log) {
    private readonly Fixture<LongEmbed> fixture = new("S056", log);

    [Theory]
    [InlineData("Grouped", "grouped1")]
    [InlineData("Grouped", "grouped61")]
    [InlineData("Recurrent", "recurrent1")]
    [InlineData("Recurrent", "recurrent61")]
    [InlineData("Interpolated", "interpolated1")]
    [InlineData("Interpolated", "interpolated61")]
    [InlineData("SelfExtended", "extended1")]
    [InlineData("SelfExtended", "extended61")]
    public void ResultsAreThoseOfTheReference(string entry, string name) => fixture.Check(entry, name);
}
