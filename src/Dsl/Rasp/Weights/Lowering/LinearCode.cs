using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Rasp.Weights;

/// <summary>Factors for the numbers of a table's roots, whose sum decides the outcome; or is it, but for a constant.</summary>
sealed record LinearCode(double[] Factors, double Constant) {
    const double Tolerance = 1e-9;

    /// <summary>The factors whose sum is the outcome; null where the table is no such sum.</summary>
    public static LinearCode? Of(OutcomeTable table, Lowering lowering, bool exactly) {
        double[][] numbers = [.. table.Roots.Select(root => lowering.Analysis[root].Values.Select(value => Domain.Number(value) ?? double.NaN).ToArray())];
        double?[] outcomes = [.. table.Outcomes.Select(outcome => outcome is Absent or Fault ? null : Domain.Number(outcome))];
        if (exactly && Array.Exists(outcomes, outcome => outcome is null)) {
            return null;
        }
        int roots = table.Roots.Length;
        double[] factors = new double[roots];
        int stride = 1;
        for (int root = roots - 1; root >= 0; root--) {
            if (numbers[root].Length > 1 && outcomes[0] is { } first && outcomes[stride] is { } second) {
                factors[root] = (second - first) / (numbers[root][1] - numbers[root][0]);
            }
            stride *= table.Sizes[root];
        }
        double constant = (outcomes[0] ?? 0) - numbers.Select((root, i) => root.Length == 0 ? 0 : factors[i] * root[0]).Sum();
        if (!exactly) {
            return new LinearCode(factors, constant);
        }
        int[] digits = new int[roots];
        for (int index = 0; index < outcomes.Length; index++) {
            table.Digits(index, digits);
            double sum = constant;
            for (int root = 0; root < roots; root++) {
                sum += factors[root] * numbers[root][digits[root]];
            }
            if (!(Math.Abs(sum - outcomes[index]!.Value) <= Tolerance * Math.Max(1, Math.Abs(sum)))) {
                return null;
            }
        }
        return new LinearCode(factors, constant);
    }
}
