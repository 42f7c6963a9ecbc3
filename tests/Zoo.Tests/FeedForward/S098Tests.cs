using System;
using System.Linq;
using Sinter.Runtime;
using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.FeedForward;

[Trait("System", "S098")]
public sealed class S098Tests(ITestOutputHelper log) {
    private readonly Fixture<MatFormer> fixture = new("S098", log);

    [Theory]
    [InlineData("Full", "full")]
    [InlineData("Small", "small")]
    [InlineData("Mixed", "mixed")]
    public void EverySubmodelIsThatOfTheReference(string entry, string @case) => fixture.Check(entry, @case, chunks: [12, 1, 6]);

    [Fact]
    public void ASlicedModelEqualsTheSameExtractedFromTheCheckpoint() {
        Fixture<MatFormerExtracted> extracted = new("S098", log);
        using LoadedModel whole = fixture.Load(), part = extracted.Load(change: Extract);
        using ModelSession sliced = whole.CreateSession(), own = part.CreateSession();
        Values tokens = fixture["input.tokens.mixed"];
        Values first = Run(sliced, tokens), second = Run(own, tokens);
        double error = second.ErrorAgainst(first);
        log.WriteLine($"sliced against extracted: {error:E2}");
        Assert.True(error < 1e-6, $"the extracted model is {error:E2} from the sliced one");
        Assert.True(second.ErrorAgainst(fixture["output.logits.full"]) > 0.01, "the submodel does not differ from the whole, so nothing was tested");
    }

    private static Values Run(ModelSession session, Values tokens) {
        EntryCall call = session.Entry("Mixed");
        tokens.Give(call, 0);
        call.Run();
        return new Values(call.Output<float>(0).ToArray(), [tokens.Shape[0], 29]);
    }

    // The first 11 units of layer 0 and the first 5 of layer 1.
    private static Values Extract(string path, Values values) {
        int units = path.Contains("layers.0", StringComparison.Ordinal) ? 11 : 5;
        if (path.EndsWith(".up.weight", StringComparison.Ordinal)) {
            return values.Rows(0, units);
        }
        if (!path.EndsWith(".down.weight", StringComparison.Ordinal)) {
            return values;
        }
        float[] columns = [.. values.Floats.Where((_, i) => i % values.Shape[1] < units)];
        return new Values(columns, [values.Shape[0], units]);
    }
}
