using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Passes;

public sealed class JoinPadsOfEmptyTests {
    [Fact]
    public void AnAxisThatMayBeEmptyIsJoinedWithConstants() => PassText.Check(JoinPadsOfEmpty.Run,
        """
        %0 = input {name = "x", shape = [Past, 6], type = f32} : f32[Past, 6]
        %1 = pad %0 {after = 1, axis = 0, before = 2, value = 1.5} : f32[Past+3, 6]
        return "r" %1
        """,
        """
        %0 = input {name = "x", shape = [Past, 6], type = f32} : f32[Past, 6]
        %1 = constant {type = f32, value = 1.5} : f32[]
        %2 = broadcast %1 {shape = [2, 6]} : f32[2, 6]
        %3 = broadcast %1 {shape = [1, 6]} : f32[1, 6]
        %4 = concatenate %2 %0 %3 {axis = 0} : f32[Past+3, 6]
        return "r" %4
        """);

    [Fact]
    public void AnAxisThatIsNeverEmptyStays() => PassText.Leaves(JoinPadsOfEmpty.Run, """
        %0 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
        %1 = pad %0 {after = 1, axis = 0, before = 2, value = 0.0} : f32[Time+3, 6]
        return "r" %1
        """);
}
