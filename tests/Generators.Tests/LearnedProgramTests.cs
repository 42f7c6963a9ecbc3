using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Plans;
using Sinter.Generators.Learned;
using Xunit;

namespace Sinter.Generators.Tests;

using ElementType = Sinter.Compiler.Graph.ElementType;

/// <summary>The importer of learned Transformer Programs: its output as text, its diagnostics, and files that are spoiled at random.</summary>
public class LearnedProgramTests {
    [Fact]
    public Task ReadsAsCSharp() => Verifier.Verify(new LearnedFiles().Import("brackets.py").Source);

    [Fact]
    public Task ReadsAsCSharpWithEmbeddings() => Verifier.Verify(new LearnedFiles().Import("questions.py").Source);

    [Theory]
    [InlineData("histogram.py")]
    [InlineData("brackets.py")]
    [InlineData("questions.py")]
    [InlineData("entities.py")]
    public void IsAGraphThatTheVerifierAccepts(string name) {
        Module module = new LearnedFiles().Import(name).Module;
        GraphVerifier.Check(module);
        Assert.Equal(module, ModuleParser.Parse(module.ToString()));
    }

    [Theory]
    [InlineData("histogram.py")]
    [InlineData("questions.py")]
    public void ItsPlanReadsBack(string name) {
        string plan = Lowering.Run(new LearnedFiles().Import(name).Module).Print();
        Assert.Equal(plan, Plan.Parse(plan).Print());
    }

    // A look-up by two numbers that are computed, the ninth and a later scalar of their kernel: their order must not be that of texts.
    [Fact]
    public void AnIndexOfTwoDataReadsBack() {
        ModuleBuilder module = new("M");
        module.Declare(new Symbol("Time", 1, 8));
        GraphBuilder graph = module.Entry("Run");
        Dimension time = Dimension.Symbol("Time");
        int Input(string input) => graph.Apply("input", [], new Attributes(
            ("name", new AttributeValue.Text(input)), ("shape", new AttributeValue.Extents(Sequence.Of(time))), ("type", new AttributeValue.Type(ElementType.I32))));
        int Number(int value) => graph.Constant(value, ElementType.I32);
        int Place(int x) => graph.Apply("select", [graph.Apply("equal", [x, Number(int.MaxValue)]), Number(0), graph.Apply("and", [x, Number(15)])]);
        int cell = graph.Apply("add", [graph.Apply("multiply", [Place(Input("a")), Number(8)]), Place(Input("b"))]);
        int table = graph.Apply("table", [], new Attributes(
            ("data", new AttributeValue.Text(TableData.OfIntegers(Enumerable.Range(0, 136).Select(i => (long)i), ElementType.I32))),
            ("shape", new AttributeValue.Extents(Sequence.Of(new Dimension(136)))), ("type", new AttributeValue.Type(ElementType.I32))));
        graph.Return("result", graph.Apply("gather", [table, cell], new Attributes(("axis", new AttributeValue.Extent(Dimension.Zero)))));
        graph.Build();
        string plan = Lowering.Run(module.Module).Print();
        Assert.Equal(plan, Plan.Parse(plan).Print());
    }

    [Fact]
    public void AnErrorIsOneDiagnosticAtItsPlace() {
        GeneratorRunResult result = new LearnedFiles()
            .Replace("histogram.py", "return k_token == \"e\"", "return k_token < \"e\"")
            .Generate(("histogram.py", "true"), ("histogram_weights.csv", "true"), ("brackets.py", "My.Parentheses"), ("brackets_weights.csv", "true"));
        Diagnostic diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal("SIN0060", diagnostic.Id);
        Assert.Equal("expected 'k_token == ' and a value, found '<'", diagnostic.GetMessage());
        FileLinePositionSpan span = diagnostic.Location.GetLineSpan();
        Assert.Equal(("histogram.py", 51, 27), (span.Path, span.StartLinePosition.Line, span.StartLinePosition.Character));
        // The other program is there, under the name that it was given.
        Assert.Contains(result.GeneratedSources, source => source.HintName == "My.Parentheses.g.cs");
        Assert.DoesNotContain(result.GeneratedSources, source => source.HintName.StartsWith("Learned.Histogram", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1st", "expected 'true' or the name of a class as SinterProgram of this file, found '1st'")]
    [InlineData("A..B", "expected 'true' or the name of a class as SinterProgram of this file, found 'A..B'")]
    public void TheNameOfAClassIsChecked(string mark, string message) {
        Diagnostic diagnostic = Assert.Single(new LearnedFiles().Generate(("brackets.py", mark), ("brackets_weights.csv", "true")).Diagnostics);
        Assert.Equal(message, diagnostic.GetMessage());
    }

    [Fact]
    public void TwoProgramsOfOneNameAreAnError() {
        Diagnostic diagnostic = Assert.Single(new LearnedFiles()
            .Generate(("brackets.py", "P"), ("brackets_weights.csv", "true"), ("histogram.py", "P"), ("histogram_weights.csv", "true")).Diagnostics);
        Assert.Equal("expected one program for the class 'Learned.P', found a second; name it by SinterProgram=\"Namespace.Class\"", diagnostic.GetMessage());
    }

    [Theory]
    [InlineData("histogram.py", 20261101)]
    [InlineData("brackets.py", 20261102)]
    [InlineData("questions.py", 20261103)]
    [InlineData("entities.py", 20261104)]
    public void ASpoiledProgramIsAProgramOrOneError(string name, int seed) {
        LearnedFiles files = new();
        string text = files[name];
        Random random = new(seed);
        int refused = 0;
        for (int i = 0; i < 250; i++) {
            string spoiled = Spoil(text, random);
            files[name] = spoiled;
            try {
                GraphVerifier.Check(files.Import(name).Module);
            } catch (ImportException exception) {
                refused++;
                Assert.True(exception.Line >= 1 && exception.Column >= 1 && exception.Message.StartsWith("expected ", StringComparison.Ordinal), $"seed {seed}, {i}: {exception}");
            } catch (Exception exception) {
                Assert.Fail($"seed {seed}, {i}: {exception}\n{spoiled}");
            }
        }
        Assert.True(refused > 100, $"seed {seed}: only {refused} of 250 refused");
    }

    [Theory]
    [InlineData("histogram_weights.csv", "histogram.py", 20261105)]
    [InlineData("questions_embeddings.csv", "questions.py", 20261106)]
    [InlineData("questions_embeddings.py", "questions.py", 20261107)]
    public void ASpoiledTableIsATableOrOneError(string table, string name, int seed) {
        LearnedFiles files = new();
        string text = files[table];
        Random random = new(seed);
        for (int i = 0; i < 150; i++) {
            files[table] = Spoil(text, random);
            try {
                files.Import(name);
            } catch (ImportException exception) {
                Assert.True(exception.Line >= 1 && exception.Message.StartsWith("expected ", StringComparison.Ordinal), $"seed {seed}, {i}: {exception}");
            } catch (Exception exception) {
                Assert.Fail($"seed {seed}, {i}: {exception}\n{files[table]}");
            }
        }
    }

    // A character changed, taken out or put in, a line taken out, doubled or moved, or the rest cut off.
    private static string Spoil(string text, Random random) {
        const string Characters = "()[]{}:,.=\"'#\\ \n\tabk_019<>-*fé";
        int at = random.Next(text.Length);
        string[] lines = text.Split('\n');
        int line = random.Next(lines.Length);
        return random.Next(7) switch {
            0 => text[..at] + Characters[random.Next(Characters.Length)] + text[(at + 1)..],
            1 => text[..at] + text[(at + 1)..],
            2 => text[..at] + Characters[random.Next(Characters.Length)] + text[at..],
            3 => string.Join("\n", lines.Where((_, i) => i != line)),
            4 => string.Join("\n", lines.SelectMany((content, i) => i == line ? new[] { content, content } : [content])),
            5 => string.Join("\n", lines.Where((_, i) => i != line).Append(lines[line])),
            _ => text[..at],
        };
    }
}
