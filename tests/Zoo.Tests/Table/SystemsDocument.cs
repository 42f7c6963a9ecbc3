using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace Sinter.Zoo.Tests.Table;

/// <summary>The table of systems in <c>docs/systems.md</c>.</summary>
internal static partial class SystemsDocument {
    // Below the spacing of float32 an error says nothing of the model.
    private const double Least = 1e-7;

    private const string Heading = """
        # The systems of the zoo

        Each is declared in `examples/Zoo` and compared, compiled and eager, with an independent reference in float64
        (`tests/reference/zoo`). The error is the largest distance of the compiled model's results from the reference's, in parts of the
        largest magnitude of a result, rounded up. This page is written by `scripts/systems`, and a test fails while it is out of date.

        | System | Paper | Declaration | Test | Largest error |
        |---|---|---|---|---|

        """;

    /// <summary>Where it lies.</summary>
    public static string Path { get; } = Repository.At("docs", "systems.md");

    /// <summary>The errors that the document states.</summary>
    public static IReadOnlyDictionary<string, double> StatedErrors { get; } = File.Exists(Path) ? ErrorsIn(File.ReadAllText(Path)) : new Dictionary<string, double>();

    /// <summary>The document with these errors.</summary>
    public static string Print(IEnumerable<SystemRow> rows, IReadOnlyDictionary<string, double> errors) {
        StringBuilder text = new(Heading);
        foreach (SystemRow row in rows) {
            string declarations = string.Join("<br>", row.Declarations.Select(Link));
            string error = errors.TryGetValue(row.System, out double value) ? Rounded(value) : "not measured";
            text.Append(CultureInfo.InvariantCulture, $"| {row.System} | {row.Title} ({row.Source}) | {declarations} | {Link(row.Test)} | {error} |\n");
        }
        return text.ToString();
    }

    /// <summary>The errors of a document, or of a file of measurements, by system: the largest where there are several.</summary>
    public static Dictionary<string, double> ErrorsIn(string text) {
        Dictionary<string, double> errors = [];
        foreach (Match match in Figure().Matches(text)) {
            double error = double.Parse(match.Groups["error"].Value, CultureInfo.InvariantCulture);
            errors[match.Groups["system"].Value] = Math.Max(error, errors.GetValueOrDefault(match.Groups["system"].Value));
        }
        return errors;
    }

    // To one digit, upward: 2.1e-7 is 3e-07.
    private static string Rounded(double error) {
        double least = Math.Max(error, Least);
        double unit = Math.Pow(10, Math.Floor(Math.Log10(least)));
        double digits = Math.Ceiling(least / unit - 1e-6);
        return (digits * unit).ToString("0e-00", CultureInfo.InvariantCulture);
    }

    private static string Link(string path) => $"[{System.IO.Path.GetFileNameWithoutExtension(path)}](../{path})";

    [GeneratedRegex("^(\\| )?(?<system>S[0-9]{3}) .*?(?<error>[0-9.]+[eE][-+]?[0-9]+)( \\|)?$", RegexOptions.Multiline)]
    private static partial Regex Figure();
}
