using System.Diagnostics;
using Xunit;

namespace Sinter.Runtime.Tests;

/// <summary>Whether a team's calls are made alone, by what calls are said to have taken.</summary>
public sealed class CrowdingTests {
    // A judgement takes ten milliseconds and four calls; calls of five have one after four.
    static readonly long together = Stopwatch.Frequency / 200;

    [Fact]
    public void ATeamThatIsLeftInPeaceStaysTogether() {
        var crowding = new Crowding();
        Assert.Equal(0, AloneOf(crowding, 1000, together, slept: false, alone: together / 4));
    }

    [Fact]
    public void WhereWaitingCostsMoreThanItBringsCallsAreMadeAlone() {
        var crowding = new Crowding();
        // Of a thousand calls, those together are the first judgement and the trials, which become rare.
        Assert.InRange(AloneOf(crowding, 1000, together, slept: true, alone: together / 2), 900, 990);
        // In peace again, the next trial ends it.
        Assert.InRange(AloneOf(crowding, 1000, together, slept: false, alone: together / 2), 1, 70 * 4);
        Assert.Equal(0, AloneOf(crowding, 100, together, slept: false, alone: together / 2));
    }

    [Fact]
    public void WhereATeamIsFasterAllTheSameItStaysTogether() {
        var crowding = new Crowding();
        Assert.InRange(AloneOf(crowding, 1000, together, slept: true, alone: 2 * together), 4, 100);
    }

    [Fact]
    public void AThreadThatWaitsForALargerShareIsNotCrowded() {
        var crowding = new Crowding();
        Assert.Equal(0, AloneOf(crowding, 1000, together, slept: true, alone: together / 2, share: 0.8));
    }

    [Fact]
    public void FunctionsAreJudgedApart() {
        var crowding = new Crowding();
        AloneOf(crowding, 100, together, slept: true, alone: together / 2);
        Assert.True(crowding.RunsAlone(1));
        Assert.False(crowding.RunsAlone(2));
    }

    // How many of some calls were made alone.
    static int AloneOf(Crowding crowding, int calls, long together, bool slept, long alone, double? share = null) {
        int found = 0;
        for (int i = 0; i < calls; i++) {
            bool isAlone = crowding.RunsAlone(1);
            found += isAlone ? 1 : 0;
            long taken = isAlone ? alone : together;
            crowding.Ran(taken, slept && !isAlone, crowding.IsWatched ? (long)((share ?? (slept ? 0.25 : 1)) * taken) : 0);
        }
        return found;
    }
}
