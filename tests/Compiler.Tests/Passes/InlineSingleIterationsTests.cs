using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Passes;

public sealed class InlineSingleIterationsTests {
    private const string Recurrence = """
        %0 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
        %1 = weight {name = "scale"} : f32[6]
        %2 = loop_state {index = 0, loop = "0", shape = [6], type = f32} : f32[6]
        %3 = loop_row %0 {count = Time, loop = "0"} : f32[6]
        %4 = multiply %2 %1 : f32[6]
        %5 = add %4 %3 : f32[6]
        %6 = loop %1 %5 %5 {count = Time, loop = "0", states = 1, while = false} : bool[]
        %7 = loop_result %6 {index = 0, shape = [6], type = f32} : f32[6]
        %8 = loop_result %6 {index = 1, shape = [Time, 6], type = f32} : f32[Time, 6]
        return "last" %7, "rows" %8
        """;

    [Fact]
    public void ARecurrenceOverOneTokenIsAStep() => PassText.Check(module => InlineSingleIterations.Run(FixSymbol.Run(module, "Time", 1)), Recurrence, """
        %0 = input {name = "x", shape = [1, 6], type = f32} : f32[1, 6]
        %1 = weight {name = "scale"} : f32[6]
        %2 = reshape %0 {shape = [6]} : f32[6]
        %3 = multiply %1 %1 : f32[6]
        %4 = add %3 %2 : f32[6]
        %5 = reshape %4 {shape = [1, 6]} : f32[1, 6]
        return "last" %4, "rows" %5
        """);

    [Fact]
    public void ARecurrenceOverManyStays() => PassText.Leaves(InlineSingleIterations.Run, Recurrence);
}
