using System.Linq;
using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Recurrent;

[Trait("System", "S129")]
public sealed class S129Tests(ITestOutputHelper log) {
    private readonly Fixture<XLstm> fixture = new("S129", log);

    [Fact]
    public void OneTokenIsThatOfTheReference() => fixture.Check("Score", "1");

    [Fact]
    public void AllAtOnceIsThatOfTheReference() => fixture.Check("Score", "20", bound: 2e-5);

    [Fact]
    public void StepsEqualTheParallelForm() {
        fixture.Check("Score", "20", bound: 2e-5, chunks: [.. Enumerable.Repeat(1, 20)]);
        fixture.Check("Score", "20", bound: 2e-5, chunks: [5, 1, 13, 1]);
    }
}
