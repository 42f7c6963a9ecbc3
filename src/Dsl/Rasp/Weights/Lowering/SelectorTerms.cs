using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Sinter.Rasp.Nodes;

namespace Sinter.Rasp.Weights;

/// <summary>
/// Hits that tables of pairs of expressions share, by the expression of the key and that of the query, -1 for one that is
/// constant. Tables add up in one head, so a conjunction takes one.
/// </summary>
sealed record Conjunction(ImmutableSortedDictionary<(int Key, int Query), bool[,]> Tables) {
    public static Conjunction Everything { get; } = new(ImmutableSortedDictionary<(int, int), bool[,]>.Empty);

    /// <summary>The hits of both; null for none.</summary>
    public Conjunction? And((int, int) pair, bool[,] table) {
        bool[,] joined = Tables.TryGetValue(pair, out bool[,]? other) ? Combine(table, other, (a, b) => a & b) : table;
        bool[] entries = [.. joined.Cast<bool>()];
        return Array.TrueForAll(entries, hit => !hit) ? null
            : new Conjunction(Array.TrueForAll(entries, hit => hit) ? Tables.Remove(pair) : Tables.SetItem(pair, joined));
    }

    public Conjunction? And(Conjunction other) {
        Conjunction? joined = this;
        foreach (((int, int) pair, bool[,] table) in other.Tables) {
            joined = joined?.And(pair, table);
        }
        return joined;
    }

    /// <summary>The same hits as these two, where they differ in one table; else null.</summary>
    public Conjunction? Joined(Conjunction other) {
        if (!Tables.Keys.SequenceEqual(other.Tables.Keys)) {
            return null;
        }
        (int, int)[] differing = [.. Tables.Keys.Where(pair => !Tables[pair].Cast<bool>().SequenceEqual(other.Tables[pair].Cast<bool>()))];
        if (differing.Length > 1) {
            return null;
        }
        if (differing.Length == 0) {
            return this;
        }
        bool[,] joined = Combine(Tables[differing[0]], other.Tables[differing[0]], (a, b) => a | b);
        return new Conjunction(joined.Cast<bool>().All(hit => hit) ? Tables.Remove(differing[0]) : Tables.SetItem(differing[0], joined));
    }

    public static bool[,] Combine(bool[,] a, bool[,] b, Func<bool, bool, bool> function) {
        var result = new bool[a.GetLength(0), a.GetLength(1)];
        for (int key = 0; key < result.GetLength(0); key++) {
            for (int query = 0; query < result.GetLength(1); query++) {
                result[key, query] = function(a[key, query], b[key, query]);
            }
        }
        return result;
    }
}

/// <summary>Selectors as disjoint conjunctions, so that widths and sums of the parts add up to those of the whole.</summary>
sealed class SelectorTerms {
    const int Most = 64, Ordered = 1024;

    readonly ProgramGraph graph;
    readonly ValueAnalysis analysis;
    readonly Dictionary<int, ImmutableArray<Conjunction>> terms = [];

    public SelectorTerms(ProgramGraph graph, ValueAnalysis analysis) {
        this.graph = graph;
        this.analysis = analysis;
    }

    /// <summary>Decides whether attention is masked; then no head has to hide later positions.</summary>
    /// <exception cref="RaspException">It is to be, and the program sees later positions.</exception>
    public void Mask(bool? causal) {
        GraphNode[] uses = [.. graph.Nodes.Where(node => node.Node.Kind is NodeKind.Aggregate or NodeKind.Width)];
        GraphNode? free = Array.Find(uses, use => !Of(use.Operands[0]).All(IsCausal)) ?? graph.Nodes.FirstOrDefault(node => node.Node.Kind == NodeKind.Length);
        if (causal == true && free != null) {
            throw new RaspException(analysis.Name(free.Id), "it sees later positions, and the options say Causal; make the program causal, with RaspProgram.Of(program, causal: true), or leave Causal out");
        }
        Causal = causal ?? (uses.Length > 0 && free == null);
        if (Causal) {
            foreach (int selector in terms.Keys.ToArray()) {
                terms[selector] = [.. terms[selector].Select(WithoutMask)];
            }
        }
    }

    /// <summary>Whether the model's attention is masked to the keys up to the query.</summary>
    public bool Causal { get; private set; }

    /// <summary>The conjunctions of a selector; none where it hits nothing.</summary>
    public ImmutableArray<Conjunction> Of(int selector) {
        if (!terms.TryGetValue(selector, out ImmutableArray<Conjunction> result)) {
            GraphNode node = graph.Nodes[selector];
            result = node.Node.Kind switch {
                NodeKind.Select => Table(node),
                NodeKind.And => And(Of(node.Operands[0]), Of(node.Operands[1])),
                NodeKind.Or => [.. Of(node.Operands[0]), .. And(Not(Of(node.Operands[0])), Of(node.Operands[1]))],
                NodeKind.Not => Not(Of(node.Operands[0])),
                _ => [Conjunction.Everything],
            };
            result = Joined(result);
            if (result.Length > Most) {
                throw new RaspException(analysis.Name(selector), $"it falls into {result.Length} parts that exclude each other, more than the {Most} that are tried; compare a Map of several sequences with one predicate");
            }
            terms.Add(selector, result);
        }
        return result;
    }

    /// <summary>The expression whose categories decide an expression, and the value for each of them.</summary>
    public (int Node, object?[] Values) Source(int node) {
        ImmutableArray<int> roots = graph.Nodes[node].Node.Kind == NodeKind.Constant ? [] : analysis.Roots(node);
        // Of counts and means only what is asked of them is made categories.
        if (roots.Length > 1 || (roots is [var root] && (root == node || !IsCategorical(root)))) {
            return (node, [.. Enumerable.Range(0, analysis[node].Count).Select(category => analysis[node][category])]);
        }
        object?[] values = Elementary.Is(graph.Nodes[node].Node) ? analysis.Table(node, byOperands: false).Outcomes : [analysis[node][0]];
        return (roots.IsEmpty ? -1 : roots[0], values);
    }

    bool IsCategorical(int node) => graph.Nodes[node].Node.Kind is NodeKind.Input or NodeKind.Indices
        || graph.Nodes[node].Node is IAggregateNode { Reduction: not (Reduction.Mean or Reduction.Sum) };

    /// <summary>
    /// Whether a selector hits of two positions always exactly one, as an order does: then no two positions have the same
    /// width. What decides it is put in the order of the numbers of hits, and the selector has to agree with that order.
    /// </summary>
    public bool IsOrder(int selector) {
        if (!analysis.HasPositions) {
            return false;
        }
        ImmutableArray<Conjunction> all = Of(selector);
        int indices = Positions.Item1;
        int[] sources = [.. all.SelectMany(term => term.Tables.Keys).SelectMany(pair => new[] { pair.Key, pair.Query }).Append(indices).Where(source => source >= 0).Distinct()];
        if (sources.Aggregate(1L, (product, source) => Math.Min(product * analysis[source].Count, Ordered + 1)) > Ordered) {
            return false;
        }
        List<Dictionary<int, int>> states = [[]];
        foreach (int source in sources) {
            states = [.. states.SelectMany(state => Enumerable.Range(0, analysis[source].Count).Select(category => new Dictionary<int, int>(state) { [source] = category }))];
        }
        int[][] columns = [.. sources.Select(source => states.Select(state => state[source]).ToArray())];
        int[] ColumnOf(int source) => source < 0 ? new int[states.Count] : columns[Array.IndexOf(sources, source)];
        var tables = all.Select(term => term.Tables.Select(table => (Keys: ColumnOf(table.Key.Key), Queries: ColumnOf(table.Key.Query), Hits: table.Value)).ToArray()).ToArray();
        bool Hits(int key, int query) => Array.Exists(tables, term => Array.TrueForAll(term, table => table.Hits[table.Keys[key], table.Queries[query]]));
        int[] widths = [.. Enumerable.Range(0, states.Count).Select(query => Enumerable.Range(0, states.Count).Count(key => Hits(key, query)))];
        int[] order = [.. Enumerable.Range(0, states.Count).OrderBy(state => widths[state])];
        int[] positions = ColumnOf(indices);
        for (int later = 0; later < order.Length; later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                bool differ = positions[order[earlier]] != positions[order[later]];
                if (differ && (!Hits(order[earlier], order[later]) || Hits(order[later], order[earlier]))) {
                    return false;
                }
            }
        }
        return true;
    }

    ImmutableArray<Conjunction> Table(GraphNode node) {
        (int key, object?[] keys) = Source(node.Operands[0]);
        (int query, object?[] queries) = Source(node.Operands[1]);
        var table = new bool[keys.Length, queries.Length];
        for (int k = 0; k < keys.Length; k++) {
            for (int q = 0; q < queries.Length; q++) {
                // Of a null or a fault the program has no value at all, which is checked for itself.
                table[k, q] = keys[k] is not Absent and not Fault && queries[q] is not Absent and not Fault
                    && analysis.Hits(node.Id, (ISelectNode)node.Node, keys[k], queries[q]);
            }
        }
        return Conjunction.Everything.And((key, query), table) is { } hits ? [hits] : [];
    }

    static ImmutableArray<Conjunction> And(ImmutableArray<Conjunction> left, ImmutableArray<Conjunction> right) =>
        [.. left.SelectMany(a => right.Select(a.And)).OfType<Conjunction>()];

    // not (a and b and ...) is (not a) or (a and not b) or ..., each without the others.
    static ImmutableArray<Conjunction> Not(ImmutableArray<Conjunction> terms) {
        ImmutableArray<Conjunction> rest = [Conjunction.Everything];
        foreach (Conjunction term in terms) {
            var outside = new List<Conjunction>();
            Conjunction? before = Conjunction.Everything;
            foreach (((int, int) pair, bool[,] table) in term.Tables) {
                if (before?.And(pair, Conjunction.Combine(table, table, (hit, _) => !hit)) is { } missed) {
                    outside.Add(missed);
                }
                before = before?.And(pair, table);
            }
            rest = Joined(And(rest, [.. outside]));
        }
        return rest;
    }

    static ImmutableArray<Conjunction> Joined(ImmutableArray<Conjunction> terms) {
        List<Conjunction> all = [.. terms];
        while (FindJoined(all) is (var first, var second, var joined)) {
            all[first] = joined;
            all.RemoveAt(second);
        }
        return [.. all];
    }

    static (int First, int Second, Conjunction Joined)? FindJoined(List<Conjunction> all) {
        for (int i = 0; i < all.Count; i++) {
            for (int j = i + 1; j < all.Count; j++) {
                if (all[i].Joined(all[j]) is { } joined) {
                    return (i, j, joined);
                }
            }
        }
        return null;
    }

    (int, int) Positions => graph.Nodes.FirstOrDefault(node => node.Node.Kind == NodeKind.Indices) is { } indices ? (indices.Id, indices.Id) : (-2, -2);

    bool IsCausal(Conjunction term) {
        if (!term.Tables.TryGetValue(Positions, out bool[,]? table)) {
            return false;
        }
        for (int key = 0; key < table.GetLength(0); key++) {
            for (int query = 0; query < key; query++) {
                if (table[key, query]) {
                    return false;
                }
            }
        }
        return true;
    }

    Conjunction WithoutMask(Conjunction term) {
        if (!term.Tables.TryGetValue(Positions, out bool[,]? table)) {
            return term;
        }
        for (int key = 0; key < table.GetLength(0); key++) {
            for (int query = key; query < table.GetLength(1); query++) {
                if (!table[key, query]) {
                    return term;
                }
            }
        }
        return new Conjunction(term.Tables.Remove(Positions));
    }
}
