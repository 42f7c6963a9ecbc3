#region snippet
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Graph.Operations;
using Sinter.Compiler.Kernels;

namespace Guide;

/// <summary>The elements along an axis in the opposite order.</summary>
public sealed class MirrorOperation : Operation {
    public override string Name => "mirror";

    public override TensorType Infer(OperationUse use) {
        use.Arity(1);
        use.Axis();
        return use.Operands[0];
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) {
        int axis = context.Node.Integer("axis");
        Index last = Index.Of(context.Operands[0].Shape[axis] - Dimension.One);
        return context.Read(0, ElementContext.Replace(at, axis, last - at[axis]));
    }
}
#endregion

static class AddingAnOperationRun {
    #region snippet
    [Sinter.Primitive("mirror")]
    public static Sinter.Tensor Mirror(Sinter.Tensor x, Sinter.Axis axis) {
        int extent = x.Shape[axis];
        IEnumerable<Sinter.Tensor> parts = Enumerable.Range(0, extent).Select(i => Sinter.Operations.Slice(x, axis, extent - 1 - i, 1));
        return Sinter.Operations.Concatenate(axis, [.. parts]);
    }
    #endregion

    public static void Eager() {
        #region snippet
        Sinter.Tensor x = Sinter.Tensor.From([1f, 2f, 3f, 4f, 5f, 6f], 2, 3);
        Console.WriteLine(string.Join(" ", Mirror(x, 1).ToArray<float>()));
        #endregion
    }

    public static void Kernel() {
        #region snippet
        Module module = ModuleParser.Parse("""
            module Example {
              entry Run {
                %0 = input {name = "x", shape = [2, 3], type = f32} : f32[2, 3]
                %1 = mirror %0 {axis = 1} : f32[2, 3]
                %2 = exp %1 : f32[2, 3]
                return "y" %2
              }
            }
            """);
        GraphVerifier.Check(module);
        Console.WriteLine(Sinter.Compiler.Plans.Lowering.Run(module).Print());
        #endregion
    }

    public static void Refused() {
        #region snippet
        try {
            ModuleBuilder builder = new("Example");
            GraphBuilder graph = builder.Entry("Run");
            int input = graph.Apply("input", [], new Attributes(
                ("name", new AttributeValue.Text("x")), ("shape", new AttributeValue.Extents(Sequence.Of<Dimension>(2, 3))), ("type", new AttributeValue.Type(ElementType.F32))));
            graph.Apply("mirror", [input], new Attributes(("axis", new AttributeValue.Extent(2))));
        } catch (GraphException error) {
            Console.WriteLine(error.Message);
        }
        #endregion
    }
}
