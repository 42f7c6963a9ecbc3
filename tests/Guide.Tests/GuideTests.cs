using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Sinter.Compiler.Graph.Operations;
using Xunit;

namespace Guide;

/// <summary>
/// The snippets of docs/guide, compiled and run: each C# block of a document is one region of its sources, in this order,
/// and each text block is what the next of its runs prints.
/// </summary>
public partial class GuideTests {
    // The line that the guide asks for in OperationSet, which these tests cannot edit.
    static GuideTests() => ((Dictionary<string, Operation>)typeof(OperationSet).GetField("Known", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!)
        .TryAdd("mirror", new MirrorOperation());

    static readonly Dictionary<string, (string[] Sources, Action[] Runs)> Documents = new() {
        ["first-model.md"] = (["FirstModel.cs", "FirstModelRun.cs"], [FirstModelRun.Tell, FirstModelRun.Logits]),
        ["free-form-block.md"] = (["FreeFormBlock.cs"], [FreeFormBlockRun.Paths, FreeFormBlockRun.Compare]),
        ["adding-an-operation.md"] = (["AddingAnOperation.cs"], [AddingAnOperationRun.Eager, AddingAnOperationRun.Kernel, AddingAnOperationRun.Refused]),
        ["adding-a-pass.md"] = (["AddingAPass.cs"], [AddingAPassRun.Text]),
        ["reading-a-plan.md"] = (["ReadingAPlan.cs"], [ReadingAPlanRun.Print, ReadingAPlanRun.Parsed]),
    };

    public static TheoryData<string> Names => new(Documents.Keys);

    [Theory, MemberData(nameof(Names))]
    public void TheDocumentShowsTheRegionsOfItsSources(string document) {
        string[] regions = [.. Documents[document].Sources.SelectMany(source => Region().Matches(Read(source)).Select(match => Unindented(match.Groups[1].Value)))];
        Assert.NotEmpty(regions);
        Assert.Equal(regions, Blocks(document, "csharp"));
    }

    [Theory, MemberData(nameof(Names))]
    public void TheDocumentShowsWhatTheyPrint(string document) {
        List<string> printed = [];
        foreach (Action run in Documents[document].Runs) {
            Console.Lines.Clear();
            run();
            printed.Add(string.Join('\n', Console.Lines));
        }
        Assert.Equal(printed, Blocks(document, "text"));
    }

    [Fact]
    public void EveryDocumentIsTested() =>
        Assert.Equal(Documents.Keys.Append("README.md").Order(), Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Documents"), "*.md").Select(file => Path.GetFileName(file)).Order());

    [GeneratedRegex(@"^ *#region snippet\n(.*?)\n *#endregion", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();

    static List<string> Blocks(string document, string language) =>
        [.. Regex.Matches(Read(document), $@"^```{language}\n(.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline).Select(match => match.Groups[1].Value)];

    static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Documents", name)).Replace("\r\n", "\n", StringComparison.Ordinal);

    static string Unindented(string text) {
        string[] lines = text.Split('\n');
        int margin = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length == 0 ? "" : line[margin..]));
    }
}
