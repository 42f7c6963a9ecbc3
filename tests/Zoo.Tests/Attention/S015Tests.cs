using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Attention;

[Trait("System", "S015")]
public sealed class S015Tests(ITestOutputHelper log) {
    private readonly Fixture<SparseTransformer> fixture = new("S015", log);

    [Fact]
    public void OneTokenIsThatOfTheReference() => fixture.Check("Decode", "1");

    [Fact]
    public void ManyTokensAreThoseOfTheReferenceHoweverTheyAreGiven() {
        fixture.Check("Decode", "50");
        fixture.Check("Decode", "50", chunks: [9, 1, 1, 39]);
    }
}
