using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Position;

[Trait("System", "S066")]
public sealed class S066Tests(ITestOutputHelper log) {
    private readonly Fixture<PartialRotary> fixture = new("S066", log);

    [Fact]
    public void OneTokenIsThatOfTheReference() => fixture.Check("Decode", "1");

    [Fact]
    public void ManyTokensAreThoseOfTheReferenceHoweverTheyAreGiven() {
        fixture.Check("Decode", "41");
        fixture.Check("Decode", "41", chunks: [6, 1, 33, 1]);
    }
}
