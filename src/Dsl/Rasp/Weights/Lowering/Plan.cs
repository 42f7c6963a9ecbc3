using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Sinter.Rasp.Weights;

/// <summary>
/// Steps that compute a table of several expressions. Three ways are tried, and that of the fewest units is taken: along a
/// sum of the operands' numbers, as of comparisons; along their categories as the digits of one number; and along one
/// operand, separately for each combination of the others' categories.
/// </summary>
sealed record Plan(IReadOnlyList<StepBank> Banks, int Ready) {
    // Errors that later steps and heads have to live with.
    const double Tolerable = 1.0 / 512;

    public int Units => Banks.Sum(bank => bank.Units);

    public static Plan? Best(Lowering lowering, int node, OutcomeTable table) {
        var builder = new Builder(lowering, node, table);
        return builder.Candidates()
            .Select(plans => plans.Where(plan => plan.Units <= lowering.Options.MaximumHidden && plan.IsPrecise(lowering.Precision)).MinBy(plan => plan.Units))
            .FirstOrDefault(plan => plan != null);
    }

    bool IsPrecise(Precision precision) => Banks.All(bank => bank.Used(precision) < 1 && bank.Errors(precision) is var (hot, cold, _) && Math.Max(hot, cold) < Tolerable);

    sealed class Builder(Lowering lowering, int node, OutcomeTable table) {
        // Of a combination that cannot occur.
        const int Never = int.MinValue;

        readonly Domain domain = lowering.Analysis[node];

        // In groups of plans, of which the later ones take more layers.
        public IEnumerable<IEnumerable<Plan>> Candidates() {
            Reading[] readings = [.. table.Roots.Select(lowering.Read)];
            yield return AtOnce(readings);
            if (!Array.TrueForAll(readings, reading => reading is Categorical)) {
                // What a layer more makes of lines: their numbers, or the categories of all but one.
                yield return ByNumbers(available: true);
                int kept = Enumerable.Range(0, readings.Length).Where(root => readings[root] is Line { NullForm.IsEmpty: true }).Append(-1).MaxBy(root => root < 0 ? 0 : readings[root].Domain.Count);
                yield return OneByOne(kept, kept < 0 ? null : (Line)readings[kept]) is { } rest ? [rest] : [];
            }
        }

        IEnumerable<Plan> AtOnce(Reading[] readings) {
            Line[] lines = [.. readings.OfType<Line>()];
            foreach (Plan plan in ByNumbers(table.Roots.All(lowering.HasNumbers))) {
                yield return plan;
            }
            if (lines is [{ NullForm.IsEmpty: true } line] && OneByOne(Array.IndexOf(readings, line), line) is { } each) {
                yield return each;
            }
            if (lines.Length == 0) {
                foreach (Plan plan in ByDigits()) {
                    yield return plan;
                }
                if (OneByOne(-1, null) is { } grid) {
                    yield return grid;
                }
            }
        }

        long Combinations(int without) => table.Sizes.Where((_, root) => root != without).Aggregate(1L, (product, size) => product * size);

        int OutcomeAt(int index) => table.Outcomes[index] is Fault ? -1 : domain.IndexOf(table.Outcomes[index]);

        IEnumerable<Plan> ByNumbers(bool available) {
            if (!available || !table.Roots.All(root => lowering.Analysis[root].Values.All(value => Domain.Number(value) != null)) || table.Roots.Length > 4) {
                yield break;
            }
            Line[] lines = [.. table.Roots.Select(lowering.Numbers)];
            int ready = lines.Max(line => line.Ready);
            var seen = new HashSet<string>();
            foreach (double[] factors in Factors()) {
                if (!seen.Add(string.Join(' ', factors))) {
                    continue;
                }
                double range = lines.Select((line, root) => line.Points.IsEmpty ? 0 : Math.Abs(factors[root] * line.Slope) * line.Range).Sum() + 1;
                double[][] codes = [.. lines.Select((line, root) => Codes(line, table.Sizes[root], factors[root], range))];
                ImmutableArray<Term> form = [.. lines.SelectMany((line, root) => line.Form.Select(term => new Term(term.Slot, term.Factor * line.Slope * factors[root]))
                    .Concat(line.NullForm.Select(term => new Term(term.Slot, term.Factor * 2 * range / line.NullLeast))))];
                double offset = lines.Select((line, root) => factors[root] * ((line.Slope * line.Offset) + line.Intercept)).Sum();
                double error = lines.Select((line, root) => (Math.Abs(factors[root] * line.Slope) * line.Error) + (line.NullForm.IsEmpty ? 0 : 2 * range * line.NullForm.Max(term => term.Slot.Owner.Hot + term.Slot.Owner.ColdSum))).Sum();
                bool exact = error == 0 && codes.SelectMany(code => code).All(code => code == Math.Round(code));
                // A fraction of the selected may be null, which is no one place.
                if (lines.Any(line => line.NullForm.Length > 0 && line.NullLeast < 1)) {
                    continue;
                }
                if (StepBank.Of(form, offset, Marks(codes), error, exact) is { } bank) {
                    yield return new Plan([bank], ready);
                }
            }
        }

        static double[] Codes(Line line, int size, double factor, double range) {
            double[] codes = new double[size];
            foreach (Point point in line.Points.Where(point => point.Category >= 0)) {
                codes[point.Category] = factor * ((line.Slope * point.At) + line.Intercept);
            }
            if (line.Domain.MayBeNull) {
                // Where there is a null, the number is 0 and the place beyond all others.
                codes[line.Domain.Null] = (factor * ((line.Slope * line.Offset) + line.Intercept)) + (2 * range);
            }
            return codes;
        }

        IEnumerable<double[]> Factors() {
            int roots = table.Roots.Length;
            if (LinearCode.Of(table, lowering, exactly: false) is { } fitted && fitted.Factors.All(factor => factor != 0)) {
                yield return fitted.Factors;
            }
            for (int signs = 0; signs < 1 << (roots - 1); signs++) {
                yield return [.. Enumerable.Range(0, roots).Select(root => root > 0 && ((signs >> (root - 1)) & 1) == 1 ? -1.0 : 1.0)];
            }
        }

        IEnumerable<Mark> Marks(double[][] codes) {
            int[] digits = new int[codes.Length];
            for (int index = 0; index < table.Outcomes.Length; index++) {
                if (!table.CanOccur[index]) {
                    continue;
                }
                table.Digits(index, digits);
                double at = 0;
                for (int root = 0; root < digits.Length; root++) {
                    at += codes[root][digits[root]];
                }
                yield return new Mark(at, OutcomeAt(index));
            }
        }

        IEnumerable<Plan> ByDigits() {
            Categorical[] operands = [.. table.Roots.Select(lowering.Categories)];
            int[] natural = [.. Enumerable.Range(0, operands.Length)];
            foreach (int[] order in (int[][])[natural, [.. natural.Reverse()]]) {
                double stride = 1;
                double[] strides = new double[operands.Length];
                foreach (int root in order) {
                    strides[root] = stride;
                    stride *= table.Sizes[root];
                }
                double[][] codes = [.. strides.Select((each, root) => Enumerable.Range(0, table.Sizes[root]).Select(category => category * each).ToArray())];
                ImmutableArray<Term> form = [.. operands.SelectMany((operand, root) => operand.IsConstant ? [] : operand.Slots.SelectMany((group, category) => group.Select(slot => new Term(slot, codes[root][category]))))];
                double error = operands.Select((operand, root) => codes[root][^1] * (operand.Hot + operand.ColdSum)).Sum();
                if (StepBank.Of(form, 0, Marks(codes), error, operands.All(operand => operand.IsExact)) is { } bank) {
                    yield return new Plan([bank], operands.Max(operand => operand.Ready));
                }
            }
        }

        // The steps along one operand, gated by the categories of the others; without one, one step for each combination.
        Plan? OneByOne(int along, Line? line) {
            if (Combinations(along) * 2 > lowering.Options.MaximumHidden) {
                return null;
            }
            Dictionary<int, Categorical> others = table.Roots.Select((root, i) => (root, i)).Where(pair => pair.i != along).ToDictionary(pair => pair.i, pair => lowering.Categories(pair.root));
            var outcomes = new Dictionary<string, List<(int[] Digits, int Outcome)>>();
            int[] digits = new int[table.Roots.Length];
            for (int index = 0; index < table.Outcomes.Length; index++) {
                table.Digits(index, digits);
                string combination = string.Join(' ', digits.Where((_, root) => root != along));
                if (!outcomes.TryGetValue(combination, out List<(int[], int)>? list)) {
                    outcomes.Add(combination, list = []);
                }
                list.Add(([.. digits], table.CanOccur[index] ? OutcomeAt(index) : Never));
            }
            int common = outcomes.Values.Select(list => list[FirstOf(line)].Outcome).Where(outcome => outcome != Never).GroupBy(outcome => outcome).MaxBy(group => group.Count())!.Key;
            double gateError = others.Values.Select(other => other.Hot + other.ColdSum).Sum();
            var banks = new List<StepBank>();
            foreach (List<(int[] Digits, int Outcome)> list in outcomes.Values.Where(list => list.Exists(entry => entry.Outcome != Never))) {
                ImmutableArray<ImmutableArray<Slot>> gates = [.. others.Where(other => !other.Value.IsConstant).Select(other => other.Value.Slots[list[0].Digits[other.Key]])];
                StepBank bank = line == null
                    ? StepBank.Of([], 0, [new Mark(0, list[0].Outcome)], 0, others.Values.All(other => other.IsExact), common, gates, gateError)!
                    : StepBank.Of(line.Form, line.Offset, line.Points.Where(point => point.Category >= 0 && list[point.Category].Outcome != Never).Select(point => new Mark(point.At, list[point.Category].Outcome)), line.Error, false, common, gates, gateError, line.Points[^1].At)!;
                if (bank.Units > 0) {
                    banks.Add(bank);
                }
            }
            if (banks.Count == 0) {
                banks.Add(StepBank.Of([], 0, [new Mark(0, common)], 0, true)!);
            }
            return new Plan(banks, others.Values.Select(other => other.Ready).Append(line?.Ready ?? 0).Max());
        }

        static int FirstOf(Line? line) => line?.Points.First(point => point.Category >= 0).Category ?? 0;
    }
}
