using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Sinter.Generators.Tests;

/// <summary>Errors of text programs are diagnostics at their places in the text.</summary>
public class RaspFileTests {
    [Fact]
    public void ErrorsAreReportedAtTheirPlaces() {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new RaspTextGenerator().AsSourceGenerator()],
            [new ErrorFile("a.rasp\n1\n30\nexpected one of ==, found '3'\nb.rasp\n7\n2\nexpected ';', found 'x'\n")]);
        Diagnostic[] found = [.. driver.RunGenerators(CSharpCompilation.Create("App")).GetRunResult().Diagnostics];
        Assert.Equal(
            [("SIN0061", "a.rasp", 0, 29, "expected one of ==, found '3'"), ("SIN0061", "b.rasp", 6, 1, "expected ';', found 'x'")],
            found.Select(problem => (problem.Id, problem.Location.GetLineSpan().Path, problem.Location.GetLineSpan().StartLinePosition.Line,
                problem.Location.GetLineSpan().StartLinePosition.Character, problem.GetMessage())).OrderBy(problem => problem.Path));
    }

    private sealed class ErrorFile(string text) : AdditionalText {
        public override string Path => "obj/texts.rasp-errors";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text, Encoding.UTF8);
    }
}
