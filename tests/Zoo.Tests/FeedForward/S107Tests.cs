using System;
using System.Linq;
using Sinter.Runtime;
using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.FeedForward;

[Trait("System", "S107")]
public sealed class S107Tests(ITestOutputHelper log) {
    private readonly Fixture<TokenFormer> fixture = new("S107", log);

    [Fact]
    public void OneTokenIsThatOfTheReference() => fixture.Check("Forward", "1");

    [Fact]
    public void ManyTokensAreThoseOfTheReferenceHoweverTheyAreGiven() {
        fixture.Check("Forward", "13");
        fixture.Check("Forward", "13", chunks: [6, 1, 6]);
    }

    [Fact]
    public void ParameterTokensWithZeroKeysLeaveTheFunctionAsItIs() {
        Fixture<GrownTokenFormer> grown = new("S107", log);
        Random random = new(107);
        using LoadedModel small = fixture.Load(), large = grown.Load(change: (path, values) => values.Then(new Values(
            Enumerable.Range(0, 4 * values.Shape[1]).Select(_ => path.EndsWith(".key", StringComparison.Ordinal) ? 0f : random.NextSingle() - 0.5f).ToArray(),
            [4, values.Shape[1]])));
        double error = Run(large).ErrorAgainst(Run(small));
        log.WriteLine($"grown against small: {error:E2}");
        Assert.True(error < 1e-6, $"the grown model is {error:E2} from the one it grew from");
    }

    private Values Run(LoadedModel model) {
        using ModelSession session = model.CreateSession();
        EntryCall call = session.Entry("Forward");
        Values x = fixture["input.x.13"];
        x.Give(call, 0);
        call.Run();
        return new Values(call.Output<float>(0).ToArray(), x.Shape);
    }
}
