using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Wiring;

[Trait("System", "S081")]
public sealed class S081Tests(ITestOutputHelper log) {
    private readonly Fixture<DynamicDepth> fixture = new("S081", log);

    [Theory]
    [InlineData("Local", "local0")]
    [InlineData("Local", "local1")]
    [InlineData("Local", "local2")]
    [InlineData("Global", "global0")]
    [InlineData("Global", "global1")]
    [InlineData("Global", "global2")]
    public void ResultsAreThoseOfTheReference(string entry, string name) => fixture.Check(entry, name);
}
