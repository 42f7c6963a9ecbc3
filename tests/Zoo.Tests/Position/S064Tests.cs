using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Position;

[Trait("System", "S064")]
public sealed class S064Tests(ITestOutputHelper log) {
    private readonly Fixture<RoFormer> fixture = new("S064", log);

    [Fact]
    public void DecodingIsThatOfTheReferenceHoweverTokensAreGiven() {
        fixture.Check("Decode", "causal1");
        fixture.Check("Decode", "causal41");
        fixture.Check("Decode", "causal41", chunks: [6, 1, 33, 1]);
    }

    [Fact]
    public void EncodingIsThatOfTheReference() {
        fixture.Check("Encode", "all1");
        fixture.Check("Encode", "all29");
    }
}
