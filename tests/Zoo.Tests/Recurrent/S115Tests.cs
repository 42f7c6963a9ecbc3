using System.Linq;
using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Recurrent;

[Trait("System", "S115")]
public sealed class S115Tests(ITestOutputHelper log) {
    private readonly Fixture<S4> fixture = new("S115", log);

    [Fact]
    public void OneTokenIsThatOfTheReference() => fixture.Check("Forward", "1");

    [Fact]
    public void AllAtOnceIsThatOfTheReference() => fixture.Check("Forward", "53", bound: 2e-5);

    [Fact]
    public void StepsEqualTheParallelForm() {
        fixture.Check("Forward", "53", bound: 2e-5, chunks: [.. Enumerable.Repeat(1, 53)]);
        fixture.Check("Forward", "53", bound: 2e-5, chunks: [5, 1, 46, 1]);
    }

    [Fact]
    public void TheConvolutionByTransformsEqualsTheRecurrence() {
        fixture.Check("Forward", "25", bound: 2e-5);
        fixture.Check("Convolved", "25", bound: 2e-5);
    }
}
