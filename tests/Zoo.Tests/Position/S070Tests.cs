using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Position;

[Trait("System", "S070")]
public sealed class S070Tests(ITestOutputHelper log) {
    private readonly Fixture<Abacus> fixture = new("S070", log);

    [Fact]
    public void ALoneDigitIsThatOfTheReference() => fixture.Check("Score", "1");

    // Calls end inside numbers too.
    [Fact]
    public void ASumIsThatOfTheReferenceHoweverItIsGiven() {
        fixture.Check("Score", "sum");
        fixture.Check("Score", "sum", chunks: [5, 1, 1, 10, 19, 1]);
    }
}
