using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Attention;

[Trait("System", "S031")]
public sealed class S031Tests(ITestOutputHelper log) {
    private readonly Fixture<QuantizableTransformer> fixture = new("S031", log);

    [Theory]
    [InlineData("Clipped")]
    [InlineData("Gated")]
    public void BothFormsAreThoseOfTheReference(string form) {
        fixture.Check(form, "1");
        fixture.Check(form, "31");
    }
}
