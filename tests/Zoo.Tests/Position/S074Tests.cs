using System;
using System.Linq;
using Sinter.Runtime;
using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Position;

[Trait("System", "S074")]
public sealed class S074Tests(ITestOutputHelper log) {
    private readonly Fixture<UniversalRelativePositions> fixture = new("S074", log);

    [Fact]
    public void WithTheMultiplierItIsTheReference() {
        fixture.Check("Universal", "with1");
        fixture.Check("Universal", "with33");
        fixture.Check("Universal", "with60");
    }

    [Fact]
    public void WithoutTheMultiplierItIsTheReference() {
        fixture.Check("Limited", "without1");
        fixture.Check("Limited", "without33");
    }

    // The paper's claim: relative positions inside the softmax give equal tokens equal results; with the multiplier they differ.
    [Theory]
    [InlineData(7)]
    [InlineData(60)]
    public void EqualTokensAreToldApartByTheMultiplierAlone(int time) {
        float[] token = fixture["input.x.with33"].Floats[..21];
        float[] x = [.. Enumerable.Range(0, time).SelectMany(_ => token)];
        using LoadedModel model = fixture.Load(threads: 2);
        double limited = Spread(Run(model, "Limited", x)), universal = Spread(Run(model, "Universal", x));
        log.WriteLine($"{time} equal tokens: their results differ by {limited:E2} without the multiplier, by {universal:E2} with it");
        Assert.True(limited <= 2e-6, $"without the multiplier the results of {time} equal tokens differ by {limited:E2}");
        Assert.True(universal >= 0.05, $"with the multiplier the results of {time} equal tokens differ by no more than {universal:E2}");

        Tensor same = Tensor.From(x, time, 21);
        UniversalRelativePositions eager = fixture.Eager();
        Assert.True(Spread(Step.Run(0, same, eager.Limited).ToArray<float>()) <= 2e-6);
        Assert.True(Spread(Step.Run(0, same, eager.Universal).ToArray<float>()) >= 0.05);
    }

    private static float[] Run(LoadedModel model, string entry, float[] x) {
        using ModelSession session = model.CreateSession();
        EntryCall call = session.Entry(entry);
        call.Input<float>(0, x);
        call.Run();
        return call.Output<float>(0).ToArray();
    }

    // The largest distance of a row from the first, in parts of the largest magnitude.
    private static double Spread(float[] rows) =>
        rows.Select((value, at) => Math.Abs((double)value - rows[at % 21])).Max() / rows.Max(value => Math.Abs((double)value));
}
