using System.Linq;
using Sinter.Runtime;
using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Modality;

[Trait("System", "S237")]
public sealed class S237Tests(ITestOutputHelper log) {
    private readonly Fixture<ITransformer> fixture = new("S237", log);

    [Theory]
    [InlineData("1")]
    [InlineData("7")]
    [InlineData("37")]
    public void ForecastsOfAnyNumberOfVariatesAreThoseOfTheReference(string @case) => fixture.Check("Forecast", @case);

    [Fact]
    public void TheOrderOfVariatesDoesNotMatter() {
        Values x = fixture["input.x.7"], expected = fixture["output.forecast.7"];
        using LoadedModel model = fixture.Load();
        using ModelSession session = model.CreateSession();
        EntryCall call = session.Entry("Forecast");
        Reversed(x).Give(call, 0);
        call.Run();
        double error = new Values(call.Output<float>(0).ToArray(), expected.Shape).ErrorAgainst(Reversed(expected));
        Assert.True(error < 1e-5, $"variates in reverse order give forecasts {error:E2} from those in order");
    }

    private static Values Reversed(Values series) {
        int variates = series.Shape[1];
        return new Values(series.Floats.Select((_, i) => series.Floats[i - i % variates + variates - 1 - i % variates]).ToArray(), series.Shape);
    }
}
