using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Modality;

[Trait("System", "S223")]
public sealed class S223Tests(ITestOutputHelper log) {
    private readonly Fixture<SpatialTransformer> fixture = new("S223", log);

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void TransformImageAndClassesAreThoseOfTheReference(string @case) => fixture.Check("Classify", @case);

    [Theory]
    [InlineData("own1")]
    [InlineData("own2")]
    public void PlacesBeyondTheImageTakeItsBorder(string @case) => fixture.Check("Straighten", @case);
}
