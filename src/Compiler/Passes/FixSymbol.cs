using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Compiler.Passes;

/// <summary>
/// Gives a symbol a value, for a variant of the entries that is compiled for just that: <c>Time = 1</c> makes the step that decodes
/// one token. The symbol stays declared, so that variants share one list of symbols.
/// </summary>
public static class FixSymbol {
    /// <summary>The module with the symbol replaced in every type and argument.</summary>
    public static Module Run(Module module, string symbol, long value) {
        Dimension Fix(Dimension extent) => extent.Substitute(name => name == symbol ? new Dimension(value) : null);
        return GraphRewriter.Rewrite(module, (builder, node, operands) => {
            Attributes attributes = new(node.Attributes.All.Select(argument => (argument.Name, argument.Value switch {
                AttributeValue.Extent extent => new AttributeValue.Extent(Fix(extent.Value)),
                AttributeValue.Extents extents => new AttributeValue.Extents(extents.Values.Select(Fix).ToSequence()),
                _ => argument.Value,
            })));
            if (node.Operation == "positions") {
                attributes = new(("length", new AttributeValue.Extent(Fix(node.Type.Shape[0]))));
            }
            return builder.Apply(node.Operation, operands, attributes, node.Origin);
        });
    }
}
