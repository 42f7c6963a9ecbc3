using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Sinter.EndToEnd.Tests.Papers;

/// <summary>How messages of neighbours are gathered.</summary>
public delegate Tensor Gathering(Tensor messages, Tensor adjacency);

/// <summary>Message passing over a dense graph: h' = GRU(h, gather over neighbours of M_edge h), some rounds with the same weights.</summary>
[Block]
public sealed class GatedGraph(int width, int edgeKinds, int rounds, params Gathering[] gatherings) {
    private readonly Linear[] messages = Enumerable.Repeat(0, edgeKinds).Select(_ => new Linear(width, width)).ToArray();
    private readonly Linear fromMessages = new(width * gatherings.Length, 3 * width, withBias: true), fromState = new(width, 3 * width);

    public Tensor Run(Tensor h, Tensor adjacency) {
        for (int round = 0; round < rounds; round++) {
            h = Update(Messages(h, adjacency), h);
        }
        return h;
    }

    private Tensor Messages(Tensor h, Tensor adjacency) {
        Tensor? total = null;
        for (int kind = 0; kind < edgeKinds; kind++) {
            Tensor edges = Cast(Reshape(Slice(adjacency, 0, kind, 1), h.Shape[0], h.Shape[0]), ElementType.F32);
            Tensor gathered = Concatenate(-1, [.. from gather in gatherings select gather(messages[kind][h], edges)]);
            total = total is null ? gathered : total + gathered;
        }
        return total ?? throw new ArgumentException("a graph has at least one kind of edges");
    }

    private Tensor Update(Tensor m, Tensor h) {
        Tensor[] a = SplitEvenly(fromMessages[m], -1, 3), b = SplitEvenly(fromState[h], -1, 3);
        var (update, reset) = (Sigmoid(a[0] + b[0]), Sigmoid(a[1] + b[1]));
        Tensor candidate = Tanh(a[2] + reset * b[2]);
        return (1f - update) * h + update * candidate;
    }
}

/// <summary>Node features with two kinds of edges to one number a node and one for the graph.</summary>
[Model, Symbol("Nodes", 1, 12)]
public partial class MessagePassing {
    private readonly Linear embed = new(3, 4);
    private readonly GatedGraph graph = new(4, edgeKinds: 2, rounds: 3, Total, Average, static (m, e) => Strongest(m, e));
    private readonly Weight readout = new(4);

    [Entry]
    public (Tensor Nodes, Tensor Graph) Predict([Shape("Nodes", 3)] Tensor features, [Shape(2, "Nodes", "Nodes", Type = ElementType.Bool)] Tensor adjacency) {
        Tensor h = graph.Run(embed[features], adjacency);
        Tensor energy = Contract("ni,i->n", h, readout);
        return (energy, LogSumExp(energy, 0));
    }

    private static Tensor Total(Tensor m, Tensor edges) => Contract("st,tc->sc", edges, m);

    private static Tensor Average(Tensor m, Tensor edges) => Total(m, edges) / (Sum(edges, -1, keep: true) + 1f);

    private static Tensor Strongest(Tensor m, Tensor edges) {
        int nodes = m.Shape[0];
        return Max(Reshape(edges, nodes, nodes, 1) * Reshape(m, 1, nodes, m.Shape[1]), 1);
    }
}
