using System;
using System.Linq;
using System.Threading.Tasks;
using Sinter.Verification;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Llvm;
using Sinter.Compiler.Plans;

/// <summary>The LLVM IR of small kernels, so that a change of what is emitted is seen and meant.</summary>
public sealed class KernelTextTests {
    private static readonly TargetDescription Target = TargetDescription.ForTier("x86-64-v3");

    [Fact]
    public Task AMap() => Verifier.Verify(KernelOf(graph => {
        Expression x = graph.Input("x", ElementType.F32, Dimension.Symbol("Time"), 20);
        graph.Return("r", x * x + 0.5);
    }));

    [Fact]
    public Task ARowReduction() => Verifier.Verify(KernelOf(graph => {
        Expression x = graph.Input("x", ElementType.F32, Dimension.Symbol("Time"), 20);
        graph.Return("r", x - x.Max(1, keep: true));
    }));

    [Fact]
    public Task AProductWithABias() => Verifier.Verify(KernelOf(graph => {
        Expression x = graph.Input("x", ElementType.F32, Dimension.Symbol("Time"), 20);
        graph.Return("r", x.Contract("ti,oi->to", graph.Weight("matrix")) + graph.Weight("bias"));
    }));

    [Fact]
    public void TheSamePlanAndTargetGiveTheSameText() {
        Plan plan = Lowering.Run(LlamaModule.Build(16, 2, 4, 2, 20, 11, 8, tied: true));
        Assert.Equal(PlanEmitter.Emit(plan, Target), PlanEmitter.Emit(Plan.Parse(plan.Print()), TargetDescription.Parse(Target.Print())));
    }

    // The entry's only kernel, from its comment to its closing brace.
    private static string KernelOf(Action<GraphBuilder> build) {
        ModuleBuilder builder = new("Small");
        builder.Declare(new Symbol("Time", 2, 9));
        builder.Declare(new Weight("matrix", new TensorType(ElementType.F32, 5, 20)));
        builder.Declare(new Weight("bias", new TensorType(ElementType.F32, 5)));
        GraphBuilder graph = builder.Entry("Run");
        build(graph);
        graph.Build();
        Plan plan = Lowering.Run(builder.Module);
        int kernel = ((Plans.Step.Call)Assert.Single(Assert.Single(plan.Entries).Steps)).Kernel;
        string[] lines = PlanEmitter.Emit(plan, Target).Split('\n');
        int start = Array.FindIndex(lines, line => line.StartsWith($"define internal void @Small_kernel{kernel}(", StringComparison.Ordinal));
        return string.Join('\n', lines.Skip(start - 1).TakeWhile(line => line != "}")) + "\n}\n";
    }
}
