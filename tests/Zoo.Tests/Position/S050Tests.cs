using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Position;

[Trait("System", "S050")]
public sealed class S050Tests(ITestOutputHelper log) {
    private readonly Fixture<GeometryAware> fixture = new("S050", log);

    [Theory]
    [InlineData("Encode", "1")]
    [InlineData("Encode", "35")]
    public void ResultsAreThoseOfTheReference(string entry, string name) => fixture.Check(entry, name);
}
