using System.Linq;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Sinter.Compiler.Plans;

/// <summary>Positions that are counted while the project builds are index maps of the kernels that use them, and lie nowhere.</summary>
public sealed class CountedPositionsTests {
    [Fact]
    public void WindowsOfFixedExtentsNeedNoLookUp() {
        ModuleBuilder builder = new("Test.Windows");
        builder.Declare(new Weight("kernel", new TensorType(ElementType.F32, 7, 3, 2)));
        GraphBuilder graph = builder.Entry("Run");
        Expression x = graph.Input("x", ElementType.F32, 3, 11);
        // Four windows of two elements, 2 apart, whose elements are 3 apart.
        Expression starts = (graph.Iota(4) * graph.Scalar(2, ElementType.I32)).Reshape(4, 1);
        Expression steps = (graph.Iota(2) * graph.Scalar(3, ElementType.I32)).Reshape(1, 2);
        graph.Return("y", x.Gather(starts + steps, 1).Contract("cxk,ock->xo", graph.Weight("kernel")));
        graph.Build();
        Plan plan = Lowering.Run(builder.Module);
        Prepared prepared = Assert.Single(plan.Prepared);
        Assert.Equal(Layout.Panels, prepared.Layout);
        ContractionKernel kernel = Assert.Single(plan.Kernels.OfType<ContractionKernel>());
        Assert.Equal("load", kernel.Left.Operation);
        Assert.Empty(kernel.Left.At.SelectMany(index => index.DataScalars()));
    }
}
