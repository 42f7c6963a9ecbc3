using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Sinter.Rasp.Nodes;

namespace Sinter.Rasp.Weights;

/// <summary>
/// Widths, the length and sums. A head in which the rest position takes part with weight b gives it b / (w + b) of the
/// attention of a query that hits w keys, which tells w. Parts that exclude each other are counted by a head each, values by
/// a head for each value.
/// </summary>
static class CountLowering {
    public static Reading Width(Lowering lowering, GraphNode node) {
        ImmutableArray<Conjunction> terms = node.Node.Kind == NodeKind.Length ? [Conjunction.Everything] : lowering.Terms.Of(node.Operands[0]);
        Domain domain = lowering.Analysis[node.Id];
        return terms.Length switch {
            0 => AggregateLowering.Always(lowering, domain, domain.IndexOf(0)),
            1 => Of(lowering, node.Id, Selections.Tables(lowering, terms[0]), domain, count => domain.IndexOf(count)),
            _ when lowering.Composition.Of(node.Id, terms.Length, CompositeForm.Heads) == CompositeForm.Product =>
                Of(lowering, node.Id, Selections.OneHead(lowering, terms), domain, count => domain.IndexOf(count)),
            _ => Added(lowering, node.Id, domain, [.. terms.Select(term => (Count(lowering, node.Id, Selections.Tables(lowering, term)), 1.0))], null),
        };
    }

    public static Reading Sum(Lowering lowering, GraphNode node, IAggregateNode aggregate) {
        Domain domain = lowering.Analysis[node.Id], values = lowering.Analysis[node.Operands[1]];
        ImmutableArray<Conjunction> terms = lowering.Terms.Of(node.Operands[0]);
        (int source, object?[] of) = lowering.Terms.Source(node.Operands[1]);
        bool mayBeEmpty = !lowering.Analysis.NeverEmpty(node.Operands[0]);
        var parts = new List<(Line, double)>();
        var nulls = new List<Line>();
        foreach (IGrouping<object?, int> group in Enumerable.Range(0, of.Length).Where(category => of[category] is not Fault).GroupBy(category => of[category], ValueIdentity.Comparer)) {
            double number = group.Key is Absent ? 1 : Domain.Number(group.Key)!.Value;
            var among = new bool[of.Length, 1];
            foreach (int category in group) {
                among[category, 0] = true;
            }
            foreach (Conjunction term in terms) {
                if (number != 0 && term.And((source, -1), among) is { } counted) {
                    Line line = Count(lowering, node.Id, Selections.Tables(lowering, counted));
                    if (group.Key is Absent) {
                        nulls.Add(line);
                    } else {
                        parts.Add((line, number));
                    }
                }
            }
        }
        if (parts.Count == 1 && nulls.Count == 0 && !(mayBeEmpty && (!aggregate.HasDefault || Domain.Number(aggregate.Default) != 0)) && terms.Length > 0) {
            (Line line, double number) = parts[0];
            // The order of the numbers decides which count a sum is, as a value may be negative.
            return new Line(domain, line.Form, line.Offset, line.Points.Select(point => (point.At, Category: CategoryOf(domain, number * point.Category))).Where(point => point.Category >= 0).Select(point => new Point(point.At, point.Category)), line.Error, [], 1);
        }
        (Variable Slots, object? Default)? empty = mayBeEmpty ? (AggregateLowering.Empty(lowering, node.Id, terms), aggregate.HasDefault ? aggregate.Default : Absent.Value) : null;
        return Added(lowering, node.Id, domain, parts, empty, nulls);
    }

    /// <summary>A line of counts.</summary>
    public static Line Count(Lowering lowering, int node, IReadOnlyList<PairTable> tables) {
        var counts = new Domain(Enumerable.Range(0, lowering.Options.MaximumLength + 1).Select(count => (object?)count), false);
        return Of(lowering, node, tables, counts, count => count);
    }

    static Line Of(Lowering lowering, int node, IReadOnlyList<PairTable> tables, Domain domain, Func<int, int> category) {
        int length = lowering.Options.MaximumLength;
        double weight = HeadPlan.RestWeight(length);
        Point[] points = [.. Enumerable.Range(0, length + 1).Select(count => new Point(weight / (count + weight), category(count))).Where(point => point.Category >= 0)];
        // The two greatest counts lie closest.
        double gap = weight / ((length + weight) * (length - 1 + weight));
        double ErrorOf(HeadPlan plan) => (plan.LogitError / 2) + (2 * plan.Leak) + lowering.Precision.OfMean;
        HeadPlan plan = HeadPlan.Of(lowering, tables, Ranks.None, counts: true, null, plan => ErrorOf(plan) < gap / 8);
        int time = TransformerNetwork.AttentionAfter(plan.Ready);
        Variable share = lowering.Count($"count {plan.Head.Signature(lowering.Network.Number)}", () => {
            Variable made = lowering.Variable($"share of the rest in {lowering.Analysis.Name(node)}", node, time, ["share"], isIndicator: true);
            lowering.Network.Add(time, plan.Head, [new Payload(made.Slots[0], [], 0, 1)]);
            made.Hot = ErrorOf(plan);
            return made;
        });
        var line = new Line(domain, [new Term(share.Slots[0], 1)], 0, points, share.Hot, [], 1);
        lowering.Bound(node, "the share of the rest position that counts the hits", share.Hot, line.Gap / 2);
        return line;
    }

    // Counts times numbers, added up in one slot by steps; null where something selected is, or where nothing is and there is no default.
    static Line Added(Lowering lowering, int node, Domain domain, IReadOnlyList<(Line Counts, double Number)> parts, (Variable Slots, object? Default)? empty, IReadOnlyList<Line>? nulls = null) {
        int ready = parts.Select(part => part.Counts.Ready).Concat((nulls ?? []).Select(line => line.Ready)).Append(empty?.Slots.Born ?? 0).Max();
        int time = TransformerNetwork.MlpAfter(ready);
        double largest = domain.Values.Select(value => Math.Abs(Domain.Number(value)!.Value)).DefaultIfEmpty().Max();
        Variable variable = lowering.Variable(lowering.Analysis.Name(node), node, time, domain.MayBeNull ? ["number", "null"] : ["number"], isIndicator: false, largest: Math.Max(1, largest * 2));
        double error = 0;
        foreach ((Line counts, double number) in parts) {
            StepBank bank = Steps(counts);
            lowering.Bound(node, "the steps of its counts", bank.Used(lowering.Precision), 1);
            lowering.Network.Constant(time, variable.Slots[0], bank.Base * number);
            error += lowering.Precision.OfNorm * Math.Abs(bank.Base * number);
            bank.Write(lowering.Network, time, lowering.Precision, (before, after) => [(variable.Slots[0], (after - before) * number)]);
            error += bank.NumberError(lowering.Precision, count => count * number);
        }
        double nullLeast = 1;
        foreach (Line line in nulls ?? []) {
            StepBank bank = Steps(line, line.Points.Select(point => new Mark(point.At, point.Category > 0 ? 1 : 0)));
            lowering.Network.Constant(time, variable.Slots[1], bank.Base);
            bank.Write(lowering.Network, time, lowering.Precision, (before, after) => [(variable.Slots[1], after - before)]);
        }
        if (empty is var (slots, whenEmpty)) {
            (Slot target, double change) = whenEmpty is Absent ? (variable.Slots[1], 1) : (variable.Slots[0], Domain.Number(whenEmpty)!.Value);
            if (change != 0) {
                lowering.Network.Step(time, [new Term(slots.Slots[0], 1)], 0.5, 2 * lowering.Precision.Aim, [(target, change)]);
            }
        }
        variable.Hot = error + (lowering.Precision.OfStep * 64);
        ImmutableArray<Term> nullForm = domain.MayBeNull ? [new Term(variable.Slots[1], 1)] : [];
        var result = new Line(domain, [new Term(variable.Slots[0], 1)], 0, domain.Values.Select((value, category) => new Point(Domain.Number(value)!.Value, category)), variable.Hot, nullForm, nullLeast);
        lowering.Bound(node, "the sum of its counts", variable.Hot, result.Gap / 2);
        return result;
    }

    static StepBank Steps(Line counts, IEnumerable<Mark>? marks = null) =>
        StepBank.Of(counts.Form, counts.Offset, marks ?? counts.Points.Select(point => new Mark(point.At, point.Category)), counts.Error, isExact: false)!;

    static int CategoryOf(Domain domain, double number) {
        for (int category = 0; category < domain.Values.Length; category++) {
            if (Math.Abs(Domain.Number(domain.Values[category])!.Value - number) < 1e-9 * Math.Max(1, Math.Abs(number))) {
                return category;
            }
        }
        return -1;
    }
}
