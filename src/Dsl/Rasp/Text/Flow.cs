using System;
using System.Collections.Immutable;
using System.Linq;

namespace Sinter.Rasp.Text;

/// <summary>
/// The layers that a program takes as a transformer, as RASP counts them: an aggregate or a width stands one layer above
/// all that it is made of, what is elementwise is free, and equal selectors of a layer are one head.
/// </summary>
public sealed class Flow {
    Flow(ImmutableArray<int> layers, ImmutableArray<int> heads) {
        Layers = layers;
        Heads = heads;
    }

    /// <summary>The layer of each node of the graph; 0 is before the first.</summary>
    public ImmutableArray<int> Layers { get; }

    /// <summary>The heads of each layer, from the first.</summary>
    public ImmutableArray<int> Heads { get; }

    /// <summary>The flow of a graph.</summary>
    public static Flow Of(ProgramGraph graph) {
        ArgumentNullException.ThrowIfNull(graph);
        int[] layers = new int[graph.Nodes.Length];
        foreach (GraphNode node in graph.Nodes) {
            layers[node.Id] = node.Operands.Select(operand => layers[operand]).DefaultIfEmpty().Max() + (Attends(node) ? 1 : 0);
        }
        ImmutableArray<int> heads = [.. Enumerable.Range(1, layers.DefaultIfEmpty().Max())
            .Select(layer => graph.Nodes.Where(node => Attends(node) && layers[node.Id] == layer).Select(node => node.Operands[0]).Distinct().Count())];
        return new Flow([.. layers], heads);
    }

    /// <summary>"2 layers of 1 and 3 heads"</summary>
    public override string ToString() => Heads.Length switch {
        0 => "no layer: it is elementwise",
        1 => $"1 layer of {Heads[0]} head{(Heads[0] == 1 ? "" : "s")}",
        _ => $"{Heads.Length} layers of {string.Join(", ", Heads[..^1])} and {Heads[^1]} heads",
    };

    static bool Attends(GraphNode node) => node.Node.Kind is NodeKind.Aggregate or NodeKind.Width;
}
