using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Llvm;
using Sinter.Compiler.Plans;

/// <summary>Casts to 16-bit floats and back for every one of their values, and for what lies between them.</summary>
public sealed class HalfPrecisionTests {
    public static TheoryData<string, bool> Cases => new() { { "x86-64-v2", false }, { "x86-64-v3", false }, { "x86-64-v2", true }, { "x86-64-v3", true } };

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryValueIsRoundedAsTheEagerCastDoes(string tier, bool brain) {
        TargetDescription? target = NativePlan.Targets.FirstOrDefault(candidate => candidate.Cpu == tier);
        if (target is null) {
            // A machine without AVX2 has no code of that tier to run.
            Assert.Equal("x86-64-v3", tier);
            return;
        }
        float[] values = [.. Values(brain)];
        ModuleBuilder builder = new("Halves");
        GraphBuilder graph = builder.Entry("Run");
        Expression x = graph.Input("x", ElementType.F32, values.Length);
        Expression cast = x.Cast(brain ? ElementType.BF16 : ElementType.F16);
        graph.Return("narrow", cast);
        graph.Return("wide", cast.Cast(ElementType.F32));
        graph.Build();
        Plan plan = Lowering.Run(builder.Module);
        using NativePlan native = NativePlan.Compile(plan, target);
        using NativeSession session = new(native, new Dictionary<string, Tensor>(), 1);
        Dictionary<string, PlanBuffer> results = session.Run(plan.Entries[0], new Dictionary<string, long>(), new Dictionary<string, Tensor> { ["x"] = Tensor.From(values) });
        double[] expected = Sinter.Operations.Cast(Tensor.From(values), brain ? Sinter.ElementType.BF16 : Sinter.ElementType.F16).Elements();
        foreach (Port port in plan.Entries[0].Outputs) {
            double[] actual = results[port.Name].Elements(port.Type, extent => extent.Value);
            for (int i = 0; i < values.Length; i++) {
                Assert.True(expected[i].Equals(actual[i]), $"{port.Name} of {values[i]:R}: expected {expected[i]:R}, found {actual[i]:R}");
            }
        }
    }

    // Each value of the format, halfway to the next, and one step of single precision to either side of that.
    private static IEnumerable<float> Values(bool brain) {
        for (int bits = 0; bits <= ushort.MaxValue; bits += brain ? 7 : 1) {
            float value = brain ? BitConverter.UInt32BitsToSingle((uint)bits << 16) : (float)BitConverter.UInt16BitsToHalf((ushort)bits);
            float next = brain ? BitConverter.UInt32BitsToSingle((uint)(bits + 1) << 16) : (float)BitConverter.UInt16BitsToHalf((ushort)(bits + 1));
            float middle = (float)(((double)value + next) / 2);
            yield return value;
            yield return middle;
            yield return MathF.BitIncrement(middle);
            yield return MathF.BitDecrement(middle);
        }
    }
}
