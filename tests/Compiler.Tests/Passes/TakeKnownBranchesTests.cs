using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Passes;

public sealed class TakeKnownBranchesTests {
    private const string OneOrMany = """
        %0 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
        %1 = size {extent = Time} : i32[]
        %2 = constant {type = i32, value = 1} : i32[]
        %3 = equal %1 %2 : bool[]
        %4 = exp %0 : f32[Time, 6]
        %5 = sin %0 : f32[Time, 6]
        %6 = branch %3 %4 %5 : bool[]
        %7 = branch_result %6 {index = 0, shape = [Time, 6], type = f32} : f32[Time, 6]
        return "r" %7
        """;

    [Fact]
    public void TheVariantForOneTokenHoldsItsSideAlone() => PassText.Check(module => TakeKnownBranches.Run(FixSymbol.Run(module, "Time", 1)), OneOrMany, """
        %0 = input {name = "x", shape = [1, 6], type = f32} : f32[1, 6]
        %1 = exp %0 : f32[1, 6]
        return "r" %1
        """);

    [Fact]
    public void ABranchOnTheCallStays() => PassText.Leaves(TakeKnownBranches.Run, OneOrMany);

    [Fact]
    public void TheOtherSideIsTakenWhereTheConditionIsFalse() => PassText.Check(module => TakeKnownBranches.Run(FixSymbol.Run(module, "Time", 3)), OneOrMany, """
        %0 = input {name = "x", shape = [3, 6], type = f32} : f32[3, 6]
        %1 = sin %0 : f32[3, 6]
        return "r" %1
        """);
}
