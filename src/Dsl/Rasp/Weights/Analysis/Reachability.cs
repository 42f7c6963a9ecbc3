using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Numerics;
using Sinter.Rasp.Nodes;

namespace Sinter.Rasp.Weights;

/// <summary>
/// Which values two expressions can have together, where more is known of both than of each: a position is less than the
/// length, and means over one selector are of the same positions.
/// </summary>
sealed class Reachability(ProgramGraph graph, ValueAnalysis analysis) {
    const int Most = 1 << 16, Combinations = 1 << 12;

    /// <summary>For each pair of places in a list of nodes of which something is known, what can occur.</summary>
    public IReadOnlyList<(int First, int Second, Func<int, int, bool> Can)> Of(ImmutableArray<int> nodes) {
        var found = new List<(int, int, Func<int, int, bool>)>();
        for (int first = 0; first < nodes.Length; first++) {
            for (int second = 0; second < nodes.Length; second++) {
                GraphNode a = graph.Nodes[nodes[first]], b = graph.Nodes[nodes[second]];
                if (a.Node.Kind == NodeKind.Indices && b.Node.Kind == NodeKind.Length) {
                    // Categories are 0 upward of positions and 1 upward of lengths.
                    found.Add((first, second, (position, length) => position <= length));
                } else if (first < second && OfMeans(a, b) is { } together) {
                    found.Add((first, second, (x, y) => together.Contains((x, y))));
                }
            }
        }
        return found;
    }

    HashSet<(int, int)>? OfMeans(GraphNode a, GraphNode b) {
        if (!IsMean(a) || !IsMean(b) || a.Operands[0] != b.Operands[0] || Pairs(a.Operands[1], b.Operands[1]) is not { } pairs) {
            return null;
        }
        BigInteger scale = pairs.SelectMany(pair => new[] { pair.Item1, pair.Item2 }).Aggregate(BigInteger.One, (least, number) => least * number.Denominator / BigInteger.GreatestCommonDivisor(least, number.Denominator));
        (long, long)[] scaled = [.. pairs.Select(pair => ((long)(pair.Item1.Numerator * (scale / pair.Item1.Denominator)), (long)(pair.Item2.Numerator * (scale / pair.Item2.Denominator))))];
        var together = new HashSet<(int, int)>();
        if (!analysis.NeverEmpty(a.Operands[0])) {
            together.Add((WhenEmpty(a), WhenEmpty(b)));
        }
        var sums = new HashSet<(long, long)> { (0, 0) };
        for (int count = 1; count <= analysis.Length; count++) {
            sums = [.. sums.SelectMany(sum => scaled.Select(pair => (sum.Item1 + pair.Item1, sum.Item2 + pair.Item2)))];
            if (sums.Count > Most) {
                return null;
            }
            foreach ((long first, long second) in sums) {
                together.Add((Category(a, new Rational(first, scale * count)), Category(b, new Rational(second, scale * count))));
            }
        }
        return together;
    }

    int WhenEmpty(GraphNode node) => node.Node is IAggregateNode { HasDefault: true } aggregate ? analysis[node.Id].IndexOf(aggregate.Default) : analysis[node.Id].Null;

    int Category(GraphNode node, Rational mean) => analysis[node.Id].IndexOf(mean);

    bool IsMean(GraphNode node) => node.Node is IFoldNode { Reduction: Reduction.Mean } && node.Node.ElementType == typeof(Rational)
        && !analysis[node.Operands[1]].MayBeNull && !analysis.IsUnique(node.Operands[0]);

    // What two expressions can be at one position.
    HashSet<(Rational, Rational)>? Pairs(int a, int b) {
        ImmutableArray<int> roots = [.. analysis.Roots(a).Concat(analysis.Roots(b)).Distinct()];
        if (roots.Aggregate(1L, (product, root) => Math.Min(product * analysis[root].Count, Combinations + 1)) > Combinations) {
            return null;
        }
        Expansion first = new(graph, a, roots), second = new(graph, b, roots);
        var pairs = new HashSet<(Rational, Rational)>();
        object?[] elements = new object?[roots.Length];
        int[] digits = new int[roots.Length];
        while (true) {
            for (int root = 0; root < roots.Length; root++) {
                elements[root] = analysis[roots[root]][digits[root]];
            }
            if (Domain.Fraction(first.Of(elements)) is { } x && Domain.Fraction(second.Of(elements)) is { } y) {
                pairs.Add((x, y));
            }
            int place = roots.Length - 1;
            while (place >= 0 && ++digits[place] == analysis[roots[place]].Count) {
                digits[place--] = 0;
            }
            if (place < 0) {
                return pairs.Count == 0 ? null : pairs;
            }
        }
    }
}
