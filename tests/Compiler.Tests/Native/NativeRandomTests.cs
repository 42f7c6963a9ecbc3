using System.Linq;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Llvm;

/// <summary>Random graphs as machine code, in memory that ends at unmapped pages.</summary>
public sealed class NativeRandomTests {
    // One library holds several graphs, for compiling takes longest. 5,000 seeds are 20,000 graphs.
    private const int GraphsInOne = 4;

    private static readonly int Seeds = Search.Seeds(20);

    public static TheoryData<int> Targets => [.. Enumerable.Range(0, NativePlan.Targets.Count)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void MachineCodeComputesWhatGraphsMean(int target) {
        TargetDescription processor = NativePlan.Targets[target];
        Search.ForFailure(5000 + 100_000 * target, Seeds, sample => NativeDifferences.Of(sample, processor), entries: GraphsInOne);
    }
}
