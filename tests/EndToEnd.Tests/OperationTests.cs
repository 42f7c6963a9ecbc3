using Xunit;

namespace Sinter.EndToEnd.Tests;

/// <summary>Composite operations: the same C# compiled and eager.</summary>
public sealed class OperationTests {
    // float32 against sums in double precision of up to some tens of products.
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Convolutions => [.. CompiledAgainstEager.Entries(typeof(ConvolutionEntries))];

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void ConvolutionsPoolingAndSampling(string entry) {
        foreach (int time in new[] { 1, 13 }) {
            CompiledAgainstEager.Check<ConvolutionEntries>(path => ConvolutionEntries.Load(path), entry, time, Tolerance);
        }
    }
}
