using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Attention;

[Trait("System", "S026")]
public sealed class S026Tests(ITestOutputHelper log) {
    private readonly Fixture<NeuralAttention> fixture = new("S026", log);

    [Fact]
    public void OneTokenIsThatOfTheReference() => fixture.Check("Decode", "1");

    [Fact]
    public void ManyTokensAreThoseOfTheReferenceHoweverTheyAreGiven() {
        fixture.Check("Decode", "35");
        fixture.Check("Decode", "35", chunks: [4, 1, 30]);
    }
}
