using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Wiring;

[Trait("System", "S088")]
public sealed class S088Tests(ITestOutputHelper log) {
    private readonly Fixture<Subformer> fixture = new("S088", log);

    [Fact]
    public void OneTokenIsThatOfTheReference() => fixture.Check("Score", "1");

    [Fact]
    public void ManyTokensAreThoseOfTheReferenceHoweverTheyAreGiven() {
        fixture.Check("Score", "43");
        fixture.Check("Score", "43", chunks: [6, 1, 35, 1]);
    }
}
