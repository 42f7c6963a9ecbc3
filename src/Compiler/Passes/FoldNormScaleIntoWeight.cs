using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Graph.Operations;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Passes;

/// <summary>
/// Moves a per-channel scale known at load from the left operand of a contraction into the right one:
/// <code>
/// contract (multiply x (broadcast scale)) weight {tk,nk->tn}   =>   contract x (multiply weight (broadcast scale)) {tk,nk->tn}
/// </code>
/// Holds when the scale runs along the summed axis, the last of the left operand, and weight and scale are known at load. The
/// product is then made once, in <c>prepare</c>. A large matrix is left alone: it may come in blocks of small integers, which are used as
/// they are, and beside its product the scale of a row costs nothing.
/// </summary>
public static class FoldNormScaleIntoWeight {
    /// <summary>The module after the pass.</summary>
    public static Module Run(Module module) => GraphRewriter.RewriteEntries(module, entry => {
        BindingTime[] times = BindingTimes.Of(entry);
        return (builder, node, operands) => {
            if (node.Operation != "contract" || times[node.Operands[1]] == BindingTime.Run || times[node.Operands[0]] != BindingTime.Run) {
                return null;
            }
            Node right = entry.Nodes[node.Operands[1]];
            if (right.Operation == "weight" && StoredForms.Suit(right.Type)) {
                return null;
            }
            Equation equation = Equation.Parse(node.Text("equation"))!;
            char channel = equation.Left.Last();
            int at = equation.Right.IndexOf(channel);
            if (equation.Result.IndexOf(channel) >= 0 || at < 0) {
                return null;
            }
            Node product = entry.Nodes[node.Operands[0]];
            if (product.Operation != "multiply") {
                return null;
            }
            for (int side = 0; side < 2; side++) {
                Node broadcast = entry.Nodes[product.Operands[side]];
                if (broadcast.Operation != "broadcast" || entry.Nodes[broadcast.Operands[0]] is not { Type.Rank: 1 } scale || times[scale.Id] == BindingTime.Run
                    || !scale.Type.Shape[0].Equals(product.Type.Shape.Last())) {
                    continue;
                }
                // The rebuilt multiply's operands are what x and the broadcast have become.
                Node rebuilt = builder[operands[0]];
                if (rebuilt.Operation != "multiply") {
                    return null;
                }
                int x = rebuilt.Operands[1 - side];
                int scaleNow = builder[rebuilt.Operands[side]].Operands[0];
                Dimension[] shape = [.. Enumerable.Repeat(Dimension.One, equation.Right.Length)];
                shape[at] = scale.Type.Shape[0];
                int column = builder.Apply("reshape", [scaleNow], new Attributes(("shape", new AttributeValue.Extents(shape.ToSequence()))), node.Origin);
                int weight = builder.Apply("multiply", [operands[1], column], null, node.Origin);
                return builder.Apply("contract", [x, weight], node.Attributes, node.Origin);
            }
            return null;
        };
    });
}
