using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Sinter.Generators.Learned;

/// <summary>The classifier's weights: for each value of each feature, a number for each class.</summary>
internal sealed class ClassifierWeights {
    private readonly Dictionary<(string Feature, string Value), (double[] Weights, int Line)> rows = [];
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
            // Vocabularies smaller than their variable are filled up with values without a name, which nothing has.
            if (fields[1].Length > 0 && rows.ContainsKey(key)) {
                throw new ImportException(file, line, 1, $"expected one row for the value \"{fields[1]}\" of '{fields[0]}', found another in line {rows[key].Line}");
            }
            rows[key] = (weights, line);
            if (fields[1].Length > 0) {
                if (!ValuesOf.TryGetValue(fields[0], out List<string>? values)) {
                    ValuesOf[fields[0]] = values = [];
                }
                values.Add(fields[1]);
            }
        }
    }

    public string File => file;

    public IReadOnlyList<string> Classes { get; }

    /// <summary>The values of each feature, in the order of the file.</summary>
    public Dictionary<string, List<string>> ValuesOf { get; } = [];

    /// <summary>The weights of a value, or null where it has none.</summary>
    public double[]? Row(string feature, string value) => rows.TryGetValue((feature, value), out (double[] Weights, int Line) row) ? row.Weights : null;

    private double Number(string field, int line, string name) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && !double.IsNaN(value) && !double.IsInfinity(value)
            ? value
            : throw new ImportException(file, line, 1, $"expected a number in the column '{name}', found '{field}'");
}
