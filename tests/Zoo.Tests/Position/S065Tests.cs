using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Position;

[Trait("System", "S065")]
public sealed class S065Tests(ITestOutputHelper log) {
    private readonly Fixture<RotaryVision> fixture = new("S065", log);

    [Theory]
    [InlineData("Axial", "axial1x1")]
    [InlineData("Axial", "axial5x7")]
    [InlineData("Axial", "axial8x3")]
    [InlineData("Mixed", "mixed1x1")]
    [InlineData("Mixed", "mixed5x7")]
    [InlineData("Mixed", "mixed8x3")]
    public void ResultsAreThoseOfTheReference(string entry, string name) => fixture.Check(entry, name);
}
