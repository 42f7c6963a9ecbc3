using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Sinter.Generators.Tests;

/// <summary>The examples of docs/diagnostics.md: the wrong ones give their diagnostic and nothing else, the right ones nothing.</summary>
public class DiagnosticPageTests {
    // Those of files that are no C# are shown as such.
    private static readonly string[] OfFiles = [Descriptors.WrongLearnedProgram.Id, Descriptors.WrongRaspText.Id];

    public static TheoryData<string> Ids => new(Descriptors.All().Select(descriptor => descriptor.Id).Except(OfFiles));

    [Theory, MemberData(nameof(Ids))]
    public void Examples(string id) {
        string section = Sections()[id];
        string[] examples = [.. section.Split("```csharp\n").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)])];
        Assert.Equal(2, examples.Length);
        Project wrong = new(withBlocks: id != "SIN0023", Project.Usings + examples[0]);
        Assert.Equal([id], wrong.Run().Diagnostics.Select(diagnostic => diagnostic.Id));
        Project right = new(Project.Usings + examples[1]);
        Assert.Empty(right.Run().Diagnostics);
        Assert.Empty(right.Whole().GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public void ExamplesOfLearnedPrograms() {
        string[] examples = [.. Sections()["SIN0060"].Split("```python\n").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)])];
        Assert.Equal(2, examples.Length);
        LearnedFiles files = new();
        const string Right = "return k_token == \"e\"";
        Assert.Contains(Right, examples[1], StringComparison.Ordinal);
        string wrong = examples[0].Split('\n').First(line => line.Contains("return", StringComparison.Ordinal)).Trim();
        Assert.Equal("histogram.py(52,28): expected 'k_token == ' and a value, found '<'", files.Replace("histogram.py", Right, wrong).Error("histogram.py"));
        new LearnedFiles().Import("histogram.py");
    }

    [Fact]
    public void TitlesAreThoseOfTheDescriptors() {
        foreach (DiagnosticDescriptor descriptor in Descriptors.All()) {
            Assert.StartsWith($": {descriptor.Title}\n", Sections()[descriptor.Id], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ReleaseTableListsAll() {
        string table = File.ReadAllText(Path.Combine(Root(), "src/Generators/AnalyzerReleases.Unshipped.md"));
        foreach (DiagnosticDescriptor descriptor in Descriptors.All()) {
            Assert.Contains($"{descriptor.Id} | Sinter | {descriptor.DefaultSeverity} | {descriptor.Title}\n", table, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void EachHasATestOfItsMessageAndPlace() {
        string tests = string.Concat(new[] { "DiagnosticTests.cs", "LearnedProgramTests.cs", "RaspFileTests.cs" }
            .Select(file => File.ReadAllText(Path.Combine(Root(), "tests/Generators.Tests", file))));
        Assert.All(Descriptors.All(), descriptor => Assert.Contains($"\"{descriptor.Id}\"", tests, StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Sections() => File.ReadAllText(Path.Combine(Root(), "docs/diagnostics.md"))
        .Split("\n## ").Skip(1).ToDictionary(section => section[..7], section => section[7..]);

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../.."));
}
