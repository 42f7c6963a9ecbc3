using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Sinter.Rasp.Nodes;

namespace Sinter.Rasp.Weights;

/// <summary>
/// The values that each expression can have, forward from the inputs: what is elementwise by enumeration over the nodes
/// that it is a function of, counts by the maximum length, means exactly as fractions.
/// </summary>
sealed class ValueAnalysis {
    // Combinations that are worth one table, so that a chain of functions is one MLP; and those that can be looked at.
    const int Fused = 1 << 12, Enumerated = 1 << 18;

    readonly ProgramGraph graph;
    readonly WeightOptions options;
    readonly Domain[] domains;
    readonly ImmutableArray<int>[] roots;
    readonly Dictionary<(int, bool), OutcomeTable> tables = [];
    readonly Reachability reachability;
    readonly Dictionary<int, bool> unique = [];

    public ValueAnalysis(ProgramGraph graph, WeightOptions options) {
        this.graph = graph;
        this.options = options;
        domains = new Domain[graph.Nodes.Length];
        roots = new ImmutableArray<int>[graph.Nodes.Length];
        reachability = new Reachability(graph, this);
        Terms = new SelectorTerms(graph, this);
        foreach (GraphNode node in graph.Nodes) {
            roots[node.Id] = [node.Id];
            if (node.Node is not Selector) {
                domains[node.Id] = Bounded(node, Of(node));
            }
        }
    }

    public int Length => options.MaximumLength;

    /// <summary>The program's selectors.</summary>
    public SelectorTerms Terms { get; }

    public bool HasPositions => graph.Nodes.Any(node => node.Node.Kind == NodeKind.Indices);

    public Domain this[int node] => domains[node];

    /// <summary>The nodes that an elementwise node is a function of; the node itself of others. Constants are none.</summary>
    public ImmutableArray<int> Roots(int node) => roots[node];

    /// <summary>The outcomes of an elementwise node, by its roots or by its operands only.</summary>
    public OutcomeTable Table(int node, bool byOperands) {
        if (!tables.TryGetValue((node, byOperands), out OutcomeTable? table)) {
            table = Enumerate(node, byOperands ? Variable(graph.Nodes[node].Operands) : roots[node]);
            tables.Add((node, byOperands), table);
        }
        return table;
    }

    /// <summary>Whether every query surely hits a key: its own, as each key compares so with itself.</summary>
    public bool NeverEmpty(int selector) => graph.Nodes[selector] is var node && node.Node switch {
        ISelectNode select => node.Operands[0] == node.Operands[1] && domains[node.Operands[0]].Values.All(value => Hits(selector, select, value, value)),
        _ when node.Node.Kind == NodeKind.And => node.Operands.All(NeverEmpty),
        _ when node.Node.Kind == NodeKind.Or => node.Operands.Any(NeverEmpty),
        _ => node.Node.Kind == NodeKind.All,
    };

    /// <summary>Whether no query ever hits two keys: the keys differ at all positions, and each query hits one of their values.</summary>
    public bool IsUnique(int selector) {
        if (!unique.TryGetValue(selector, out bool isUnique)) {
            unique.Add(selector, isUnique = FindUnique(selector));
        }
        return isUnique;
    }

    bool FindUnique(int selector) => graph.Nodes[selector] is var node && node.Node switch {
        ISelectNode select => Distinct(node.Operands[0])
            && domains[node.Operands[1]].Values.All(query => domains[node.Operands[0]].Values.Count(key => Hits(selector, select, key, query)) <= 1),
        _ when node.Node.Kind == NodeKind.And => node.Operands.Any(IsUnique),
        _ => Length == 1,
    };

    /// <summary>Whether a query hits a key.</summary>
    /// <exception cref="RaspException">The predicate throws.</exception>
    public bool Hits(int selector, ISelectNode select, object? key, object? query) {
        try {
            return select.Hits(key, query);
        } catch (Exception exception) {
            throw new RaspException(Name(selector), $"the predicate throws {exception.GetType().Name} for the key {Format.Value(key)} and the query {Format.Value(query)}, which the sets of values allow: {exception.Message}. Give it a value for every pair");
        }
    }

    public string Name(int node) => graph.Nodes[node].Names is [var name, ..] ? name : graph.Nodes[node].Node.ToString();

    bool Distinct(int node) => graph.Nodes[node].Node.Kind == NodeKind.Indices
        || (graph.Nodes[node].Node.Kind == NodeKind.Width && Terms.IsOrder(graph.Nodes[node].Operands[0]))
        || (roots[node] is [var root] && graph.Nodes[root].Node.Kind == NodeKind.Indices && root != node
            && Table(node, byOperands: false).Outcomes is var outcomes && outcomes.Distinct(ValueIdentity.Comparer).Count() == outcomes.Length);

    Domain Of(GraphNode node) => node.Node switch {
        IInputNode input => Input(node, input),
        IConstantNode constant => constant.HasValue ? new Domain([constant.Value], false) : new Domain([], true),
        IAggregateNode aggregate => Aggregated(node, aggregate),
        _ when node.Node.Kind == NodeKind.Indices => Counted(0, Length - 1),
        _ when node.Node.Kind == NodeKind.Length => Counted(1, Length),
        _ when node.Node.Kind == NodeKind.Width => Counted(NeverEmpty(node.Operands[0]) ? 1 : 0, Length),
        _ => Computed(node),
    };

    static Domain Counted(int least, int most) => new(Enumerable.Range(least, most - least + 1).Select(value => (object?)value), false);

    Domain Input(GraphNode node, IInputNode input) {
        if (options.Inputs.TryGetValue(input.Source, out ImmutableArray<object?> values)) {
            if (values.FirstOrDefault(value => value is not null && value.GetType() != (Nullable.GetUnderlyingType(node.Node.ElementType) ?? node.Node.ElementType)) is { } other) {
                throw new RaspException($"input \"{input.Source}\" is {Format.Type(node.Node.ElementType)}, and its values were given as {Format.Type(other.GetType())}");
            }
            return new Domain(values, false);
        }
        return node.Node.ElementType == typeof(bool) ? new Domain([false, true], false)
            : node.Node.ElementType.IsEnum ? new Domain(Enum.GetValuesAsUnderlyingType(node.Node.ElementType).Cast<object>().Select(value => (object?)Enum.ToObject(node.Node.ElementType, value)), false)
            : throw new RaspException(input.Source, $"an input of {Format.Type(node.Node.ElementType)} has no bound of its own; say which values occur: options.With(\"{input.Source}\", values)");
    }

    Domain Bounded(GraphNode node, Domain domain) => domain.Count <= options.MaximumValues
        ? domain
        : throw new RaspException(Name(node.Id), $"it can have {domain.Count} values, more than the {options.MaximumValues} of MaximumValues; bound it, as by % or Math.Clamp in a Map, give its inputs fewer values, or raise MaximumValues");

    // Constants are part of the function and no root of it.
    ImmutableArray<int> Variable(IEnumerable<int> nodes) => [.. nodes.Where(node => graph.Nodes[node].Node.Kind != NodeKind.Constant).Distinct().Order()];

    Domain Computed(GraphNode node) {
        ImmutableArray<int> all = Variable(node.Operands.SelectMany(operand => roots[operand]));
        roots[node.Id] = Combinations(all) <= Fused ? all : Variable(node.Operands);
        object?[] outcomes = [.. Table(node.Id, byOperands: false).Occurring.Distinct(ValueIdentity.Comparer)];
        object?[] values = [.. outcomes.Where(outcome => outcome is not Absent and not Fault)];
        bool mayBeNull = Array.Exists(outcomes, outcome => outcome is Absent);
        if (values.Length == 0 && !mayBeNull) {
            throw new RaspException(Name(node.Id), $"it has no value for any of its operands: {outcomes.OfType<Fault>().First().Problem}");
        }
        return new Domain(values, mayBeNull);
    }

    long Combinations(ImmutableArray<int> nodes) => nodes.Aggregate(1L, (product, node) => Math.Min(product * domains[node].Count, 1L << 40));

    OutcomeTable Enumerate(int node, ImmutableArray<int> over) {
        long combinations = Combinations(over);
        if (combinations > Enumerated) {
            string sizes = string.Join(" x ", over.Select(root => $"{domains[root].Count} of {Name(root)}"));
            throw new RaspException(Name(node), $"its operands have {combinations} combinations of values ({sizes}), more than the {Enumerated} that are tried; split the function, or give its operands fewer values");
        }
        var expansion = new Expansion(graph, node, over);
        var table = new OutcomeTable(over, [.. over.Select(root => domains[root].Count)], new object?[combinations], new bool[combinations]);
        var known = reachability.Of(over);
        int[] digits = new int[over.Length];
        object?[] elements = new object?[over.Length];
        for (int index = 0; index < table.Outcomes.Length; index++) {
            table.Digits(index, digits);
            for (int root = 0; root < digits.Length; root++) {
                elements[root] = domains[over[root]][digits[root]];
            }
            table.CanOccur[index] = known.All(pair => pair.Can(digits[pair.First], digits[pair.Second]));
            table.Outcomes[index] = expansion.Of(elements);
        }
        return table;
    }

    Domain Aggregated(GraphNode node, IAggregateNode aggregate) {
        Domain values = domains[node.Operands[^1]];
        bool mayBeEmpty = !NeverEmpty(node.Operands[0]);
        IEnumerable<object?> results = aggregate switch {
            IFoldNode fold when aggregate.Reduction == Reduction.Mean => Means(node, fold).Select(mean => mean.Value).Where(value => value is not Fault),
            IFoldNode fold when aggregate.Reduction == Reduction.Sum => Sums(node, fold),
            _ => values.Values,
        };
        if (aggregate.Reduction is Reduction.Max or Reduction.Min or Reduction.Best) {
            Domain ordered = aggregate.Reduction == Reduction.Best ? domains[node.Operands[1]] : values;
            if (ordered.Values.FirstOrDefault(value => Order.Sign(value, value) == null) is { } strange) {
                throw new RaspException(Name(node.Id), $"{Format.Value(strange)} can occur and has no order");
            }
        }
        if (mayBeEmpty && aggregate.HasDefault) {
            results = results.Append(aggregate.Default);
        }
        return new Domain(results, values.MayBeNull || (mayBeEmpty && !aggregate.HasDefault));
    }

    /// <summary>The means that a fold can have, of one to all positions, and what each becomes: a value of its type or a fault.</summary>
    public IReadOnlyList<(double Number, object? Value)> Means(GraphNode node, IFoldNode fold) {
        Domain values = domains[node.Operands[1]];
        if (IsUnique(node.Operands[0]) || !IsExact(node.Node.ElementType)) {
            // What has no mean at all is checked where it is selected.
            return [.. values.Values.Select(value => (Domain.Number(value) ?? 0, fold.Fold(value)))];
        }
        var means = new Dictionary<Rational, object?>();
        foreach ((Rational sum, int count) in SumsByCount(node, values)) {
            Rational mean = sum / count;
            if (!means.ContainsKey(mean)) {
                means.Add(mean, Typed(node, mean));
            }
        }
        return [.. means.OrderBy(mean => mean.Key).Select(mean => ((double)mean.Key, mean.Value))];
    }

    /// <summary>Whether an expression can itself be without a value, beside those that it is made of.</summary>
    public bool CanFail(GraphNode node) => node.Node switch {
        IFoldNode { Reduction: Reduction.Mean } fold => !IsUnique(node.Operands[0])
            && (IsExact(node.Node.ElementType) ? Means(node, fold).Any(mean => mean.Value is Fault) : !IsRounded(node.Node.ElementType)),
        _ => Elementary.Is(node.Node) && Table(node.Id, byOperands: false).Occurring.Any(outcome => outcome is Fault fault && fault.Node == node.Id),
    };

    // Of these a mean is never without a value.
    static bool IsRounded(Type type) => type == typeof(double) || type == typeof(float);

    /// <summary>Whether means of the type are exact fractions.</summary>
    public static bool IsExact(Type type) => type == typeof(Rational) || type == typeof(int) || type == typeof(long);

    static object? Typed(GraphNode node, Rational mean) => mean.IsWhole || node.Node.ElementType == typeof(Rational)
        ? Whole(node.Node.ElementType, mean)
        : new Fault(node.Id, $"the mean is {mean}, which is no {Format.Type(node.Node.ElementType)}");

    // Boxed as what the expression gives.
    static object Whole(Type type, Rational number) {
        if (type == typeof(int)) {
            return (int)number.Numerator;
        }
        return type == typeof(long) ? (long)number.Numerator : number;
    }

    IEnumerable<object?> Sums(GraphNode node, IFoldNode fold) {
        Domain values = domains[node.Operands[1]];
        if (IsUnique(node.Operands[0])) {
            return values.Values.Select(value => fold.Fold(value));
        }
        if (values.Values.FirstOrDefault(value => Domain.Fraction(value) is null) is { } inexact) {
            throw new RaspException(Name(node.Id), $"a sum of {Format.Type(inexact.GetType())} values is not exact in f32; sum integers or fractions (Rational), or select one");
        }
        return SumsByCount(node, values).Select(entry => entry.Sum).Distinct().Select(sum => (object?)Whole(node.Node.ElementType, sum));
    }

    IEnumerable<(Rational Sum, int Count)> SumsByCount(GraphNode node, Domain values) {
        Rational[] numbers = [.. values.Values.Select(value => Domain.Fraction(value) ?? throw new RaspException(Name(node.Id), $"{Format.Value(value)} is no exact number"))];
        System.Numerics.BigInteger common = numbers.Aggregate(System.Numerics.BigInteger.One, (least, number) => least * number.Denominator / System.Numerics.BigInteger.GreatestCommonDivisor(least, number.Denominator));
        long[] scaled = [.. numbers.Select(number => (long)(number.Numerator * (common / number.Denominator)))];
        var sums = new HashSet<long> { 0 };
        for (int count = 1; count <= Length; count++) {
            sums = [.. sums.SelectMany(sum => scaled.Select(value => sum + value))];
            if ((long)sums.Count * Length > Enumerated) {
                throw new RaspException(Name(node.Id), $"{count} of its {scaled.Length} values have {sums.Count} sums, more than can be told apart; give the values a smaller range");
            }
            foreach (long sum in sums) {
                yield return (new Rational(sum, common), count);
            }
        }
    }
}
