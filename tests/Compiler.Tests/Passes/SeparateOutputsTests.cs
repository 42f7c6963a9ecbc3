using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Passes;

public sealed class SeparateOutputsTests {
    [Fact]
    public void ResultsThatAreOneValueGetNodesOfTheirOwn() => PassText.Check(SeparateOutputs.Run,
        """
        %0 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
        %1 = exp %0 : f32[Time, 6]
        return "a" %1, "b" %1, "c" %1
        """,
        """
        %0 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
        %1 = exp %0 : f32[Time, 6]
        %2 = reshape %1 {shape = [Time, 6]} : f32[Time, 6]
        %3 = reshape %1 {shape = [Time, 6]} : f32[Time, 6]
        return "a" %1, "b" %2, "c" %3
        """);

    [Fact]
    public void DifferentResultsStay() => PassText.Leaves(SeparateOutputs.Run, """
        %0 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
        %1 = exp %0 : f32[Time, 6]
        return "a" %1, "b" %0
        """);
}
