using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Sinter.Generators.Tests;

/// <summary>What an edit runs again, by the names of the steps; and that results depend on the sources alone.</summary>
public class CachingTests {
    private const string Model = Project.Usings + """
        [Model, Symbol("Time", 1, 32)] public partial class M {
            readonly Gain gain = new(8);
            [Entry] public Tensor Run([Shape("Time", 8)] Tensor x) => gain[x] * 0.1f;
        }
        """;

    private const string Block = Project.Usings + """
        [Block] public class Gain(int width) {
            readonly Weight scale = new(width);
            public Tensor this[Tensor x] => x * scale + Tools.Bias;
        }
        """;

    private const string Unrelated = """
        // A comment.
        public class Unrelated { public int Answer() => 42; }
        """;

    private static readonly string Helper = "public static class Tools { public const float Bias = 0.5f; }";

    [Fact]
    public void ACommentInAnotherFileRunsNothing() {
        Project project = new(Model, Block, Unrelated, Helper);
        project.Run();
        project.Edit(2, text => text.Replace("A comment.", "Another comment, somewhat longer.", StringComparison.Ordinal));
        Assert.Equal(
            (IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached),
            Reasons(project.Run()));
    }

    [Fact]
    public void CodeThatNoModelReachesRunsNothing() {
        Project project = new(Model, Block, Unrelated, Helper);
        project.Run();
        project.Edit(2, text => text.Replace("42", "43", StringComparison.Ordinal));
        Assert.Equal(
            (IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached),
            Reasons(project.Run()));
    }

    [Fact]
    public void ACommentBehindABlockRunsNothing() {
        Project project = new(Model, Block, Unrelated, Helper);
        project.Run();
        project.Edit(1, text => text + "\n// The end.");
        Assert.Equal(
            (IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached),
            Reasons(project.Run()));
    }

    [Fact]
    public void ACommentInsideABlockEvaluatesButWritesNothing() {
        Project project = new(Model, Block, Unrelated, Helper);
        project.Run();
        project.Edit(1, text => text.Replace("public Tensor", "/* scaled */ public Tensor", StringComparison.Ordinal));
        Assert.Equal(
            (IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached),
            Reasons(project.Run()));
    }

    [Fact]
    public void AConstantThatTheBlockReadsIsSeen() {
        Project project = new(Model, Block, Unrelated, Helper);
        GeneratorRunResult before = project.Run();
        project.Edit(3, text => text.Replace("0.5f", "0.25f", StringComparison.Ordinal));
        GeneratorRunResult after = project.Run();
        Assert.Equal(
            (IncrementalStepRunReason.Modified, IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Modified),
            Reasons(after));
        Assert.Contains("0.5", Plan(before), StringComparison.Ordinal);
        Assert.Contains("0.25", Plan(after), StringComparison.Ordinal);
    }

    [Fact]
    public void AConstantBehindAnAliasIsSeen() {
        Project project = new(
            "global using Numbers = Deep.Constants;\n" + Model.Replace("0.1f", "Numbers.Tenth * Short.Two", StringComparison.Ordinal).Replace("using System;", "using System; using Short = Deep.Others;", StringComparison.Ordinal),
            Block, "namespace Deep { public static class Constants { public const float Tenth = 0.1f; } public static class Others { public const float Two = 2f; } }", Helper);
        project.Run();
        project.Edit(2, text => text.Replace("0.1f", "0.3f", StringComparison.Ordinal));
        Assert.Equal(IncrementalStepRunReason.Modified, Reason(project.Run(), Steps.Plan));
        project.Edit(2, text => text.Replace("2f", "3f", StringComparison.Ordinal));
        Assert.Equal(IncrementalStepRunReason.Modified, Reason(project.Run(), Steps.Plan));
    }

    [Fact]
    public void ABodyChangesThePlanButNotTheInterface() {
        Project project = new(Model, Block, Unrelated, Helper);
        project.Run();
        project.Edit(0, text => text.Replace("* 0.1f", "- 0.1f", StringComparison.Ordinal));
        Assert.Equal(
            (IncrementalStepRunReason.Modified, IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Modified),
            Reasons(project.Run()));
    }

    [Fact]
    public void BlocksAreParsedOnce() {
        Project project = new(Model, Block, Unrelated, Helper);
        project.Run();
        project.Edit(0, text => text.Replace("* 0.1f", "- 0.1f", StringComparison.Ordinal));
        Assert.All(project.Run().TrackedSteps[Steps.Library].SelectMany(step => step.Outputs), output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    [Fact]
    public void NoStepKeepsSymbols() {
        Project project = new(Model, Block, Unrelated, Helper);
        GeneratorRunResult result = project.Run();
        foreach (string step in (string[])[Steps.Models, Steps.Evaluated, Steps.Problems, Steps.Interface, Steps.Plan]) {
            if (result.TrackedSteps.TryGetValue(step, out var runs)) {
                foreach (object value in runs.SelectMany(run => run.Outputs).Select(output => output.Value)) {
                    AssertPlain(value, []);
                }
            }
        }
    }

    [Fact]
    public void AHostileCultureChangesNothing() {
        string expected = All(new Project(Model, Block, Unrelated, Helper).Run());
        CultureInfo before = CultureInfo.CurrentCulture;
        try {
            CultureInfo hostile = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            hostile.NumberFormat.NumberDecimalSeparator = "@";
            hostile.NumberFormat.NegativeSign = "#";
            hostile.NumberFormat.NaNSymbol = "?";
            CultureInfo.CurrentCulture = hostile;
            Assert.Equal(expected, All(new Project(Model, Block, Unrelated, Helper).Run()));
        } finally {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void TheOrderOfFilesChangesNothing() {
        string expected = All(new Project(Model, Block, Unrelated, Helper).Run());
        Assert.Equal(expected, All(new Project(Model, Helper, Unrelated, Block).Run()));
    }

    private static (IncrementalStepRunReason Input, IncrementalStepRunReason Evaluated, IncrementalStepRunReason Interface, IncrementalStepRunReason Plan) Reasons(GeneratorRunResult result) =>
        (Reason(result, Steps.Inputs), Reason(result, Steps.Evaluated), Reason(result, Steps.Interface), Reason(result, Steps.Plan));

    private static IncrementalStepRunReason Reason(GeneratorRunResult result, string step) => result.TrackedSteps[step].Single().Outputs.Single().Reason;

    private static string Plan(GeneratorRunResult result) => result.GeneratedSources.Single(source => source.HintName == "M.Plan.g.cs").SourceText.ToString();

    private static string All(GeneratorRunResult result) => string.Join("\n", result.GeneratedSources.Select(source => $"{source.HintName}\n{source.SourceText}"));

    private static void AssertPlain(object? value, HashSet<object> seen) {
        if (value is null || value is string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value)) {
            return;
        }
        Assert.False(value is ISymbol or SyntaxNode or SyntaxTree or Compilation or SemanticModel, $"a step keeps a {value.GetType().Name}");
        foreach (System.Reflection.FieldInfo field in value.GetType().GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic)) {
            AssertPlain(field.GetValue(value), seen);
        }
        if (value is Array array) {
            foreach (object? item in array) {
                AssertPlain(item, seen);
            }
        }
    }
}
