using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Wiring;

[Trait("System", "S085")]
public sealed class S085Tests(ITestOutputHelper log) {
    private readonly Fixture<RelaxedRecursive> fixture = new("S085", log);

    [Fact]
    public void OneTokenIsThatOfTheReference() => fixture.Check("Score", "1");

    [Fact]
    public void ManyTokensAreThoseOfTheReferenceHoweverTheyAreGiven() {
        fixture.Check("Score", "38");
        fixture.Check("Score", "38", chunks: [6, 1, 30, 1]);
    }
}
