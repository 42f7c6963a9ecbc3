using System;
using System.Linq;
using Sinter.Compiler.Graph;
using Xunit;

namespace Sinter.Generators.Tests;

/// <summary>Names of weights that are set by attributes, and mappings that reach the description.</summary>
public class NamingTests {
    // tests/Dsl.Tests/NamingTests.cs has the same classes, walked eagerly.
    public const string Named = """
        [Block] public class Part(int width) {
            [Named("gamma")] readonly Weight scale = new(width);
            [Named("/heads.{i}.{j}.bias")] readonly Weight shift = new(width);
            public Tensor Run(Tensor x) => x * scale + shift;
        }
        [Block] public class Layer {
            [Named("p{j}")] readonly Part[] parts = [new(3), new(3)];
            [Named("memory")] readonly Cache rows = new(8);
            [Named("own")] public Weight Own { get; } = new(3);
            public Tensor Run(Tensor x) { foreach (Part part in parts) { x = part.Run(x); } return x + Sum(rows.Append(x), 0, true) * Own; }
        }
        [Model, Symbol("Time", 1, 8)]
        public partial class M {
            [Named("blk")] readonly Layer[] layers = [new(), new()];
            readonly Weight lastScale = new(3);
            [Entry] public Tensor Run([Shape("Time", 3)] Tensor x) { foreach (Layer layer in layers) { x = layer.Run(x); } return x * lastScale; }
        }
        """;

    [Fact]
    public void PathsFollowTheAttributes() {
        Module module = Project.Graph(Named);
        Assert.Equal([
            "blk.0.p0.gamma", "heads.0.0.bias", "blk.0.p1.gamma", "heads.0.1.bias", "blk.0.own",
            "blk.1.p0.gamma", "heads.1.0.bias", "blk.1.p1.gamma", "heads.1.1.bias", "blk.1.own", "last_scale",
        ], module.Weights.Select(weight => weight.Name));
        Assert.Equal(["blk.0.memory", "blk.1.memory"], module.States.Select(state => state.Name));
    }

    [Fact]
    public void TheDescriptionHasTheRules() {
        Project project = new(Project.Usings + """
            [Model, Checkpoint("scale = \"a \\ b\"\n# end")]
            public partial class M { readonly Weight scale = new(3); [Entry] public Tensor Run([Shape(3)] Tensor x) => x * scale; }
            """);
        string[] generated = [.. project.Run().GeneratedSources.Select(source => source.SourceText.ToString())];
        Assert.Contains(generated, text => text.Contains("""Mapping = "scale = \"a \\ b\"\n# end",""", StringComparison.Ordinal));
        Assert.Contains(generated, text => text.Contains("Naming = null,", StringComparison.Ordinal));
    }
}
