using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Position;

[Trait("System", "S062")]
public sealed class S062Tests(ITestOutputHelper log) {
    private readonly Fixture<ShiftedBasis> fixture = new("S062", log);

    [Theory]
    [InlineData("Paint", "1")]
    [InlineData("Paint", "143")]
    public void ResultsAreThoseOfTheReference(string entry, string name) => fixture.Check(entry, name);
}
