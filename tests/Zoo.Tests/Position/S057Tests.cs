using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Position;

[Trait("System", "S057")]
public sealed class S057Tests(ITestOutputHelper log) {
    private readonly Fixture<IndependentNorm> fixture = new("S057", log);

    [Theory]
    [InlineData("Encode", "1")]
    [InlineData("Encode", "39")]
    public void ResultsAreThoseOfTheReference(string entry, string name) => fixture.Check(entry, name);
}
