using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Attention;

[Trait("System", "S013")]
public sealed class S013Tests(ITestOutputHelper log) {
    private readonly Fixture<ForgettingTransformer> fixture = new("S013", log);

    [Fact]
    public void OneTokenIsThatOfTheReference() => fixture.Check("Decode", "1");

    [Fact]
    public void ManyTokensAreThoseOfTheReferenceHoweverTheyAreGiven() {
        fixture.Check("Decode", "45");
        fixture.Check("Decode", "45", chunks: [1, 1, 1, 2, 39, 1]);
    }
}
