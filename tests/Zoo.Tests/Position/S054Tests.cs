using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Position;

[Trait("System", "S054")]
public sealed class S054Tests(ITestOutputHelper log) {
    private readonly Fixture<LearnableFourier> fixture = new("S054", log);

    [Theory]
    [InlineData("Encode", "1")]
    [InlineData("Encode", "38")]
    public void ResultsAreThoseOfTheReference(string entry, string name) => fixture.Check(entry, name);
}
