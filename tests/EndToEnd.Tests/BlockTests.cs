using Sinter.Runtime;
using Xunit;

namespace Sinter.EndToEnd.Tests;

/// <summary>Standard blocks: compiled as they are eagerly.</summary>
public sealed class BlockTests {
    public static TheoryData<string, int, int> Positions() => Cases<PositionBlocks>((1, 0), (17, 47), (64, 0));

    public static TheoryData<string, int, int> Norms() => Cases<NormBlocks>((1, 0), (9, 0));

    public static TheoryData<string, int, int> Topologies() => Cases<TopologyBlocks>((1, 0), (40, 0));

    // r1 and r2 of kernels, and the threshold of interpolated biases, are positive.
    [Theory]
    [MemberData(nameof(Positions))]
    public void PositionsCompiledEqualEager(string entry, int time, int past) => CompiledAgainstEager.Check<PositionBlocks>(
        path => PositionBlocks.Load(path), entry, time, 5e-6, value => 0.5f + 0.4f * value, past);

    // Variances are positive.
    [Theory]
    [MemberData(nameof(Norms))]
    public void NormsCompiledEqualEager(string entry, int time, int past) => CompiledAgainstEager.Check<NormBlocks>(
        path => NormBlocks.Load(path), entry, time, 3e-6, value => 0.6f + 0.4f * value, past);

    [Theory]
    [MemberData(nameof(Topologies))]
    public void TopologiesCompiledEqualEager(string entry, int time, int past) => CompiledAgainstEager.Check<TopologyBlocks>(
        path => TopologyBlocks.Load(path), entry, time, 3e-6, value => 0.5f * value, past);

    private static TheoryData<string, int, int> Cases<TModel>(params (int Time, int Past)[] lengths) {
        TheoryData<string, int, int> cases = [];
        foreach (string entry in CompiledAgainstEager.Entries(typeof(TModel))) {
            foreach ((int time, int past) in lengths) {
                cases.Add(entry, time, past);
            }
        }
        return cases;
    }
}
