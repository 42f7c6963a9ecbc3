using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Position;

[Trait("System", "S048")]
public sealed class S048Tests(ITestOutputHelper log) {
    private readonly Fixture<TransformerExtrapolation> fixture = new("S048", log);

    [Fact]
    public void OneTokenIsThatOfTheReference() => fixture.Check("Decode", "1");

    [Fact]
    public void ManyTokensAreThoseOfTheReferenceHoweverTheyAreGiven() {
        fixture.Check("Decode", "41");
        fixture.Check("Decode", "41", chunks: [6, 1, 33, 1]);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    public void ReceptiveFieldsAreThoseOfTheReference(string name) => fixture.Check("ReceptiveField", name);
}
