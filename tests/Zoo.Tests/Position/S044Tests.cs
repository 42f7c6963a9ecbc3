using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Position;

[Trait("System", "S044")]
public sealed class S044Tests(ITestOutputHelper log) {
    private readonly Fixture<AttentionAlignment> fixture = new("S044", log);

    [Theory]
    [InlineData("Encode", "run1")]
    [InlineData("Encode", "run37")]
    [InlineData("Encode", "cool37")]
    [InlineData("Measure", "seen9")]
    [InlineData("Measure", "seen50")]
    public void ResultsAreThoseOfTheReference(string entry, string name) => fixture.Check(entry, name);
}
