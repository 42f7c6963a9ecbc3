using System.Linq;
using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Wiring;

[Trait("System", "S087")]
public sealed class S087Tests(ITestOutputHelper log) {
    private readonly Fixture<GatedTransformerXL> fixture = new("S087", log);

    [Fact]
    public void OneObservationIsThatOfTheReference() => fixture.Check("Act", "1");

    [Fact]
    public void AnEpisodeIsThatOfTheReference() => fixture.Check("Act", "37");

    // An agent acts after every observation.
    [Fact]
    public void OneObservationAtATimeGivesTheSame() => fixture.Check("Act", "37", chunks: [.. Enumerable.Repeat(1, 37)]);
}
