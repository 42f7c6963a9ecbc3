using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Sinter.EndToEnd.Tests.Papers;

/// <summary>A cell found by search, as such papers print it: nodes with the numbers of what they add up, and the operation on each edge.</summary>
public sealed class Genotype {
    public static readonly Genotype Found = Builder().Edge(0, 2, "linear").Edge(1, 2, "skip").Edge(2, 3, "pool").Edge(0, 3, "none").Edge(1, 4, "gate").Edge(3, 4, "linear").Build();

    private Genotype(ImmutableArray<(int From, int To, string Operation)> edges) => Edges = edges;

    public ImmutableArray<(int From, int To, string Operation)> Edges { get; }

    public int Nodes => Edges.Max(edge => edge.To) + 1;

    public static GenotypeBuilder Builder() => new();

    public ILookup<int, (int From, string Operation)> Inputs() => Edges.Where(edge => edge.Operation != "none").ToLookup(edge => edge.To, edge => (edge.From, edge.Operation));

    public sealed class GenotypeBuilder {
        private readonly List<(int, int, string)> edges = [];

        public GenotypeBuilder Edge(int from, int to, string operation) {
            if (from >= to) {
                throw new ArgumentException($"an edge leads on: {from} to {to} does not");
            }
            edges.Add((from, to, operation));
            return this;
        }

        public Genotype Build() => new([.. edges.OrderBy(edge => edge.Item2).ThenBy(edge => edge.Item1)]);
    }
}

/// <summary>The cell as a block: its blocks are known by the edges they are on.</summary>
[Block]
public sealed class SearchedCell {
    private static readonly Dictionary<string, Func<int, object>> Candidates = new() {
        ["linear"] = width => new Linear(width, width),
        ["gate"] = width => new Weight(width),
        ["skip"] = _ => (Func<Tensor, Tensor>)(x => x),
        ["pool"] = _ => new Func<Tensor, Tensor>(Neighbours),
    };

    private readonly SortedDictionary<string, object> edges = new();
    private readonly Genotype genotype;

    public SearchedCell(int width, Genotype genotype) {
        this.genotype = genotype;
        foreach (var (from, to, operation) in genotype.Edges) {
            if (Candidates.TryGetValue(operation, out Func<int, object>? make)) {
                edges[$"{from}_{to}"] = make(width);
            }
        }
    }

    public Tensor Run(Tensor first, Tensor second) {
        Dictionary<int, Tensor> values = new() { [0] = first, [1] = second };
        var inputs = genotype.Inputs();
        for (int node = 2; node < genotype.Nodes; node++) {
            values[node] = inputs[node].Select(edge => Apply(edges[$"{edge.From}_{node}"], values[edge.From])).Aggregate((a, b) => a + b);
        }
        return Concatenate(-1, [.. values.Where(pair => pair.Key >= 2).Select(pair => pair.Value)]);
    }

    private static Tensor Apply(object operation, Tensor x) => operation switch {
        Linear linear => Relu(linear[x]),
        Weight gate => x * Sigmoid(gate),
        Func<Tensor, Tensor> function => function(x),
        _ => throw new NotSupportedException(operation.GetType().Name),
    };

    private static Tensor Neighbours(Tensor x) => (x + Roll(x, -1, 1) + Roll(x, -1, -1)) / 3f;
}

/// <summary>Two cells that look at the last two values, as such networks do.</summary>
[Model, Symbol("Batch", 1, 10)]
public partial class OperatorGraph {
    private readonly Linear stem = new(3, 4), middle = new(12, 4);
    private readonly SearchedCell[] cells = [new(4, Genotype.Found), new(4, Genotype.Found)];

    [Entry]
    public Tensor Run([Shape("Batch", 3)] Tensor x) {
        (Tensor last, Tensor beforeLast) = (stem[x], Tanh(stem[x]));
        int done = 0;
    next:
        Tensor y = cells[done++].Run(beforeLast, last);
        if (done < cells.Length) {
            (beforeLast, last) = (last, middle[y]);
            goto next;
        }
        return y;
    }
}
