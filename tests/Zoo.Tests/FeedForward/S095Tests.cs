using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.FeedForward;

[Trait("System", "S095")]
public sealed class S095Tests(ITestOutputHelper log) {
    private readonly Fixture<CoFrGeNet> fixture = new("S095", log);

    [Fact]
    public void OneTokenIsThatOfTheReference() => fixture.Check("Score", "1");

    [Fact]
    public void TokensGivenAtOnceOrOneByOneAreThoseOfTheReference() {
        fixture.Check("Score", "21", bound: 5e-5);
        fixture.Check("Score", "21", bound: 5e-5, chunks: [4, 1, 1, 15]);
    }
}
