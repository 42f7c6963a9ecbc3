using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Sinter.Compiler.Plans;
using Sinter.Tool.Costs;
using Sinter.Tool.Schedules;
using Xunit;

namespace Sinter.Tool.Tests;

using ElementType = Sinter.Compiler.Graph.ElementType;
using Index = Sinter.Compiler.Kernels.Index;

/// <summary>Costs against what a reader of the equations counts by hand.</summary>
public sealed class CostTests {
    static (Plan Plan, KernelCost[] Costs) Costs(string entry, string declarations = "") {
        Module module = ModuleParser.Parse($$"""
            module M {
              symbol Batch 1..64
              {{declarations}}
              entry Run {
                %0 = input {name = "x", shape = [Batch, 30], type = f32} : f32[Batch, 30]
                {{entry}}
              }
            }
            """);
        Plan plan = Lowering.Run(module);
        SymbolValues values = SymbolValues.Of(plan.Symbols, "Batch=8");
        return (plan, [.. Schedule.Of(plan)[1].Calls.Select(call => KernelCost.Of(plan.Kernels[call.Kernel], values.Of))]);
    }

    [Fact]
    public void AProductTakesTwoOperationsForEachPair() {
        KernelCost cost = Assert.Single(Costs("""
            %1 = weight {name = "w"} : f32[7, 30]
                %2 = contract %0 %1 {equation = "ti,oi->to"} : f32[Batch, 7]
                return "y" %2
            """, "weight \"w\" : f32[7, 30]").Costs);
        Assert.Equal("420*Batch", cost.Operations.ToString());
        // x once, the packed weight once, y once.
        Assert.Equal(("120*Batch+840", "28*Batch"), (cost.Read.ToString(), cost.Written.ToString()));
    }

    [Fact]
    public void AMapTakesOneForEachElement() {
        KernelCost cost = Assert.Single(Costs("""
            %1 = exp %0 : f32[Batch, 30]
                %2 = multiply %1 %1 : f32[Batch, 30]
                return "y" %2
            """).Costs);
        // The exponential is computed once for both factors.
        Assert.Equal(("60*Batch", "120*Batch", "120*Batch"), (cost.Operations.ToString(), cost.Read.ToString(), cost.Written.ToString()));
    }

    [Fact]
    public void WhatIsTheSameAlongAnAxisIsComputedOnce() {
        KernelCost[] costs = Costs("""
            %1 = sum %0 {axis = 1, keep = true} : f32[Batch, 1]
                %2 = sqrt %1 : f32[Batch, 1]
                %3 = broadcast %2 {shape = [Batch, 30]} : f32[Batch, 30]
                %4 = divide %0 %3 : f32[Batch, 30]
                return "y" %4
            """).Costs;
        // 30 additions and a root a row, 30 divisions.
        Assert.Equal("61*Batch", costs.Aggregate(Dimension.Zero, (sum, cost) => sum + cost.Operations).ToString());
    }

    sealed class Odd(Sequence<Parameter> parameters, Scalar root) : Kernel(parameters, Sequence.Of("odd")) {
        public override string Kind => "odd";

        public override IEnumerable<Scalar> Roots() => [root];
    }

    [Fact]
    public void AKindThatIsNotKnownIsCountedByItsExpressions() {
        ScalarPool pool = new();
        Variable row = pool.NewVariable(Dimension.Symbol("Batch"));
        Scalar load = pool.Load(0, ElementType.F32, [Index.Of(row)]);
        TensorType type = new(ElementType.F32, Dimension.Symbol("Batch"));
        Odd kernel = new(Sequence.Of(new Parameter(type, Layout.Plain, false), new Parameter(type, Layout.Plain, true)), pool.Apply("exp", ElementType.F32, load));
        KernelCost cost = KernelCost.Of(kernel, SymbolValues.Of([new Symbol("Batch", 1, 9)], null).Of);
        Assert.Equal(("Batch", "4*Batch", "4*Batch", "without what a odd itself does"), (cost.Operations.ToString(), cost.Read.ToString(), cost.Written.ToString(), cost.Unknown));
    }

    [Fact]
    public void BlocksOfStepsThatAreNotKnownShowAsTheyAreCalled() {
        Plan plan = Costs("%1 = exp %0 : f32[Batch, 30]\n    return \"y\" %1").Plan;
        Schedule schedule = Schedule.Of("""
            plan M version 1 {
              prepare prepare {
              }
              entry Run {
                input "x" : f32[Batch, 30]
                slot 120*Batch
                call 0 (input0, slot1)
                loop Batch depth 0 while slot4 {
                  call 0 (slot1, slot2)
                  repeat 3 {
                    call 0 (slot2+1, slot3+1)
                  }
                }
                perhaps slot3 {
                  call 0 (slot3, slot1)
                } else {
                  call 0 (slot3, output0)
                }
              }
            }
            """, plan.Kernels)[1];
        Assert.Equal([
            "0 1 1 input0>slot1", "0 loop Batch depth 0 while slot4 [slot4]", "1 2 Batch slot1>slot2", "1 repeat 3 []", "2 3 3*Batch slot2+1>slot3+1",
            "0 perhaps slot3 [slot3]", "1 4 1 slot3>slot1", "0 else []", "1 5 1 slot3>output0"], schedule.Lines.Select(line => line switch {
                CallLine call => $"{call.Depth} {call.Number} {call.Times} {string.Join(' ', call.Buffers.Where(use => !use.IsWritten))}>{string.Join(' ', call.Buffers.Where(use => use.IsWritten))}",
                BlockLine block => $"{block.Depth} {block.Head} [{string.Join(' ', block.Buffers)}]",
                _ => throw new InvalidOperationException(),
            }));
        // What is handed from one iteration to the next is not gone in between.
        Schedule loop = Schedule.Of("""
            plan M version 1 {
              prepare prepare {
              }
              entry Run {
                call 0 (input0, slot0)
                loop Batch depth 0 {
                  call 0 (slot0, slot1)
                  call 0 (slot1, slot2)
                  call 0 (slot2, slot0)
                }
                call 0 (slot2, output0)
              }
            }
            """, plan.Kernels)[1];
        Assert.Equal(["0: 1-4", "1: 2-3", "2: 3-5"], Tenant.Of(loop).Select(tenant => $"{tenant.Slot}: {tenant.From}-{tenant.To}"));
        Assert.Equal(["1: 1-3", "1: 4-4", "2: 2-3", "3: 3-5", "4: 1-1"], Tenant.Of(schedule).Select(tenant => $"{tenant.Slot}: {tenant.From}-{tenant.To}"));
    }
}
