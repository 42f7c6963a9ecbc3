using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Compiler.Passes;

/// <summary>
/// Turns pads of axes that may have no element into concatenations:
/// <code>
/// pad x : f32[Past, 6] {axis = 0, before = 2, after = 0, value = 1.0}   =>   concatenate (broadcast 1.0 : f32[2, 6]) x {axis = 0}
/// </code>
/// An inlined pad reads the nearest element of its operand even where the value is then dropped, and an empty operand has none; a
/// concatenation is written part by part.
/// </summary>
public static class JoinPadsOfEmpty {
    /// <summary>The module after the pass.</summary>
    public static Module Run(Module module) => GraphRewriter.Rewrite(module, (builder, node, operands) => {
        if (node.Operation != "pad" || module.LowerBound(builder.TypeOf(operands[0]).Shape[node.Integer("axis")]) > 0) {
            return null;
        }
        int axis = node.Integer("axis");
        double value = node.Attributes["value"] is AttributeValue.Real real ? real.Value : node.Extent("value").Value;
        List<int> parts = [];
        void AddConstant(Dimension extent) {
            if (!extent.Equals(Dimension.Zero)) {
                Sequence<Dimension> shape = node.Type.Shape.Select((other, i) => i == axis ? extent : other).ToSequence();
                parts.Add(builder.Apply("broadcast", [builder.Constant(value, node.Type.Element, node.Origin)], new Attributes(("shape", new AttributeValue.Extents(shape))), node.Origin));
            }
        }
        AddConstant(node.Extent("before"));
        parts.Add(operands[0]);
        AddConstant(node.Extent("after"));
        return builder.Apply("concatenate", parts, new Attributes(("axis", node.Attributes["axis"]!)), node.Origin);
    });
}
