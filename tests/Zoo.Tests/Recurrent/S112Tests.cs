using System.Linq;
using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Recurrent;

[Trait("System", "S112")]
public sealed class S112Tests(ITestOutputHelper log) {
    private readonly Fixture<Aaren> fixture = new("S112", log);

    [Fact]
    public void OneTokenIsThatOfTheReference() => fixture.Check("Forward", "1");

    [Fact]
    public void AllAtOnceIsThatOfTheReference() => fixture.Check("Forward", "19", bound: 2e-5);

    [Fact]
    public void StepsEqualTheParallelForm() {
        fixture.Check("Forward", "19", bound: 2e-5, chunks: [.. Enumerable.Repeat(1, 19)]);
        fixture.Check("Forward", "19", bound: 2e-5, chunks: [5, 1, 12, 1]);
    }
}
