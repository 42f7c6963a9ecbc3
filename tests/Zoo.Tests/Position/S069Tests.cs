using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Position;

[Trait("System", "S069")]
public sealed class S069Tests(ITestOutputHelper log) {
    private readonly Fixture<WithoutPositions> fixture = new("S069", log);

    [Fact]
    public void OneTokenIsThatOfTheReference() => fixture.Check("Score", "1");

    [Fact]
    public void ManyTokensAreThoseOfTheReferenceHoweverTheyAreGiven() {
        fixture.Check("Score", "41");
        fixture.Check("Score", "41", chunks: [6, 1, 33, 1]);
    }
}
