using System.Linq;
using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Recurrent;

[Trait("System", "S126")]
public sealed class S126Tests(ITestOutputHelper log) {
    private readonly Fixture<TransNormer> fixture = new("S126", log);

    [Fact]
    public void OneTokenIsThatOfTheReference() => fixture.Check("Forward", "1");

    [Fact]
    public void AllAtOnceIsThatOfTheReference() => fixture.Check("Forward", "22", bound: 2e-5);

    [Fact]
    public void StepsEqualTheParallelForm() {
        fixture.Check("Forward", "22", bound: 2e-5, chunks: [.. Enumerable.Repeat(1, 22)]);
        fixture.Check("Forward", "22", bound: 2e-5, chunks: [5, 1, 15, 1]);
    }
}
