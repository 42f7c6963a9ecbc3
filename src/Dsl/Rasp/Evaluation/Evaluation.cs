using System.Linq;

namespace Sinter.Rasp;

/// <summary>The value of every node of a graph for some inputs; each node is evaluated once.</summary>
sealed class Evaluation {
    readonly object[] values;

    public Evaluation(ProgramGraph graph, Bindings bindings) {
        values = new object[graph.Nodes.Length];
        foreach (GraphNode node in graph.Nodes) {
            object[] operands = [.. node.Operands.Select(id => values[id])];
            values[node.Id] = node.Node.Evaluate(new Frame(node.Node, operands, bindings));
        }
    }

    /// <summary>A <see cref="Sequence"/> or a <see cref="Selection"/>.</summary>
    public object this[int id] => values[id];
}
