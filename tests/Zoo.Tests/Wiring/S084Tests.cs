using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Wiring;

/// <summary>The claim: the same weights give the same logits by LayerNorm, by RMSNorm and by CRMSNorm, each held against the Pre-LN reference.</summary>
[Trait("System", "S084")]
public sealed class S084Tests(ITestOutputHelper log) {
    private readonly Fixture<PreNormRewrite> fixture = new("S084", log);

    [Theory]
    [InlineData("PreLayerNorm")]
    [InlineData("PreRmsNorm")]
    [InlineData("PreCrmsNorm")]
    public void LogitsAreThoseOfThePreLayerNormNetwork(string entry) {
        fixture.Check(entry, "1", 2e-6);
        fixture.Check(entry, "38", 2e-6);
    }

    // The rewrite costs a call nothing: what it reads of the matrices was prepared at load.
    [Theory]
    [InlineData("PreRmsNorm")]
    [InlineData("PreCrmsNorm")]
    public void ARewrittenNetworkReadsPreparedWeightsAlone(string entry) {
        Assert.Contains("embedding", PlanMemory.WeightsReadBy<PreNormRewrite>("PreLayerNorm"));
        string[] read = PlanMemory.WeightsReadBy<PreNormRewrite>(entry);
        Assert.DoesNotContain(read, name => name is "embedding" or "head" || name.EndsWith("output", System.StringComparison.Ordinal) || name.EndsWith("down", System.StringComparison.Ordinal));
    }
}
