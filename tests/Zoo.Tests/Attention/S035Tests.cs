using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Attention;

[Trait("System", "S035")]
public sealed class S035Tests(ITestOutputHelper log) {
    private readonly Fixture<SparseQueryAttention> fixture = new("S035", log);

    [Fact]
    public void OneTokenIsThatOfTheReference() => fixture.Check("Decode", "1");

    [Fact]
    public void ManyTokensAreThoseOfTheReferenceHoweverTheyAreGiven() {
        fixture.Check("Decode", "37");
        fixture.Check("Decode", "37", chunks: [5, 1, 30, 1]);
    }
}
