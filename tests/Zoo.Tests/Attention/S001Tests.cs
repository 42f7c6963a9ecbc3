using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Attention;

[Trait("System", "S001")]
public sealed class S001Tests(ITestOutputHelper log) {
    private readonly Fixture<AttentionFreeTransformer> fixture = new("S001", log);

    [Theory]
    [InlineData("Full")]
    [InlineData("Local")]
    [InlineData("Convolution")]
    [InlineData("Simple")]
    public void EveryFormIsThatOfTheReference(string form) {
        fixture.Check(form, "1");
        fixture.Check(form, "29");
    }

    [Fact]
    public void TheSimpleFormDecodesStepByStep() => fixture.Check("Simple", "29", chunks: [11, 1, 1, 16]);
}
