using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.FeedForward;

[Trait("System", "S102")]
public sealed class S102Tests(ITestOutputHelper log) {
    private readonly Fixture<PolyCom> fixture = new("S102", log);

    [Theory]
    [InlineData("1")]
    [InlineData("23")]
    public void PolynomialActivationsAreThoseOfTheReference(string @case) => fixture.Check("Forward", @case);
}
