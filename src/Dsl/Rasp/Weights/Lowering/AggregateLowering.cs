using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Sinter.Rasp.Nodes;

namespace Sinter.Rasp.Weights;

/// <summary>
/// Aggregates. A query that hits nothing attends to the rest position, whose value is the default or says null. One value
/// is moved as it is, by its categories; which one is decided by logits that rank the hits. Means are of the numbers.
/// </summary>
static class AggregateLowering {
    // What may reach a query from where it does not look.
    const double Precise = 1e-5;

    public static Reading Lower(Lowering lowering, GraphNode node) {
        var aggregate = (IAggregateNode)node.Node;
        ImmutableArray<Conjunction> terms = lowering.Terms.Of(node.Operands[0]);
        Domain domain = lowering.Analysis[node.Id];
        if (terms.IsEmpty) {
            return Always(lowering, domain, aggregate.HasDefault ? domain.IndexOf(aggregate.Default) : domain.Null);
        }
        bool isUnique = lowering.Analysis.IsUnique(node.Operands[0]);
        return aggregate.Reduction switch {
            Reduction.Mean when isUnique => Pick(lowering, node, terms, Ranks.None),
            Reduction.Mean when ValueAnalysis.IsExact(node.Node.ElementType) => Mean(lowering, node, terms),
            Reduction.Mean => OneOfNone(lowering, node, terms),
            Reduction.Sum when isUnique => Pick(lowering, node, terms, Ranks.None),
            Reduction.Sum => CountLowering.Sum(lowering, node, aggregate),
            _ => Pick(lowering, node, terms, isUnique ? Ranks.None : RanksOf(lowering, node, aggregate.Reduction)),
        };
    }

    /// <summary>The same category at every token.</summary>
    public static Categorical Always(Lowering lowering, Domain domain, int category) =>
        new(domain, [.. Enumerable.Range(0, domain.Count).Select(each => each == category && domain.Count > 1 ? ImmutableArray.Create(lowering.Network.Token) : [])]);

    /// <summary>A slot that is 1 where a selector hits nothing.</summary>
    public static Variable Empty(Lowering lowering, int node, ImmutableArray<Conjunction> terms) {
        if (terms.IsEmpty) {
            return lowering.Network.Flags;
        }
        HeadPlan plan = HeadPlan.Of(lowering, Selections.OneHead(lowering, terms), Ranks.None, counts: false, null, plan => plan.Leak < Precise);
        int time = TransformerNetwork.AttentionAfter(plan.Ready);
        Variable variable = lowering.Variable($"nothing selected by {lowering.Analysis.Name(node)}", node, time, ["empty"]);
        variable.Hot = plan.Leak + Precision.Rounding + lowering.Precision.OfNorm;
        lowering.Network.Add(time, plan.Head, [new Payload(variable.Slots[0], [], 0, 1)]);
        return variable;
    }

    static Ranks RanksOf(Lowering lowering, GraphNode node, Reduction reduction) {
        int length = lowering.Options.MaximumLength;
        switch (reduction) {
            case Reduction.First:
                return new Ranks([(Positions(lowering), [.. Enumerable.Range(0, length).Select(position => (double)(length - 1 - position))])], null, length - 1);
            case Reduction.Last:
                return new Ranks([(Positions(lowering), [.. Enumerable.Range(0, length).Select(position => (double)position)])], null, length - 1);
            case Reduction.Closest:
                double[,] near = new double[length, length];
                for (int key = 0; key < length; key++) {
                    for (int query = 0; query < length; query++) {
                        // Its own, then one before, one behind, two before, ...
                        near[key, query] = (2 * length) - 2 - (key <= query ? Math.Max(0, (2 * (query - key)) - 1) : 2 * (key - query));
                    }
                }
                return new Ranks([], near, (2 * length) - 2);
            case Reduction.Best:
                Categorical scores = lowering.Categories(node.Operands[1]);
                if (scores.Domain.MayBeNull) {
                    throw new RaspException(lowering.Analysis.Name(node.Id), $"the scores {lowering.Analysis.Name(node.Operands[1])} can be null, and null compares with nothing; OrElse gives them a value");
                }
                (Categorical, double[]) first = (Positions(lowering), [.. Enumerable.Range(0, length).Select(position => (double)(length - 1 - position))]);
                return scores.IsConstant
                    ? new Ranks([first], null, length - 1)
                    : new Ranks([(scores, [.. Enumerable.Range(0, scores.Domain.Count).Select(rank => (double)rank * length)]), first], null, (scores.Domain.Count * length) - 1);
            default:
                Categorical values = lowering.Categories(node.Operands[1]);
                // A null that is selected makes the result null, so it ranks highest.
                int count = values.Domain.Values.Length;
                return values.IsConstant ? Ranks.None : new Ranks(
                    [(values, [.. Enumerable.Range(0, values.Domain.Count).Select(category => category == count ? count : (double)(reduction == Reduction.Max ? category : count - 1 - category))])],
                    null, values.Domain.Count - 1);
        }
    }

    static Categorical Positions(Lowering lowering) => lowering.Positions();

    // Of parts that exclude each other and hit one key together, each is as good a head of its own.
    static Categorical Pick(Lowering lowering, GraphNode node, ImmutableArray<Conjunction> terms, Ranks ranks) =>
        terms.Length > 1 && lowering.Analysis.IsUnique(node.Operands[0]) && lowering.Composition.Of(node.Id, terms.Length, CompositeForm.Product) == CompositeForm.Heads
            ? Pick(lowering, node, [.. terms.Select(term => Selections.Tables(lowering, term))], Ranks.None)
            : Pick(lowering, node, [Selections.OneHead(lowering, terms)], ranks);

    // The first head brings the default where it hits nothing, and each other one takes it away where it hits.
    static Categorical Pick(Lowering lowering, GraphNode node, IReadOnlyList<List<PairTable>> parts, Ranks ranks) {
        var aggregate = (IAggregateNode)node.Node;
        Domain domain = lowering.Analysis[node.Id];
        Categorical values = lowering.Categories(node.Operands[^1]);
        HeadPlan[] plans = [.. parts.Select(tables => HeadPlan.Of(lowering, tables, ranks, counts: false, ranks.OfPositions == null ? null : Positions(lowering), plan => plan.Leak < Precise))];
        int time = plans.Max(plan => TransformerNetwork.AttentionAfter(Math.Max(plan.Ready, values.Ready)));
        Categorical result = lowering.NewCategorical(node.Id, time, domain);
        int whenEmpty = lowering.Analysis.NeverEmpty(node.Operands[0]) ? -1 : aggregate.HasDefault ? domain.IndexOf(aggregate.Default) : domain.Null;
        for (int part = 0; part < plans.Length; part++) {
            var payloads = new List<Payload>();
            for (int category = 0; category < domain.Count; category++) {
                int[] sources = [.. Enumerable.Range(0, values.Domain.Count).Where(source => domain.IndexOf(One(aggregate, values.Domain[source])) == category)];
                payloads.Add(new Payload(
                    result.Slots[category][0],
                    values.IsConstant ? [] : [.. sources.SelectMany(source => values.Slots[source]).Select(slot => new Term(slot, 1))],
                    (values.IsConstant && sources.Length > 0 ? 1 : 0) - (part > 0 && category == whenEmpty ? 1 : 0),
                    part == 0 && category == whenEmpty ? 1 : 0));
            }
            lowering.Network.Add(time, plans[part].Head, payloads);
        }
        Variable variable = result.Slots[0][0].Owner;
        // Of the token, of the rest position and of what was cleared there.
        double ofNorm = parts.Count * ((2 * lowering.Precision.OfNorm) + lowering.Precision.Noise(values.Domain.Count, values.Domain.Count, 1));
        double leak = plans.Sum(plan => plan.Leak), rounding = parts.Count == 1 ? 0 : 4 * parts.Count * Precision.Rounding;
        variable.Hot = leak + values.Hot + (4 * Precision.Rounding) + rounding + ofNorm;
        variable.Cold = leak + values.ColdSum + rounding + ofNorm;
        variable.ColdSum = leak + (parts.Count * values.ColdSum) + rounding + (ofNorm * domain.Count);
        lowering.Bound(node.Id, "the value that attention brings", variable.Hot + variable.ColdSum, 0.25);
        return result;
    }

    static object? One(IAggregateNode aggregate, object? value) => value is Absent || aggregate is not IFoldNode fold ? value : fold.Fold(value);

    // One value is moved; of several the type has no mean.
    static Reading OneOfNone(Lowering lowering, GraphNode node, ImmutableArray<Conjunction> terms) {
        if (Domain.Number(lowering.Analysis[node.Operands[1]].Values.FirstOrDefault()) is not null && node.Node.ElementType != typeof(bool)) {
            throw new RaspException(lowering.Analysis.Name(node.Id), $"several values can be selected, and their mean as {Format.Type(node.Node.ElementType)} is not exact in f32; select one, or take the Mean of integers or fractions (Rational)");
        }
        List<PairTable> tables = Selections.OneHead(lowering, terms);
        Categorical result = Pick(lowering, node, [tables], Ranks.None);
        Line counts = CountLowering.Count(lowering, node.Id, tables);
        int time = TransformerNetwork.MlpAfter(counts.Ready);
        StepBank several = StepBank.Of(counts.Form, counts.Offset, counts.Points.Select(point => new Mark(point.At, point.Category > 1 ? 1 : 0)), counts.Error, isExact: false)!;
        if (several.Units > 0) {
            Slot fault = lowering.Fault(node.Id, time);
            lowering.Network.Constant(time, fault, several.Base);
            several.Write(lowering.Network, time, lowering.Precision, (before, after) => [(fault, after - before)]);
            lowering.Bound(node.Id, "whether it selects several", several.Used(lowering.Precision), 1);
        }
        return result;
    }

    static Line Mean(Lowering lowering, GraphNode node, ImmutableArray<Conjunction> terms) {
        var aggregate = (IFoldNode)node.Node;
        Domain domain = lowering.Analysis[node.Id], values = lowering.Analysis[node.Operands[1]];
        Line numbers = lowering.Numbers(node.Operands[1]);
        if (numbers.NullForm.Length > 0 && numbers.NullLeast < 1) {
            numbers = lowering.NumbersOf(lowering.Categories(node.Operands[1]));
        }
        bool mayBeEmpty = !lowering.Analysis.NeverEmpty(node.Operands[0]);
        bool emptyIsNull = mayBeEmpty && !aggregate.HasDefault;
        double whenEmpty = mayBeEmpty && aggregate.HasDefault ? Domain.Number(aggregate.Default)!.Value : 0;
        double largest = Math.Max(1, numbers.Points.Select(point => Math.Abs((numbers.Slope * point.At) + numbers.Intercept)).Append(Math.Abs(whenEmpty)).Max());
        double range = values.Values.Length == 0 ? 0 : numbers.Points.Max(point => point.At * numbers.Slope) - numbers.Points.Min(point => point.At * numbers.Slope);
        List<Point> points = Points(lowering, node, aggregate, domain, mayBeEmpty);
        double gap = points.Select(point => point.At).Order().Zip(points.Select(point => point.At).Order().Skip(1), (a, b) => b - a).DefaultIfEmpty(1).Min();
        double constant = (numbers.Slope * numbers.Offset) + numbers.Intercept;
        double ofNorm = (lowering.Precision.OfNorm * Math.Abs(constant)) + lowering.Precision.Noise(numbers.Form.Length + 2, numbers.Form.Sum(term => Math.Abs(term.Factor * numbers.Slope)) + Math.Abs(constant), largest + Math.Abs(constant));
        double ErrorOf(HeadPlan plan) => (range * plan.LogitError / 2) + (4 * largest * plan.Leak) + (largest * lowering.Precision.OfMean) + (Math.Abs(numbers.Slope) * numbers.Error) + ofNorm;
        HeadPlan plan = HeadPlan.Of(lowering, Selections.OneHead(lowering, terms), Ranks.None, counts: false, null, plan => ErrorOf(plan) < gap / 8);
        int time = TransformerNetwork.AttentionAfter(Math.Max(plan.Ready, numbers.Ready));
        Variable variable = lowering.Variable(lowering.Analysis.Name(node.Id), node.Id, time, domain.MayBeNull ? ["mean", "null"] : ["mean"], isIndicator: false, largest: largest);
        var payloads = new List<Payload> {
            new(variable.Slots[0], [.. numbers.Form.Select(term => new Term(term.Slot, term.Factor * numbers.Slope))], constant, whenEmpty),
        };
        if (domain.MayBeNull) {
            payloads.Add(new Payload(variable.Slots[1], numbers.NullForm, 0, emptyIsNull ? 1 : 0));
        }
        lowering.Network.Add(time, plan.Head, payloads);
        variable.Hot = ErrorOf(plan);
        double nullLeast = values.MayBeNull ? 1.0 / lowering.Options.MaximumLength : 1;
        var line = new Line(domain, [new Term(variable.Slots[0], 1)], 0, points, variable.Hot, domain.MayBeNull ? [new Term(variable.Slots[1], 1)] : [], nullLeast);
        lowering.Bound(node.Id, "the mean that attention brings", variable.Hot, line.Gap / 2);
        WriteFaults(lowering, node.Id, line);
        return line;
    }

    static List<Point> Points(Lowering lowering, GraphNode node, IFoldNode aggregate, Domain domain, bool mayBeEmpty) {
        List<Point> points = [.. lowering.Analysis.Means(node, aggregate).Select(mean => new Point(mean.Number, mean.Value is Fault ? -1 : domain.IndexOf(mean.Value)))];
        if (mayBeEmpty && aggregate.HasDefault) {
            double whenEmpty = Domain.Number(aggregate.Default)!.Value;
            if (!points.Exists(point => Math.Abs(point.At - whenEmpty) < 1e-12)) {
                points.Add(new Point(whenEmpty, domain.IndexOf(aggregate.Default)));
            }
        }
        return points;
    }

    // Means that are no value of the type, such as a half between integers.
    static void WriteFaults(Lowering lowering, int node, Line line) {
        if (line.Points.All(point => point.Category >= 0)) {
            return;
        }
        int time = TransformerNetwork.MlpAfter(line.Ready);
        StepBank bank = ElementwiseLowering.Along(line, 0, point => point.Category < 0 ? 1 : 0)!;
        Slot fault = lowering.Fault(node, time);
        lowering.Network.Constant(time, fault, bank.Base);
        bank.Write(lowering.Network, time, lowering.Precision, (before, after) => [(fault, after - before)]);
        lowering.Bound(node, "whether its mean is a value of the type", bank.Used(lowering.Precision), 1);
    }
}
