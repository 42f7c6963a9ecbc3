using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Position;

[Trait("System", "S043")]
public sealed class S043Tests(ITestOutputHelper log) {
    private readonly Fixture<LengthExtrapolatable> fixture = new("S043", log);

    [Fact]
    public void OneTokenIsThatOfTheReference() => fixture.Check("Decode", "1");

    [Fact]
    public void ManyTokensAreThoseOfTheReferenceHoweverTheyAreGiven() {
        fixture.Check("Decode", "41");
        fixture.Check("Decode", "41", chunks: [6, 1, 33, 1]);
    }
}
