using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Attention;

[Trait("System", "S004")]
public sealed class S004Tests(ITestOutputHelper log) {
    private readonly Fixture<DifferentialTransformer> fixture = new("S004", log);

    [Fact]
    public void OneTokenIsThatOfTheReference() => fixture.Check("Decode", "1");

    [Fact]
    public void ManyTokensAreThoseOfTheReferenceHoweverTheyAreGiven() {
        fixture.Check("Decode", "41");
        fixture.Check("Decode", "41", chunks: [7, 1, 32, 1]);
    }
}
