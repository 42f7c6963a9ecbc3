using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Wiring;

[Trait("System", "S090")]
public sealed class S090Tests(ITestOutputHelper log) {
    private readonly Fixture<NormalizedTransformer> fixture = new("S090", log);

    [Fact]
    public void OneTokenIsThatOfTheReference() => fixture.Check("Score", "1");

    [Fact]
    public void ManyTokensAreThoseOfTheReferenceHoweverTheyAreGiven() {
        fixture.Check("Score", "45");
        fixture.Check("Score", "45", chunks: [6, 1, 37, 1]);
    }
}
