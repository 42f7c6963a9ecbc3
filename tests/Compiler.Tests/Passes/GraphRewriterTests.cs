using System.Linq;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Passes;

public sealed class GraphRewriterTests {
    [Fact]
    public void WhatNoOutputNeedsIsLeftOutButInputsAndAppendedStatesStay() => PassText.Check(module => GraphRewriter.Rewrite(module, (_, _, _) => null),
        """
        %0 = input {name = "unused", shape = [3], type = f32} : f32[3]
        %1 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
        %2 = exp %1 : f32[Time, 6]
        %3 = state_append %1 {name = "rows"} : f32[Past+Time, 6]
        %4 = sin %1 : f32[Time, 6]
        return "r" %4
        """,
        """
        %0 = input {name = "unused", shape = [3], type = f32} : f32[3]
        %1 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
        %2 = state_append %1 {name = "rows"} : f32[Past+Time, 6]
        %3 = sin %1 : f32[Time, 6]
        return "r" %3
        """);

    [Fact]
    public void EqualNodesBecomeOne() => PassText.Check(module => GraphRewriter.Rewrite(module, (_, _, _) => null),
        """
        %0 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
        %1 = exp %0 : f32[Time, 6]
        %2 = exp %0 : f32[Time, 6]
        %3 = add %1 %2 : f32[Time, 6]
        return "r" %3
        """,
        """
        %0 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
        %1 = exp %0 : f32[Time, 6]
        %2 = add %1 %1 : f32[Time, 6]
        return "r" %2
        """);

    [Fact]
    public void AFixedSymbolIsReplacedInTypesAndArguments() => PassText.Check(module => FixSymbol.Run(module, "Time", 1),
        """
        %0 = positions : i32[Time]
        %1 = iota {length = Past+Time} : i32[Past+Time]
        %2 = broadcast %0 {shape = [2*Time, Time]} : i32[2*Time, Time]
        %3 = slice %1 {axis = 0, length = Time, start = Past, step = 1} : i32[Time]
        return "positions" %0, "rows" %2, "last" %3
        """,
        """
        %0 = positions {length = 1} : i32[1]
        %1 = iota {length = Past+1} : i32[Past+1]
        %2 = broadcast %0 {shape = [2, 1]} : i32[2, 1]
        %3 = slice %1 {axis = 0, length = 1, start = Past, step = 1} : i32[1]
        return "positions" %0, "rows" %2, "last" %3
        """);

    [Fact]
    public void BindingTimesFollowTheOperandsAndTheSymbols() {
        Entry entry = PassText.Module("""
            %0 = iota {length = 6} : i32[6]
            %1 = cast %0 {type = f32} : f32[6]
            %2 = weight {name = "scale"} : f32[6]
            %3 = multiply %1 %2 : f32[6]
            %4 = broadcast %3 {shape = [Time, 6]} : f32[Time, 6]
            %5 = input {name = "x", shape = [6], type = f32} : f32[6]
            %6 = add %3 %5 : f32[6]
            %7 = iota {length = Time} : i32[Time]
            %8 = positions : i32[Time]
            return "r" %6, "b" %4, "i" %7, "p" %8
            """).Entries[0];
        Assert.Equal(
            [BindingTime.Build, BindingTime.Build, BindingTime.Load, BindingTime.Load, BindingTime.Run, BindingTime.Run, BindingTime.Run, BindingTime.Run, BindingTime.Run],
            BindingTimes.Of(entry));
    }
}
