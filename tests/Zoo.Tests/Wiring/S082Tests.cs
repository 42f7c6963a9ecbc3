using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Wiring;

[Trait("System", "S082")]
public sealed class S082Tests(ITestOutputHelper log) {
    private readonly Fixture<LatentFlow> fixture = new("S082", log);

    [Theory]
    [InlineData("Score", "1in1")]
    [InlineData("Score", "31in3")]
    [InlineData("Score", "44in12")]
    public void ResultsAreThoseOfTheReference(string entry, string name) => fixture.Check(entry, name);
}
