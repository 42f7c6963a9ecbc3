using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Attention;

[Trait("System", "S025")]
public sealed class S025Tests(ITestOutputHelper log) {
    [Fact]
    public void AnImagesLogitsAreThoseOfTheReference() => new Fixture<PoolFormer>("S025", log).Check("Classify");
}
