using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Wiring;

[Trait("System", "S086")]
public sealed class S086Tests(ITestOutputHelper log) {
    private readonly Fixture<EmbeddingCoupling> fixture = new("S086", log);

    [Theory]
    [InlineData("Encode", "encode1")]
    [InlineData("Encode", "encode37")]
    [InlineData("Fill", "fill1")]
    [InlineData("Fill", "fill37")]
    public void ResultsAreThoseOfTheReference(string entry, string name) => fixture.Check(entry, name);
}
