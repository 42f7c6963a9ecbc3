using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Position;

[Trait("System", "S051")]
public sealed class S051Tests(ITestOutputHelper log) {
    private readonly Fixture<BetterRelativePositions> fixture = new("S051", log);

    [Theory]
    [InlineData("First", "first1")]
    [InlineData("First", "first23")]
    [InlineData("Second", "second1")]
    [InlineData("Second", "second23")]
    [InlineData("Third", "third1")]
    [InlineData("Third", "third23")]
    [InlineData("Fourth", "fourth1")]
    [InlineData("Fourth", "fourth23")]
    public void ResultsAreThoseOfTheReference(string entry, string name) => fixture.Check(entry, name);
}
