using System.Linq;
using Sinter.Runtime;
using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Recurrent;

[Trait("System", "S122")]
public sealed class S122Tests(ITestOutputHelper log) {
    private readonly Fixture<DeltaNet> fixture = new("S122", log);

    [Fact]
    public void OneTokenIsThatOfTheReference() => fixture.Check("Forward", "1");

    [Fact]
    public void AllAtOnceIsThatOfTheReference() => fixture.Check("Forward", "24", bound: 2e-5);

    [Fact]
    public void StepsEqualTheParallelForm() {
        fixture.Check("Forward", "24", bound: 2e-5, chunks: [.. Enumerable.Repeat(1, 24)]);
        fixture.Check("Forward", "24", bound: 2e-5, chunks: [5, 1, 17, 1]);
    }

    [Fact]
    public void StepsOfTheDeltaRuleAloneAreThoseOfTheReference() => fixture.Check("Steps", "steps", bound: 2e-5);

    [Fact]
    public void ChunksEqualSteps() {
        Values x = fixture["input.x.steps"], expected = fixture["output.y.steps"];
        using LoadedModel model = fixture.Load();
        using ModelSession session = model.CreateSession();
        EntryCall chunk = session.Entry("Chunk"), steps = session.Entry("Steps");
        // Three chunks of eleven rows with three single steps after the first, and two at the end.
        Values? all = null;
        int done = 0;
        foreach (int rows in (int[])[11, 1, 1, 1, 11, 11, 2]) {
            EntryCall call = rows == 11 ? chunk : steps;
            x.Rows(done, rows).Give(call, 0);
            call.Run();
            Values part = new(call.Output<float>(0).ToArray(), [rows, x.Shape[1]]);
            all = all is null ? part : all.Then(part);
            done += rows;
        }
        double error = all!.ErrorAgainst(expected);
        log.WriteLine($"chunks and steps: {error:E2}");
        Assert.True(done == x.Shape[0] && error < 2e-5, $"chunks and steps are {error:E2} from the reference");
    }
}
