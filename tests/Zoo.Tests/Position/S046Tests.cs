using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Position;

[Trait("System", "S046")]
public sealed class S046Tests(ITestOutputHelper log) {
    private readonly Fixture<ConditionalPositions> fixture = new("S046", log);

    [Theory]
    [InlineData("Encode", "1x1")]
    [InlineData("Encode", "5x7")]
    [InlineData("Encode", "8x3")]
    public void ResultsAreThoseOfTheReference(string entry, string name) => fixture.Check(entry, name);
}
