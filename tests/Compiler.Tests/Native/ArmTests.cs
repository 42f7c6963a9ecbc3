using System;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;

/// <summary>Machine code for arm64, run by an emulator of its instructions.</summary>
public sealed class ArmTests {
    [Theory]
    [InlineData(12, 2, 3, 1, 10, 7, 9, true)]
    [InlineData(36, 2, 6, 3, 50, 61, 20, false)]
    public void ComputesWhatTheGraphMeans(int width, int layers, int heads, int keyValueHeads, int hidden, int vocabulary, int context, bool tied) {
        Module module = LlamaModule.Build(width, layers, heads, keyValueHeads, hidden, vocabulary, context, tied);
        RandomCase sample = new(width, module, Tensors.Weights(new Random(width), module), (_, _) => 1e-4) { Steps = [(0, context - 4), (context - 4, 1), (context - 3, 1), (context - 2, 2)] };
        string? difference = ArmProgram.Difference(sample);
        Assert.True(difference is null, difference);
    }
}
