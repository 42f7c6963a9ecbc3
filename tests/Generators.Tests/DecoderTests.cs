using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Sinter.Compiler.Graph;
using Xunit;

namespace Sinter.Generators.Tests;

/// <summary>Models that are declared by attributes.</summary>
public class DecoderTests {
    private const string Stories = """
        using Sinter;

        namespace Example;

        [Model]
        [Decoder(Width = 64, Layers = 2, Vocabulary = 512, Context = 512)]
        [Attention(Heads = 8, KeyValueHeads = 4), Rotary(Theta = 10_000)]
        [FeedForward(Hidden = 172, Activation = Activation.Silu, Gated = true), Normalization(Norm.Rms, Epsilon = 1e-5f)]
        [Checkpoint(Naming.HuggingFaceLlama)]
        public partial class Stories;

        """;

    [Fact]
    public Task Graph() {
        Project project = new(Stories);
        GeneratorRunResult result = project.Run();
        Assert.Empty(result.Diagnostics);
        EvaluatedModel model = (EvaluatedModel)result.TrackedSteps[Steps.Evaluated].Single().Outputs.Single().Value;
        GraphVerifier.Check(model.Module!);
        Assert.Equal(model.Module, ModuleParser.Parse(model.Module!.ToString()));
        return Verifier.Verify(model.Module!.ToString());
    }

    [Fact]
    public Task Interface() => Verifier.Verify(Generated("Example.Stories.g.cs"));

    [Fact]
    public Task Description() {
        string text = Generated("Example.Stories.Plan.g.cs");
        // The plan's text has tests of its own; here only what is around it is of interest.
        int start = text.IndexOf("@\"", System.StringComparison.Ordinal) + 2;
        int end = text.IndexOf("\")]", start, System.StringComparison.Ordinal);
        string around = text[..start] + "(plan)" + text[end..];
        around = Regex.Replace(around, "EmbeddedGraph\\(\"Example.Stories\", \"[^\"]+\"", "EmbeddedGraph(\"Example.Stories\", \"(graph)\"");
        around = Regex.Replace(around, "PlanHash = \"[0-9a-f]{64}\"", "PlanHash = \"(hash)\"");
        around = Regex.Replace(around, "PreparedCount = [0-9]+", "PreparedCount = (count)");
        return Verifier.Verify(Regex.Replace(around, @"Slots = \[.*\]", "Slots = [(sizes)]"));
    }

    [Fact]
    public void TheEmbeddedGraphIsTheModules() {
        string packed = Regex.Match(Generated("Example.Stories.Plan.g.cs"), "EmbeddedGraph\\(\"Example.Stories\", \"([^\"]+)\"").Groups[1].Value;
        using DeflateStream unpacked = new(new MemoryStream(Convert.FromBase64String(packed)), CompressionMode.Decompress);
        using StreamReader reader = new(unpacked);
        Module module = ModuleParser.Parse(reader.ReadToEnd());
        Assert.Equal(("Example.Stories", 2), (module.Name, module.Entries.Count));
    }

    [Fact]
    public void GeneratedCodeCompiles() {
        Project project = new(Stories + """
            public static class Program {
                public static float Use(string path) {
                    using Stories.Loaded model = Stories.Load(path);
                    using Stories.Session session = model.CreateSession();
                    return session.Forward([1, 2, 3])[0] + session.Score([4])[0];
                }
            }
            """);
        Assert.Empty(project.Whole().GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
    }

    private static string Generated(string name) =>
        new Project(Stories).Run().GeneratedSources.Single(source => source.HintName == name).SourceText.ToString();
}
