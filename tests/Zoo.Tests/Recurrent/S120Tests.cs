using System.Linq;
using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Recurrent;

[Trait("System", "S120")]
public sealed class S120Tests(ITestOutputHelper log) {
    private readonly Fixture<MambaLanguageModel> fixture = new("S120", log);

    [Fact]
    public void OneTokenIsThatOfTheReference() => fixture.Check("Score", "1");

    [Fact]
    public void AllAtOnceIsThatOfTheReference() => fixture.Check("Score", "21", bound: 2e-5);

    [Fact]
    public void StepsEqualTheParallelForm() {
        fixture.Check("Score", "21", bound: 2e-5, chunks: [.. Enumerable.Repeat(1, 21)]);
        fixture.Check("Score", "21", bound: 2e-5, chunks: [5, 1, 14, 1]);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("21")]
    public void TheAssociativeScanEqualsTheSteps(string @case) => fixture.Check("Prefill", @case, bound: 2e-5);

    [Fact]
    public void TheAssociativeScanGoesOnFromEarlierStates() => fixture.Check("Prefill", "21", bound: 2e-5, chunks: [9, 1, 11]);
}
