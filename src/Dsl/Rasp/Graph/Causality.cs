using System.Collections.Immutable;
using System.Linq;

namespace Sinter.Rasp;

/// <summary>
/// Makes a program causal: every aggregate and width sees the keys up to the query only. The mask is put where a selector
/// is used; put on the selectors themselves, a Not above would turn the hidden keys into hits.
/// </summary>
static class Causality {
    public static SOp<T> Of<T>(SOp<T> program) {
        ProgramGraph graph = ProgramGraph.Of(program);
        var causal = new Node[graph.Nodes.Length];
        foreach (GraphNode node in graph.Nodes) {
            if (node.Node.Kind == NodeKind.Length) {
                throw new RaspException("length is not known to a causal program, which sees no later position; SelectorWidth(All) counts the positions up to the query");
            }
            ImmutableArray<Node> operands = [.. node.Operands.Select(id => causal[id])];
            if (node.Node.Kind is NodeKind.Aggregate or NodeKind.Width) {
                operands = operands.SetItem(0, ((Selector)operands[0]).Causal());
            }
            causal[node.Id] = node.Node.WithOperands(operands);
        }
        return (SOp<T>)causal[graph.Results[0]];
    }
}
