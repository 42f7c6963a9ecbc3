using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Position;

[Trait("System", "S059")]
public sealed class S059Tests(ITestOutputHelper log) {
    private readonly Fixture<RandomizedPositions> fixture = new("S059", log);

    [Theory]
    [InlineData("Waves", "waves1")]
    [InlineData("Waves", "waves33")]
    [InlineData("Turned", "turned1")]
    [InlineData("Turned", "turned33")]
    [InlineData("Falling", "falling1")]
    [InlineData("Falling", "falling33")]
    public void ResultsAreThoseOfTheReference(string entry, string name) => fixture.Check(entry, name);
}
