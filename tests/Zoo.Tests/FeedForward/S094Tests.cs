using System.Linq;
using Sinter.Runtime;
using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.FeedForward;

[Trait("System", "S094")]
public sealed class S094Tests(ITestOutputHelper log) {
    private readonly Fixture<StructuredFeedForward> fixture = new("S094", log);

    [Theory]
    [InlineData("1")]
    [InlineData("17")]
    public void FactorsGiveWhatTheFullMatricesGive(string @case) => fixture.Check("Factored", @case);

    [Theory]
    [InlineData("1")]
    [InlineData("17")]
    public void MatricesMultipliedOutAtLoadGiveTheSame(string @case) => fixture.Check("Merged", @case);

    [Fact]
    public void PreMergedEqualsFactored() {
        using LoadedModel model = fixture.Load();
        using ModelSession session = model.CreateSession();
        Values x = fixture["input.x.17"];
        Values[] results = [.. new[] { "Factored", "Merged" }.Select(entry => {
            x.Give(session.Entry(entry), 0);
            session.Entry(entry).Run();
            return new Values(session.Entry(entry).Output<float>(0).ToArray(), x.Shape);
        })];
        double error = results[1].ErrorAgainst(results[0]);
        Assert.True(error < 5e-6, $"merged is {error:E2} from factored");
    }
}
