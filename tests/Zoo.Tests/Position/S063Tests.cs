using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Position;

[Trait("System", "S063")]
public sealed class S063Tests(ITestOutputHelper log) {
    private readonly Fixture<ImageRelativePositions> fixture = new("S063", log);

    [Theory]
    [InlineData("Bias", "bias")]
    [InlineData("Contextual", "contextual")]
    public void ResultsAreThoseOfTheReference(string entry, string name) => fixture.Check(entry, name);
}
