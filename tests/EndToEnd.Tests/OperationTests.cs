using Xunit;

namespace Sinter.EndToEnd.Tests;

/// <summary>Composite operations: the same C# compiled and eager.</summary>
public sealed class OperationTests {
    // float32 against sums in double precision of up to some tens of products.
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Convolutions => [.. CompiledAgainstEager.Entries(typeof(ConvolutionEntries))];

    public static TheoryData<string> Transforms => [.. CompiledAgainstEager.Entries(typeof(TransformEntries))];

    public static TheoryData<string> Statistics => [.. CompiledAgainstEager.Entries(typeof(StatisticsEntries))];

    public static TheoryData<string> Activations => [.. CompiledAgainstEager.Entries(typeof(ActivationEntries))];

    public static TheoryData<string> Numbers => [.. CompiledAgainstEager.Entries(typeof(NumberEntries))];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void RandomNumbersBitsAndTriangles(string entry) {
        foreach (int time in new[] { 1, 13 }) {
            CompiledAgainstEager.Check<NumberEntries>(path => NumberEntries.Load(path), entry, time, Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Transforms))]
    public void FourierTransforms(string entry) {
        foreach (int time in new[] { 1, 13 }) {
            CompiledAgainstEager.Check<TransformEntries>(path => TransformEntries.Load(path), entry, time, Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Statistics))]
    public void ReductionsNormsAndSoftmaxes(string entry) {
        foreach (int time in new[] { 2, 13 }) {
            CompiledAgainstEager.Check<StatisticsEntries>(path => StatisticsEntries.Load(path), entry, time, Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void ActivationsAndGates(string entry) {
        foreach (int time in new[] { 1, 13 }) {
            CompiledAgainstEager.Check<ActivationEntries>(path => ActivationEntries.Load(path), entry, time, Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void ConvolutionsPoolingAndSampling(string entry) {
        foreach (int time in new[] { 1, 13 }) {
            CompiledAgainstEager.Check<ConvolutionEntries>(path => ConvolutionEntries.Load(path), entry, time, Tolerance);
        }
    }
}
