using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.FeedForward;

[Trait("System", "S101")]
public sealed class S101Tests(ITestOutputHelper log) {
    private readonly Fixture<MonarchMixer> fixture = new("S101", log);

    [Fact]
    public void BlocksAndShufflesGiveWhatTheFullMonarchMatricesGive() => fixture.Check("Mix");

    [Fact]
    public void WithTransformsForMatricesTheMixingIsCausal() => fixture.Check("MixCausally", "causal");
}
