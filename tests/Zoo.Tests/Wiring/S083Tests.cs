using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Wiring;

[Trait("System", "S083")]
public sealed class S083Tests(ITestOutputHelper log) {
    private readonly Fixture<LoopedTransformer> fixture = new("S083", log);

    [Theory]
    [InlineData("Predict", "1points1turns")]
    [InlineData("Predict", "13points1turns")]
    [InlineData("Predict", "13points4turns")]
    [InlineData("Predict", "25points12turns")]
    [InlineData("Predict", "9points40turns")]
    public void ResultsAreThoseOfTheReference(string entry, string name) => fixture.Check(entry, name);
}
