using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Sinter.Compiler.Plans;

/// <summary>Recurrences, loops, conditions and states: the plan and the native code compute what the flat graph means.</summary>
public sealed class LoopTests {
    private const string Symbols = "symbol Time 1..7 symbol Past 0..6 symbol Batch 1..3\n";

    /// <summary>Name, declarations and entry.</summary>
    public static TheoryData<string, string, string> Graphs => new() {
        { "GatedRecurrence", """
            weight "w" : f32[5, 3] weight "u" : f32[5, 5] state "h" : f32[5]
            """, """
            %0 = input {name = "x", shape = [Time, 3], type = f32} : f32[Time, 3]
            %1 = weight {name = "w"} : f32[5, 3]
            %2 = weight {name = "u"} : f32[5, 5]
            %3 = contract %0 %1 {equation = "ti,oi->to"} : f32[Time, 5]
            %4 = state_read {name = "h"} : f32[5]
            %5 = loop_row %3 {count = Time, loop = "0"} : f32[5]
            %6 = loop_state {index = 0, loop = "0", shape = [5], type = f32} : f32[5]
            %7 = contract %6 %2 {equation = "i,oi->o"} : f32[5]
            %8 = add %7 %5 : f32[5]
            %9 = tanh %8 : f32[5]
            %10 = loop %4 %9 %9 {count = Time, loop = "0", states = 1, while = false} : bool[]
            %11 = loop_result %10 {index = 0, shape = [5], type = f32} : f32[5]
            %12 = loop_result %10 {index = 1, shape = [Time, 5], type = f32} : f32[Time, 5]
            %13 = state_write %11 {name = "h"} : f32[5]
            return "rows" %12, "last" %11
            """ },
        { "Fibonacci", "", """
            %0 = input {name = "x", shape = [9], type = f32} : f32[9]
            %1 = exp %0 : f32[9]
            %2 = loop_state {index = 0, loop = "0", shape = [9], type = f32} : f32[9]
            %3 = loop_state {index = 1, loop = "0", shape = [9], type = f32} : f32[9]
            %4 = add %2 %3 : f32[9]
            %5 = loop_index {loop = "0"} : i32[]
            %6 = loop %0 %1 %3 %4 %4 %5 {count = 4, loop = "0", states = 2, while = false} : bool[]
            %7 = loop_result %6 {index = 0, shape = [9], type = f32} : f32[9]
            %8 = loop_result %6 {index = 2, shape = [4, 9], type = f32} : f32[4, 9]
            %9 = loop_result %6 {index = 3, shape = [4], type = i32} : i32[4]
            return "value" %7, "rows" %8, "counted" %9
            """ },
        { "AScalarThatOthersRead", "", """
            %0 = input {name = "x", shape = [9], type = f32} : f32[9]
            %1 = constant {type = f32, value = 4.0} : f32[]
            %2 = constant {type = f32, value = 0.5} : f32[]
            %3 = loop_state {index = 0, loop = "0", shape = [], type = f32} : f32[]
            %4 = loop_state {index = 1, loop = "0", shape = [9], type = f32} : f32[9]
            %5 = broadcast %3 {shape = [9]} : f32[9]
            %6 = add %4 %5 : f32[9]
            %7 = multiply %3 %2 : f32[]
            %8 = loop %1 %0 %7 %6 {count = 3, loop = "0", states = 2, while = false} : bool[]
            %9 = loop_result %8 {index = 1, shape = [9], type = f32} : f32[9]
            return "value" %9
            """ },
        { "MergedMaximum", "", """
            %0 = input {name = "s", shape = [Time, 3], type = f32} : f32[Time, 3]
            %1 = input {name = "v", shape = [Time, 3, 5], type = f32} : f32[Time, 3, 5]
            %2 = constant {type = f32, value = 0.5} : f32[]
            %3 = broadcast %2 {shape = [3]} : f32[3]
            %4 = broadcast %2 {shape = [3, 5]} : f32[3, 5]
            %5 = loop_row %0 {count = Time, loop = "0"} : f32[3]
            %6 = loop_row %1 {count = Time, loop = "0"} : f32[3, 5]
            %7 = loop_state {index = 0, loop = "0", shape = [3], type = f32} : f32[3]
            %8 = loop_state {index = 1, loop = "0", shape = [3, 5], type = f32} : f32[3, 5]
            %9 = maximum %7 %5 : f32[3]
            %10 = subtract %7 %9 : f32[3]
            %11 = exp %10 : f32[3]
            %12 = reshape %11 {shape = [3, 1]} : f32[3, 1]
            %13 = broadcast %12 {shape = [3, 5]} : f32[3, 5]
            %14 = multiply %8 %13 : f32[3, 5]
            %15 = add %14 %6 : f32[3, 5]
            %16 = loop %3 %4 %9 %15 %9 %15 {count = Time, loop = "0", states = 2, while = false} : bool[]
            %17 = loop_result %16 {index = 0, shape = [3], type = f32} : f32[3]
            %18 = loop_result %16 {index = 1, shape = [3, 5], type = f32} : f32[3, 5]
            %19 = loop_result %16 {index = 3, shape = [Time, 3, 5], type = f32} : f32[Time, 3, 5]
            return "most" %17, "sums" %18, "rows" %19
            """ },
        { "Swap", "", """
            %0 = input {name = "x", shape = [3], type = f32} : f32[3]
            %1 = negate %0 : f32[3]
            %2 = loop_state {index = 0, loop = "0", shape = [3], type = f32} : f32[3]
            %3 = loop_state {index = 1, loop = "0", shape = [3], type = f32} : f32[3]
            %4 = loop %0 %1 %3 %2 {count = Time, loop = "0", states = 2, while = false} : bool[]
            %5 = loop_result %4 {index = 0, shape = [3], type = f32} : f32[3]
            %6 = loop_result %4 {index = 1, shape = [3], type = f32} : f32[3]
            return "first" %5, "second" %6
            """ },
        { "Nested", "", """
            %0 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
            %1 = constant {type = f32, value = 0.5} : f32[]
            %2 = broadcast %1 {shape = [6]} : f32[6]
            %3 = loop_state {index = 0, loop = "outer", shape = [6], type = f32} : f32[6]
            %4 = loop_row %0 {count = Time, loop = "outer"} : f32[6]
            %5 = loop_state {index = 0, loop = "inner", shape = [6], type = f32} : f32[6]
            %6 = sin %5 : f32[6]
            %7 = add %6 %4 : f32[6]
            %8 = loop %3 %7 {count = 3, loop = "inner", states = 1, while = false} : bool[]
            %9 = loop_result %8 {index = 0, shape = [6], type = f32} : f32[6]
            %10 = multiply %9 %2 : f32[6]
            %11 = loop %2 %10 %9 {count = Time, loop = "outer", states = 1, while = false} : bool[]
            %12 = loop_result %11 {index = 0, shape = [6], type = f32} : f32[6]
            %13 = loop_result %11 {index = 1, shape = [Time, 6], type = f32} : f32[Time, 6]
            return "last" %12, "rows" %13
            """ },
        { "HalvedUntilSmall", "", """
            %0 = input {name = "x", shape = [Time, 4], type = f32} : f32[Time, 4]
            %1 = abs %0 : f32[Time, 4]
            %2 = constant {type = f32, value = 0.25} : f32[]
            %3 = max %1 {axis = 1, keep = false} : f32[Time]
            %4 = max %3 {axis = 0, keep = false} : f32[]
            %5 = greater %4 %2 : bool[]
            %6 = loop_state {index = 1, loop = "0", shape = [Time, 4], type = f32} : f32[Time, 4]
            %7 = constant {type = f32, value = 0.5} : f32[]
            %8 = broadcast %7 {shape = [Time, 4]} : f32[Time, 4]
            %9 = multiply %6 %8 : f32[Time, 4]
            %10 = abs %9 : f32[Time, 4]
            %11 = max %10 {axis = 1, keep = false} : f32[Time]
            %12 = max %11 {axis = 0, keep = false} : f32[]
            %13 = greater %12 %2 : bool[]
            %14 = loop %5 %0 %13 %9 {count = 20, loop = "0", states = 2, while = true} : bool[]
            %15 = loop_result %14 {index = 1, shape = [Time, 4], type = f32} : f32[Time, 4]
            return "small" %15
            """ },
        { "Branches", "", """
            %0 = input {name = "x", shape = [Time, 4], type = f32} : f32[Time, 4]
            %1 = past : i32[]
            %2 = constant {type = i32, value = 4} : i32[]
            %3 = less %1 %2 : bool[]
            %4 = sin %0 : f32[Time, 4]
            %5 = cumulative_sum %4 {axis = 0} : f32[Time, 4]
            %6 = exp %0 : f32[Time, 4]
            %7 = branch %3 %5 %0 %6 %4 : bool[]
            %8 = branch_result %7 {index = 0, shape = [Time, 4], type = f32} : f32[Time, 4]
            %9 = branch_result %7 {index = 1, shape = [Time, 4], type = f32} : f32[Time, 4]
            %10 = add %8 %9 : f32[Time, 4]
            return "sum" %10, "first" %8
            """ },
        { "BranchInLoop", "", """
            %0 = input {name = "x", shape = [Time, 5], type = f32} : f32[Time, 5]
            %1 = max %0 {axis = 1, keep = true} : f32[Time, 1]
            %2 = broadcast %1 {shape = [Time, 5]} : f32[Time, 5]
            %3 = subtract %0 %2 : f32[Time, 5]
            %4 = exp %3 : f32[Time, 5]
            %5 = constant {type = f32, value = 0.0} : f32[]
            %6 = broadcast %5 {shape = [5]} : f32[5]
            %7 = loop_row %4 {count = Time, loop = "0"} : f32[5]
            %8 = loop_state {index = 0, loop = "0", shape = [5], type = f32} : f32[5]
            %9 = loop_index {loop = "0"} : i32[]
            %10 = constant {type = i32, value = 2} : i32[]
            %11 = less %9 %10 : bool[]
            %12 = add %8 %7 : f32[5]
            %13 = cumulative_sum %12 {axis = 0} : f32[5]
            %14 = multiply %8 %7 : f32[5]
            %15 = branch %11 %13 %14 : bool[]
            %16 = branch_result %15 {index = 0, shape = [5], type = f32} : f32[5]
            %17 = loop %6 %16 %14 {count = Time, loop = "0", states = 1, while = false} : bool[]
            %18 = loop_result %17 {index = 0, shape = [5], type = f32} : f32[5]
            %19 = loop_result %17 {index = 1, shape = [Time, 5], type = f32} : f32[Time, 5]
            return "last" %18, "products" %19
            """ },
        { "InPlaceAndNot", "", """
            %0 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
            %1 = constant {type = f32, value = 0.5} : f32[]
            %2 = broadcast %1 {shape = [6]} : f32[6]
            %3 = loop_row %0 {count = Time, loop = "0"} : f32[6]
            %4 = loop_state {index = 0, loop = "0", shape = [6], type = f32} : f32[6]
            %5 = loop_state {index = 1, loop = "0", shape = [6], type = f32} : f32[6]
            %6 = loop_state {index = 2, loop = "0", shape = [6], type = f32} : f32[6]
            %7 = multiply %4 %2 : f32[6]
            %8 = add %7 %3 : f32[6]
            %9 = multiply %4 %5 : f32[6]
            %10 = slice %6 {axis = 0, length = 5, start = 1, step = 1} : f32[5]
            %11 = pad %10 {after = 1, axis = 0, before = 0, value = 0.25} : f32[6]
            %12 = add %11 %3 : f32[6]
            %13 = loop %2 %2 %2 %8 %9 %12 %8 %11 {count = Time, loop = "0", states = 3, while = false} : bool[]
            %14 = loop_result %13 {index = 0, shape = [6], type = f32} : f32[6]
            %15 = loop_result %13 {index = 1, shape = [6], type = f32} : f32[6]
            %16 = loop_result %13 {index = 2, shape = [6], type = f32} : f32[6]
            %17 = loop_result %13 {index = 3, shape = [Time, 6], type = f32} : f32[Time, 6]
            %18 = loop_result %13 {index = 4, shape = [Time, 6], type = f32} : f32[Time, 6]
            return "a" %14, "b" %15, "shifted" %16, "rows" %17, "moved" %18
            """ },
        { "RowsByScatter", "", """
            %0 = input {name = "x", shape = [Time, 3], type = f32} : f32[Time, 3]
            %1 = constant {type = f32, value = 0.0} : f32[]
            %2 = broadcast %1 {shape = [Time, 3]} : f32[Time, 3]
            %3 = loop_state {index = 0, loop = "0", shape = [Time, 3], type = f32} : f32[Time, 3]
            %4 = loop_index {loop = "0"} : i32[]
            %5 = constant {type = i32, value = 2} : i32[]
            %6 = multiply %4 %5 : i32[]
            %7 = iota {length = 2} : i32[2]
            %8 = broadcast %6 {shape = [2]} : i32[2]
            %9 = add %8 %7 : i32[2]
            %10 = reshape %9 {shape = [2, 1]} : i32[2, 1]
            %11 = broadcast %10 {shape = [2, 3]} : i32[2, 3]
            %12 = take_along %0 %11 {axis = 0} : f32[2, 3]
            %13 = cumulative_sum %12 {axis = 0} : f32[2, 3]
            %14 = scatter_set %3 %11 %13 {axis = 0} : f32[Time, 3]
            %15 = loop %2 %14 {count = Time, loop = "0", states = 1, while = false} : bool[]
            %16 = loop_result %15 {index = 0, shape = [Time, 3], type = f32} : f32[Time, 3]
            return "pairs" %16
            """ },
        { "LinearAttention", """
            weight "decay" : f32[2] state "memory" : f32[2, 3, 4]
            """, """
            %0 = input {name = "q", shape = [Time, 2, 3], type = f32} : f32[Time, 2, 3]
            %1 = input {name = "k", shape = [Time, 2, 3], type = f32} : f32[Time, 2, 3]
            %2 = input {name = "v", shape = [Time, 2, 4], type = f32} : f32[Time, 2, 4]
            %3 = weight {name = "decay"} : f32[2]
            %4 = sigmoid %3 : f32[2]
            %5 = reshape %4 {shape = [2, 1, 1]} : f32[2, 1, 1]
            %6 = broadcast %5 {shape = [2, 3, 4]} : f32[2, 3, 4]
            %7 = state_read {name = "memory"} : f32[2, 3, 4]
            %8 = loop_state {index = 0, loop = "0", shape = [2, 3, 4], type = f32} : f32[2, 3, 4]
            %9 = loop_row %0 {count = Time, loop = "0"} : f32[2, 3]
            %10 = loop_row %1 {count = Time, loop = "0"} : f32[2, 3]
            %11 = loop_row %2 {count = Time, loop = "0"} : f32[2, 4]
            %12 = contract %10 %11 {equation = "hd,he->hde"} : f32[2, 3, 4]
            %13 = multiply %8 %6 : f32[2, 3, 4]
            %14 = add %13 %12 : f32[2, 3, 4]
            %15 = contract %9 %14 {equation = "hd,hde->he"} : f32[2, 4]
            %16 = loop %7 %14 %15 {count = Time, loop = "0", states = 1, while = false} : bool[]
            %17 = loop_result %16 {index = 0, shape = [2, 3, 4], type = f32} : f32[2, 3, 4]
            %18 = loop_result %16 {index = 1, shape = [Time, 2, 4], type = f32} : f32[Time, 2, 4]
            %19 = state_write %17 {name = "memory"} : f32[2, 3, 4]
            return "mixed" %18
            """ },
    };

    [Theory]
    [MemberData(nameof(Graphs))]
    public void ThePlanComputesWhatTheGraphMeans(string name, string declarations, string entry) {
        RandomCase sample = Case(name, declarations, entry);
        Assert.Equal(sample.Module.ToString(), ModuleParser.Parse(sample.Module.ToString()).ToString());
        Assert.Null(Differences.OfPasses(sample));
        Assert.Null(Differences.OfPlan(sample));
    }

    [Theory]
    [MemberData(nameof(Graphs))]
    public void TheNativeCodeComputesWhatTheGraphMeans(string name, string declarations, string entry) =>
        Assert.Null(NativeDifferences.Of(Case(name, declarations, entry), NativePlan.Targets));

    [Fact]
    public void ALoopOverOneTokenIsGone() {
        (string declarations, string entry) = Named("GatedRecurrence");
        Plan plan = Lowering.Run(Case("GatedRecurrence", declarations, entry).Module);
        Assert.Contains(plan.Entries.Single(function => function.Fixed.Count == 0).Steps, step => step is Plans.Step.Loop);
        Assert.DoesNotContain(plan.Entries.Single(function => function.Fixed.Count == 1).Steps, step => step is Plans.Step.Loop);
    }

    [Fact]
    public void WhatTheBodyDoesNotChangeIsComputedOnceBeforeTheLoop() {
        (string declarations, string entry) = Named("BranchInLoop");
        Plan plan = Lowering.Run(Case("BranchInLoop", declarations, entry).Module);
        Plans.Step.Loop loop = Assert.Single(plan.Entries[0].Steps.OfType<Plans.Step.Loop>());
        Assert.DoesNotContain(loop.Body.OfType<Plans.Step.Call>(), call => plan.Kernels[call.Kernel].Fused.Contains("exp"));
    }

    [Fact]
    public void WhatIsCarriedIsChangedInPlace() {
        Plan plan = Lowering.Run(Case("RowsByScatter", Named("RowsByScatter").Declarations, Named("RowsByScatter").Entry).Module);
        Plans.Step.Loop loop = Assert.Single(plan.Entries[0].Steps.OfType<Plans.Step.Loop>());
        Assert.Equal(["loop", "scatter"], loop.Body.Cast<Plans.Step.Call>().Select(call => plan.Kernels[call.Kernel].Kind));
        Plan other = Lowering.Run(Case("InPlaceAndNot", "", Named("InPlaceAndNot").Entry).Module);
        // The tensor that is read at other places than it is written is computed apart, one is collected, two are changed in place.
        Assert.Equal(3, Assert.Single(other.Kernels.OfType<ScanKernel>()).Nests.Count);
    }

    [Fact]
    public void AValueThatEscapesFromItsLoopIsAnError() {
        (string declarations, string entry) = Named("Swap");
        GraphException error = Assert.Throws<GraphException>(() => GraphVerifier.Check(Parse("Swap", declarations, entry.Replace("return \"first\" %5", "return \"first\" %2", StringComparison.Ordinal))));
        Assert.Contains("used outside of it", error.Message, StringComparison.Ordinal);
    }

    private static (string Declarations, string Entry) Named(string name) {
        object[] row = Graphs.Single(row => (string)row[0] == name);
        return ((string)row[1], (string)row[2]);
    }

    private static Module Parse(string name, string declarations, string entry) =>
        ModuleParser.Parse($"module Loops.{name} {{ {Symbols}{declarations}\nentry Run {{\n{entry}\n}} }}");

    private static RandomCase Case(string name, string declarations, string entry) {
        Module module = Parse(name, declarations, entry);
        GraphVerifier.Check(module);
        return new RandomCase(7, module, Tensors.Weights(new Random(7), module), (_, _) => 200 * Tolerances.Unit);
    }
}
