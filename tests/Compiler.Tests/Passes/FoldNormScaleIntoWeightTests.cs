using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Passes;

public sealed class FoldNormScaleIntoWeightTests {
    [Fact]
    public void AScaleAlongTheSummedAxisGoesIntoTheMatrix() => PassText.Check(FoldNormScaleIntoWeight.Run,
        """
        %0 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
        %1 = weight {name = "scale"} : f32[6]
        %2 = broadcast %1 {shape = [Time, 6]} : f32[Time, 6]
        %3 = multiply %0 %2 : f32[Time, 6]
        %4 = weight {name = "matrix"} : f32[5, 6]
        %5 = contract %3 %4 {equation = "ti,oi->to"} : f32[Time, 5]
        return "r" %5
        """,
        """
        %0 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
        %1 = weight {name = "scale"} : f32[6]
        %2 = weight {name = "matrix"} : f32[5, 6]
        %3 = reshape %1 {shape = [1, 6]} : f32[1, 6]
        %4 = broadcast %3 {shape = [5, 6]} : f32[5, 6]
        %5 = multiply %2 %4 : f32[5, 6]
        %6 = contract %0 %5 {equation = "ti,oi->to"} : f32[Time, 5]
        return "r" %6
        """);

    [Fact]
    public void WhateverSideTheScaleAndHoweverTheMatrixLies() => PassText.Check(FoldNormScaleIntoWeight.Run,
        """
        %0 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
        %1 = weight {name = "scale"} : f32[6]
        %2 = broadcast %1 {shape = [Time, 6]} : f32[Time, 6]
        %3 = multiply %2 %0 : f32[Time, 6]
        %4 = weight {name = "turned"} : f32[6, 5]
        %5 = contract %3 %4 {equation = "ti,io->ot"} : f32[5, Time]
        return "r" %5
        """,
        """
        %0 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
        %1 = weight {name = "scale"} : f32[6]
        %2 = weight {name = "turned"} : f32[6, 5]
        %3 = reshape %1 {shape = [6, 1]} : f32[6, 1]
        %4 = broadcast %3 {shape = [6, 5]} : f32[6, 5]
        %5 = multiply %2 %4 : f32[6, 5]
        %6 = contract %0 %5 {equation = "ti,io->ot"} : f32[5, Time]
        return "r" %6
        """);

    [Fact]
    public void AScaleOfTheCallStays() => PassText.Leaves(FoldNormScaleIntoWeight.Run, """
        %0 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
        %1 = input {name = "s", shape = [6], type = f32} : f32[6]
        %2 = broadcast %1 {shape = [Time, 6]} : f32[Time, 6]
        %3 = multiply %0 %2 : f32[Time, 6]
        %4 = weight {name = "matrix"} : f32[5, 6]
        %5 = contract %3 %4 {equation = "ti,oi->to"} : f32[Time, 5]
        return "r" %5
        """);

    [Fact]
    public void AScaleAlongAKeptAxisStays() => PassText.Leaves(FoldNormScaleIntoWeight.Run, """
        %0 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
        %1 = weight {name = "scale"} : f32[6]
        %2 = broadcast %1 {shape = [Time, 6]} : f32[Time, 6]
        %3 = multiply %0 %2 : f32[Time, 6]
        %4 = weight {name = "matrix"} : f32[5, 6]
        %5 = contract %3 %4 {equation = "ti,oi->toi"} : f32[Time, 5, 6]
        return "r" %5
        """);

    [Fact]
    public void AnotherOperandOfTheCallStays() => PassText.Leaves(FoldNormScaleIntoWeight.Run, """
        %0 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
        %1 = weight {name = "scale"} : f32[6]
        %2 = broadcast %1 {shape = [Time, 6]} : f32[Time, 6]
        %3 = multiply %0 %2 : f32[Time, 6]
        %4 = contract %3 %0 {equation = "ti,si->ts"} : f32[Time, Time]
        return "r" %4
        """);

    [Fact]
    public void AnAddedBiasStays() => PassText.Leaves(FoldNormScaleIntoWeight.Run, """
        %0 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
        %1 = weight {name = "scale"} : f32[6]
        %2 = broadcast %1 {shape = [Time, 6]} : f32[Time, 6]
        %3 = add %0 %2 : f32[Time, 6]
        %4 = weight {name = "matrix"} : f32[5, 6]
        %5 = contract %3 %4 {equation = "ti,oi->to"} : f32[Time, 5]
        return "r" %5
        """);
}
