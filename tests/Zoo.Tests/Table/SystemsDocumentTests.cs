using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace Sinter.Zoo.Tests.Table;

/// <summary>Holds the files of the zoo together: no declaration without reference and test, no row that is out of date.</summary>
public sealed class SystemsDocumentTests {
    private const int MostLines = 60;

    /// <summary>The environment variable that names a file of measured errors; the document is then written in place of being checked.</summary>
    private const string Accept = "SINTER_ZOO_ACCEPT";

    [Fact]
    public void EverySystemHasADeclarationAReferenceAFixtureAndATest() {
        string[] systems = [.. SystemRow.All().Select(row => row.System)];
        Assert.NotEmpty(systems);
        Assert.Equal(systems, SystemRow.Tested());
        Assert.Equal(systems, Names("fixtures", "S*.safetensors", Repository.At("tests", "Zoo.Tests")));
        Assert.Equal(systems.Select(system => system.ToLowerInvariant()), Names("zoo", "s*.py", Repository.At("tests", "reference")));
    }

    [Fact]
    public void ADeclarationHasAtMostSixtyLines() {
        foreach (SystemRow row in SystemRow.All()) {
            int lines = row.Declarations.Sum(SystemRow.LinesOf);
            Assert.True(lines <= MostLines, $"{row.System}: {lines} lines besides comments in {string.Join(" and ", row.Declarations)}, allowed are {MostLines}");
        }
    }

    [Fact]
    public void TheDocumentIsUpToDate() {
        SystemRow[] rows = SystemRow.All();
        Dictionary<string, double> errors = new(SystemsDocument.StatedErrors);
        if (Environment.GetEnvironmentVariable(Accept) is { Length: > 0 } measured) {
            foreach ((string system, double error) in SystemsDocument.ErrorsIn(File.ReadAllText(measured))) {
                errors[system] = error;
            }
            File.WriteAllText(SystemsDocument.Path, SystemsDocument.Print(rows, errors));
            return;
        }
        Assert.All(rows, row => Assert.True(errors.ContainsKey(row.System), $"docs/systems.md has no error of {row.System}; run scripts/systems {row.System}"));
        Assert.True(
            File.ReadAllText(SystemsDocument.Path) == SystemsDocument.Print(rows, errors),
            "docs/systems.md differs from what the declarations and tests say; run scripts/systems with the systems that changed");
    }

    private static string[] Names(string folder, string pattern, string below) =>
        [.. Directory.EnumerateFiles(Path.Combine(below, folder), pattern).Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];
}
