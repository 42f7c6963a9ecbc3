using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Sinter.Rasp.Weights;

/// <summary>
/// Functions of elements at one position. A function of one expression is another reading of the same slots and costs
/// nothing; a sum of numbers is a sum of slots; any other is steps of one MLP along a sum of its operands' codes.
/// </summary>
static class ElementwiseLowering {
    public static Reading Lower(Lowering lowering, GraphNode node) {
        OutcomeTable table = lowering.Analysis.Table(node.Id, byOperands: false);
        Domain domain = lowering.Analysis[node.Id];
        if (table.Roots.IsEmpty) {
            return new Categorical(domain, [[]]);
        }
        if (table.Roots.Length == 1) {
            return OfOne(lowering, node.Id, table);
        }
        return Sum(lowering, node.Id, table) ?? (Reading)OfSeveral(lowering, node.Id, table);
    }

    /// <summary>The categories of what lies on a line: steps between its points.</summary>
    public static Categorical Categories(Lowering lowering, int node, Line line) {
        Domain domain = line.Domain;
        if (domain.Count == 1) {
            return new Categorical(domain, [[]]);
        }
        StepBank bank = Along(line, domain.Null)!;
        int time = TransformerNetwork.MlpAfter(line.Ready);
        Categorical result = lowering.NewCategorical(node, time, domain);
        Write(lowering, node, time, [bank], result);
        return result;
    }

    /// <summary>An expression as one number.</summary>
    public static Line Numbers(Lowering lowering, int node, Reading reading) {
        if (reading.Domain.Values.FirstOrDefault(value => Domain.Number(value) == null) is { } other) {
            throw new RaspException(lowering.Analysis.Name(node), $"{Format.Value(other)} is no number, so the expression is categorical");
        }
        if (reading is Categorical categorical) {
            return NumbersOf(categorical);
        }
        var line = (Line)reading;
        if (line.HasNullPoints) {
            return NumbersOf(lowering.Categories(node));
        }
        StepBank bank = StepBank.Of(line.Form, line.Offset, line.Points.Where(point => point.Category >= 0).Select(point => new Mark(point.At, point.Category)), line.Error, isExact: false)!;
        lowering.Bound(node, "the steps of its number", bank.Used(lowering.Precision), 1);
        double[] numbers = [.. reading.Domain.Values.Select(value => Domain.Number(value)!.Value)];
        int time = TransformerNetwork.MlpAfter(line.Ready);
        Variable variable = lowering.Variable(lowering.Analysis.Name(node), node, time, ["number"], isIndicator: false, largest: numbers.Max(Math.Abs));
        lowering.Network.Constant(time, variable.Slots[0], numbers[bank.Base]);
        bank.Write(lowering.Network, time, lowering.Precision, (before, after) => [(variable.Slots[0], numbers[after] - numbers[before])]);
        variable.Hot = bank.NumberError(lowering.Precision, outcome => numbers[outcome]) + (lowering.Precision.OfNorm * Math.Abs(numbers[bank.Base]));
        return new Line(reading.Domain, [new Term(variable.Slots[0], 1)], 0, numbers.Select((number, category) => new Point(number, category)), variable.Hot, line.NullForm, line.NullLeast);
    }

    /// <summary>The number that categories are: a sum of their slots.</summary>
    public static Line NumbersOf(Categorical categorical) {
        Domain domain = categorical.Domain;
        double[] numbers = [.. domain.Values.Select(value => Domain.Number(value)!.Value)];
        double largest = numbers.Select(Math.Abs).DefaultIfEmpty().Max();
        ImmutableArray<Term> form = categorical.IsConstant ? [] : [.. numbers.SelectMany((number, category) => categorical.Slots[category].Select(slot => new Term(slot, number)))];
        ImmutableArray<Term> nulls = domain.MayBeNull && !categorical.IsConstant ? [.. categorical.Slots[domain.Null].Select(slot => new Term(slot, 1))] : [];
        return new Line(domain, form, categorical.IsConstant ? numbers.FirstOrDefault() : 0, numbers.Select((number, category) => new Point(number, category)), largest * (categorical.Hot + categorical.ColdSum), nulls, 1);
    }

    static Reading OfOne(Lowering lowering, int node, OutcomeTable table) {
        Domain domain = lowering.Analysis[node];
        int root = table.Roots[0];
        Reading reading = lowering.Read(root);
        if (domain.Count == 1 && !table.Occurring.Any(outcome => outcome is Fault)) {
            return new Categorical(domain, [[]]);
        }
        if (reading is Line line && !(reading.Domain.MayBeNull && table.Outcomes[reading.Domain.Null] is not Absent)) {
            Point[] points = [.. line.Points.Where(point => point.Category >= 0).Select(point => new Point(point.At, domain.IndexOf(Outcome(table.Outcomes[point.Category]))))];
            WriteFaults(lowering, node, table, root);
            return new Line(domain, line.Form, line.Offset, points, line.Error, line.NullForm, line.NullLeast);
        }
        Categorical categorical = lowering.Categories(root);
        var slots = new List<Slot>[domain.Count];
        for (int category = 0; category < domain.Count; category++) {
            slots[category] = [];
        }
        for (int category = 0; category < table.Outcomes.Length; category++) {
            if (domain.IndexOf(Outcome(table.Outcomes[category])) is >= 0 and var result) {
                slots[result].AddRange(categorical.Slots[category]);
            }
        }
        WriteFaults(lowering, node, table, root);
        return new Categorical(domain, [.. slots.Select(group => group.ToImmutableArray())]);
    }

    static void WriteFaults(Lowering lowering, int node, OutcomeTable table, int root) {
        if (!table.Occurring.Any(outcome => outcome is Fault)) {
            return;
        }
        // The root has its own nulls and faults, which are not those of this expression.
        Reading reading = lowering.Read(root);
        int time = TransformerNetwork.MlpAfter(reading.Ready);
        StepBank bank = reading is Line line
            ? StepBank.Of(line.Form, line.Offset, line.Points.Where(point => point.Category >= 0).Select(point => new Mark(point.At, table.Outcomes[point.Category] is Fault ? 1 : 0)), line.Error, isExact: false)!
            : StepBank.Of(
                [.. table.Outcomes.SelectMany((outcome, category) => outcome is Fault ? ((Categorical)reading).Slots[category] : []).Select(slot => new Term(slot, 1))],
                0, [new Mark(0, 0), new Mark(1, 1)], reading.Owners.Max(owner => owner.Hot + owner.ColdSum), ((Categorical)reading).IsExact)!;
        lowering.Bound(node, "whether it has a value", bank.Used(lowering.Precision), 1);
        Slot fault = lowering.Fault(node, time);
        if (bank.Base == 1) {
            lowering.Network.Constant(time, fault, 1);
        }
        bank.Write(lowering.Network, time, lowering.Precision, (before, after) => [(fault, after - before)]);
    }

    static object? Outcome(object? outcome) => outcome is Fault ? UnknownValue : outcome;

    static readonly object UnknownValue = new();

    // A value that is a constant plus factors times numbers that are there already.
    static Line? Sum(Lowering lowering, int node, OutcomeTable table) {
        Domain domain = lowering.Analysis[node];
        if (domain.MayBeNull || domain.Values.Any(value => value is bool || Domain.Number(value) == null) || !table.Roots.All(lowering.HasNumbers)
            || table.Roots.Any(root => lowering.Analysis[root].MayBeNull) || table.Occurring.Any(outcome => outcome is Fault)) {
            return null;
        }
        Line[] numbers = [.. table.Roots.Select(lowering.Numbers)];
        if (LinearCode.Of(table, lowering, exactly: true) is not { } code) {
            return null;
        }
        ImmutableArray<Term> form = [.. numbers.SelectMany((line, root) => line.Form.Select(term => new Term(term.Slot, term.Factor * line.Slope * code.Factors[root])))];
        double offset = code.Constant + numbers.Select((line, root) => code.Factors[root] * ((line.Slope * line.Offset) + line.Intercept)).Sum();
        double error = numbers.Select((line, root) => Math.Abs(code.Factors[root] * line.Slope) * line.Error).Sum();
        return new Line(domain, form, offset, domain.Values.Select((value, category) => new Point(Domain.Number(value)!.Value, category)), error, [], 1);
    }

    static Categorical OfSeveral(Lowering lowering, int node, OutcomeTable table) {
        foreach (OutcomeTable candidate in (OutcomeTable[])[table, lowering.Analysis.Table(node, byOperands: true)]) {
            if (Plan.Best(lowering, node, candidate) is { } plan) {
                Domain domain = lowering.Analysis[node];
                if (domain.Count == 1 && plan.Banks.All(bank => bank.Units == 0)) {
                    return new Categorical(domain, [[]]);
                }
                int time = TransformerNetwork.MlpAfter(plan.Ready);
                Categorical result = lowering.NewCategorical(node, time, domain);
                Write(lowering, node, time, plan.Banks, result);
                return result;
            }
        }
        throw new RaspException(lowering.Analysis.Name(node), $"as a table of its operands it takes more than the {lowering.Options.MaximumHidden} hidden units of MaximumHidden, or is too fine for f32; split the function, give its operands fewer values, or raise MaximumHidden");
    }

    /// <summary>Writes steps to the slots of a category each, and to the fault where there is no category.</summary>
    static void Write(Lowering lowering, int node, int time, IReadOnlyList<StepBank> banks, Categorical result) {
        Slot At(int outcome) => outcome >= 0 ? result.Slots[outcome][0] : lowering.Fault(node, time);
        lowering.Network.Constant(time, At(banks[0].Base), 1);
        Variable variable = result.Slots[0][0].Owner;
        // What is written everywhere, and taken away by steps, is as far off as a norm makes it.
        double used = 0, hot = lowering.Precision.OfNorm, cold = hot, coldSum = hot;
        foreach (StepBank bank in banks) {
            bank.Write(lowering.Network, time, lowering.Precision, (before, after) => [(At(before), -1), (At(after), 1)]);
            (double ofHot, double ofCold, double ofColdSum) = bank.Errors(lowering.Precision);
            (hot, cold, coldSum) = (Math.Max(hot, ofHot + lowering.Precision.OfNorm), Math.Max(cold, ofCold + lowering.Precision.OfNorm), Math.Max(coldSum, ofColdSum + lowering.Precision.OfNorm));
            used = Math.Max(used, bank.Used(lowering.Precision));
        }
        (variable.Hot, variable.Cold, variable.ColdSum) = (hot, cold, coldSum);
        lowering.Bound(node, "the steps of its categories", used, 1);
        lowering.Bound(node, "its categories", Math.Max(variable.Hot, variable.Cold), 0.25);
    }

    /// <summary>The steps along a line; where it can be null, beyond all its points.</summary>
    public static StepBank? Along(Line line, int ofNull, Func<Point, int>? outcome = null) {
        List<Mark> marks = [.. line.Points.Select(point => new Mark(point.At, outcome?.Invoke(point) ?? point.Category))];
        if (line.NullForm.IsEmpty) {
            return StepBank.Of(line.Form, line.Offset, marks, line.Error, isExact: false);
        }
        double least = Math.Min(line.Points[0].At, line.Offset), most = Math.Max(line.Points[^1].At, line.Offset);
        double gap = Math.Max(line.Gap, 1e-3);
        // Half of the selected may be null, and the rest then gives a number of its own.
        double factor = (most - least + gap) / line.NullLeast;
        marks.Add(new Mark(least + (factor * line.NullLeast), ofNull));
        return StepBank.Of([.. line.Form, .. line.NullForm.Select(term => new Term(term.Slot, term.Factor * factor))], line.Offset, marks, line.Error + (factor * line.NullForm.Max(term => term.Slot.Owner.Hot)), isExact: false);
    }
}
