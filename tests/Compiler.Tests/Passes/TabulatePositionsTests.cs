using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Passes;

public sealed class TabulatePositionsTests {
    [Fact]
    public void ACostlyFunctionOfThePositionBecomesATable() => PassText.Check(TabulatePositions.Run,
        """
        %0 = positions : i32[Time]
        %1 = cast %0 {type = f32} : f32[Time]
        %2 = cos %1 : f32[Time]
        %3 = input {name = "x", shape = [Time], type = f32} : f32[Time]
        %4 = multiply %3 %2 : f32[Time]
        return "r" %4
        """,
        """
        %0 = iota {length = 8} : i32[8]
        %1 = cast %0 {type = f32} : f32[8]
        %2 = cos %1 : f32[8]
        %3 = slice %2 {axis = 0, length = Time, start = Past, step = 1} : f32[Time]
        %4 = input {name = "x", shape = [Time], type = f32} : f32[Time]
        %5 = multiply %4 %3 : f32[Time]
        return "r" %5
        """);

    [Fact]
    public void RowsKeepTheirPlaceThroughReshapesAndFactorsKnownAtLoad() => PassText.Check(TabulatePositions.Run,
        """
        %0 = positions : i32[Time]
        %1 = cast %0 {type = f32} : f32[Time]
        %2 = reshape %1 {shape = [Time, 1]} : f32[Time, 1]
        %3 = broadcast %2 {shape = [Time, 6]} : f32[Time, 6]
        %4 = weight {name = "scale"} : f32[6]
        %5 = broadcast %4 {shape = [Time, 6]} : f32[Time, 6]
        %6 = multiply %3 %5 : f32[Time, 6]
        %7 = sin %6 : f32[Time, 6]
        %8 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
        %9 = add %8 %7 : f32[Time, 6]
        return "r" %9
        """,
        """
        %0 = weight {name = "scale"} : f32[6]
        %1 = iota {length = 8} : i32[8]
        %2 = cast %1 {type = f32} : f32[8]
        %3 = reshape %2 {shape = [8, 1]} : f32[8, 1]
        %4 = broadcast %3 {shape = [8, 6]} : f32[8, 6]
        %5 = broadcast %0 {shape = [8, 6]} : f32[8, 6]
        %6 = multiply %4 %5 : f32[8, 6]
        %7 = sin %6 : f32[8, 6]
        %8 = slice %7 {axis = 0, length = Time, start = Past, step = 1} : f32[Time, 6]
        %9 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
        %10 = add %9 %8 : f32[Time, 6]
        return "r" %10
        """);

    [Fact]
    public void CheapFunctionsStay() => PassText.Leaves(TabulatePositions.Run, """
        %0 = positions : i32[Time]
        %1 = negate %0 : i32[Time]
        %2 = cast %1 {type = f32} : f32[Time]
        return "r" %2
        """);

    [Fact]
    public void WhatAlsoDependsOnTheCallStays() => PassText.Leaves(TabulatePositions.Run, """
        %0 = positions : i32[Time]
        %1 = input {name = "x", shape = [Time], type = i32} : i32[Time]
        %2 = add %0 %1 : i32[Time]
        %3 = cast %2 {type = f32} : f32[Time]
        %4 = exp %3 : f32[Time]
        return "r" %4
        """);

    [Fact]
    public void WhatMixesPositionsStays() => PassText.Leaves(TabulatePositions.Run, """
        %0 = positions : i32[Time]
        %1 = cast %0 {type = f32} : f32[Time]
        %2 = sum %1 {axis = 0, keep = true} : f32[1]
        %3 = exp %2 : f32[1]
        return "r" %3
        """);

    [Fact]
    public void TwoAxesOfTimeStay() => PassText.Leaves(TabulatePositions.Run, """
        %0 = positions : i32[Time]
        %1 = cast %0 {type = f32} : f32[Time]
        %2 = broadcast %1 {shape = [Time, Time]} : f32[Time, Time]
        %3 = exp %2 : f32[Time, Time]
        return "r" %3
        """);
}
