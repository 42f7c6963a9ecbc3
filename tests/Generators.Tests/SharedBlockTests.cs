using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Sinter.Generators.Tests;

/// <summary>Blocks that another project declares: their sources travel with its assembly.</summary>
public class SharedBlockTests {
    private const string Blocks = """
        namespace Library;

        public interface IMix { Tensor this[Tensor x] { get; } }
        public record Options(int Width, float Gain = 2f) { public static Options Small { get; } = new(4); }
        [Block] public class Gained(Options options) : IMix {
            readonly Linear linear = new(options.Width, options.Width);
            public virtual Tensor this[Tensor x] => Scaling.By(linear[x], options.Gain);
        }
        public class Shifted(Options options) : Gained(options) {
            readonly Weight shift = new(options.Width > 0 ? options.Width : throw new ArgumentException($"a width is positive, not {options.Width}"));
            public override Tensor this[Tensor x] => base[x] + shift;
        }
        """;

    private const string Helpers = """
        global using System;
        global using Sinter; global using Sinter.Blocks; global using static Sinter.Operations;
        namespace Library { internal static class Scaling { const float Half = 0.5f; public static Tensor By(Tensor x, float gain) => Relu(x) * (gain * Half); } }
        """;

    private const string Unrelated = "namespace Library { public class Unrelated { public int Answer => 42; } }";

    private const string Model = Project.Usings + """
        using Library;
        [Model, Symbol("Time", 1, 32)] public partial class M {
            readonly IMix[] mixes = [new Gained(Options.Small), new Shifted(Options.Small with { Gain = 6f })];
            [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => mixes.Aggregate(x, (y, mix) => y + mix[y]);
        }
        """;

    [Fact]
    public void ABuiltAssemblyBringsTheSourcesOfItsBlocks() {
        Project consumer = new(true, [new Project(Blocks, Helpers, Unrelated).Built()], Model);
        GeneratorRunResult result = consumer.Run();
        Assert.Empty(result.Diagnostics);
        Assert.Empty(consumer.Whole().GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        string plan = result.GeneratedSources.Single(source => source.HintName == "M.Plan.g.cs").SourceText.ToString();
        Assert.Contains("mixes.1.linear.weight", plan, StringComparison.Ordinal);
        Assert.Contains("mixes.1.shift", plan, StringComparison.Ordinal);
    }

    [Fact]
    public void AReferenceWithinTheEditorBringsThemToo() {
        Compilation library = new Project(Blocks, Helpers, Unrelated).Whole();
        Assert.Empty(new Project(true, [library.ToMetadataReference()], Model).Run().Diagnostics);
    }

    [Fact]
    public void TheyAreTheSameAsThoseOfTheProjectItself() {
        string Plan(GeneratorRunResult result) => result.GeneratedSources.Single(source => source.HintName == "M.Plan.g.cs").SourceText.ToString();
        string own = Plan(new Project(Model, Blocks, Helpers).Run());
        Assert.Equal(own, Plan(new Project(true, [new Project(Blocks, Helpers).Built()], Model).Run()));
    }

    [Fact]
    public void ProblemsInsideAreReportedAtTheUsersExpression() {
        string wrong = Model.Replace("Options.Small with { Gain = 6f }", "new Options(0)", StringComparison.Ordinal).Replace("new Gained(Options.Small), ", "", StringComparison.Ordinal);
        Diagnostic diagnostic = Assert.Single(new Project(true, [new Project(Blocks, Helpers).Built()], wrong).Run().Diagnostics);
        Assert.Equal(("SIN0021", "a width is positive, not 0"), (diagnostic.Id, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal("new Shifted(new Options(0))", wrong.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
    }

    [Fact]
    public void WhatTheLibraryDefinesIsDefinedInItsSources() {
        string library = "#if !FAST\n#error not fast\n#endif\n" + Project.Usings + "namespace Library { [Block] public class Fast {\n#if FAST\n readonly Weight gain = new(3);\n#else\n readonly Weight loss = new(3);\n#endif\n public Tensor this[Tensor x] => x * gain; } }";
        MetadataReference reference = new Project(library).Defining("FAST").Built();
        Project consumer = new(true, [reference], Project.Usings + "[Model] public partial class M { readonly Library.Fast fast = new(); [Entry] public Tensor Run([Shape(3)] Tensor x) => fast[x]; }");
        Assert.Empty(consumer.Run().Diagnostics);
    }

    [Fact]
    public void SourcesThatDoNotCompileTogetherAreAnError() {
        // Each library is right by itself; side by side their helpers are one class with one method twice.
        string Named(string name) => Project.Usings + $$"""
            namespace {{name}} { [Block] public class Part { public Tensor this[Tensor x] => Shared.Helper.By(x); } }
            namespace Shared { internal static class Helper { public static Tensor By(Tensor x) => x * 2f; } }
            """;
        Project consumer = new(true, [new Project(Named("First")).Named("First").Built(), new Project(Named("Second")).Named("Second").Built()], Project.Usings + """
            [Model] public partial class M { readonly First.Part first = new(); [Entry] public Tensor Run([Shape(3)] Tensor x) => first[x]; }
            """);
        Diagnostic diagnostic = Assert.Single(consumer.Run().Diagnostics);
        Assert.Equal("SIN0012", diagnostic.Id);
        string message = diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        Assert.StartsWith("The source of a block, which does not compile beside the sources of this project (CS", message, StringComparison.Ordinal);
        Assert.Contains("refer to the assemblies that it needs, and give types of one name different ones", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AProjectWithoutBlocksCarriesNothing() =>
        Assert.Empty(new Project(Unrelated).Run().GeneratedSources);

    [Fact]
    public void AnEditElsewhereWritesNoSourcesAnew() {
        Project library = new(Blocks, Helpers, Unrelated);
        library.Run();
        library.Edit(2, text => text.Replace("42", "43", StringComparison.Ordinal));
        Assert.Equal(IncrementalStepRunReason.Unchanged, library.Run().TrackedSteps[Steps.Blocks].Single().Outputs.Single().Reason);
    }
}
