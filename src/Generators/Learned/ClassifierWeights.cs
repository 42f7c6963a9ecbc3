using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Sinter.Generators.Learned;

/// <summary>The classifier's weights: for each value of each feature, a number for each class.</summary>
internal sealed class ClassifierWeights {
    private readonly Dictionary<(string Feature, string Value), (double[] Weights, int Line, int Again)> rows = [];
    private readonly string file;

    /// <exception cref="ImportException">The columns are others, or a weight is no number.</exception>
    public ClassifierWeights(CommaSeparatedValues table) {
        file = table.File;
        if (table.Head.Count < 3 || table.Head[0] != "feature" || table.Head[1] != "value") {
            throw new ImportException(file, 1, 1, $"expected the columns 'feature', 'value' and one for each class, found '{string.Join("', '", table.Head)}'");
        }
        Classes = [.. table.Head.Skip(2)];
        foreach ((IReadOnlyList<string> fields, int line) in table.Rows) {
            double[] weights = [.. fields.Skip(2).Select((field, i) => Number(field, line, Classes[i]))];
            (string, string) key = (fields[0], fields[1]);
            if (rows.TryGetValue(key, out (double[] Weights, int Line, int Again) before)) {
                rows[key] = before with { Again = line };
                continue;
            }
            rows.Add(key, (weights, line, 0));
        }
    }

    public string File => file;

    public IReadOnlyList<string> Classes { get; }

    /// <summary>
    /// The values of a feature that have one row, in the order of the file. Exports fill variables that are wider than their
    /// values with rows of one name, "_" or none, which nothing has.
    /// </summary>
    public IReadOnlyList<string> ValuesOf(string feature) =>
        [.. rows.Where(row => row.Key.Feature == feature && row.Key.Value.Length > 0 && row.Value.Again == 0).OrderBy(row => row.Value.Line).Select(row => row.Key.Value)];

    /// <summary>The weights of a value, or null where it has none.</summary>
    /// <exception cref="ImportException">It has several rows.</exception>
    public double[]? Row(string feature, string value) => !rows.TryGetValue((feature, value), out (double[] Weights, int Line, int Again) row) ? null
        : row.Again == 0 ? row.Weights
        : throw new ImportException(file, row.Again, 1, $"expected one row for the value \"{value}\" of '{feature}', found another in line {row.Line}");

    private double Number(string field, int line, string name) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && !double.IsNaN(value) && !double.IsInfinity(value)
            ? value
            : throw new ImportException(file, line, 1, $"expected a number in the column '{name}', found '{field}'");
}
