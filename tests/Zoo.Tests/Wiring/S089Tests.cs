using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Wiring;

[Trait("System", "S089")]
public sealed class S089Tests(ITestOutputHelper log) {
    private readonly Fixture<WideAttention> fixture = new("S089", log);

    [Theory]
    [InlineData("Deep", "deep")]
    [InlineData("Wide", "wide")]
    [InlineData("WideLinear", "linear")]
    public void ClassesAreThoseOfTheReference(string entry, string name) {
        fixture.Check(entry, name + "1");
        fixture.Check(entry, name + "44");
    }
}
