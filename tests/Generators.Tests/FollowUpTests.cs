using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Sinter.Generators.Tests;

/// <summary>A model with an error has one: code that calls it gets none from a typed API that is not there.</summary>
public class FollowUpTests {
    private const string Caller = """
        public static class Caller {
            public static float Call(float[] x, int[] tokens) {
                using M.Loaded model = M.Load("weights.safetensors");
                using M.Session session = model.CreateSession();
                System.ReadOnlySpan<float> y = session.Run(x);
                return y[0];
            }
        }
        """;

    [Theory]
    [InlineData("[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => x + Tensor.From([1f, 2f]); }", "SIN0010")]
    [InlineData("[Model] public partial class M { [Entry] public Tensor Run([Shape(\"Rows\")] Tensor x) => x; }", "SIN0009")]
    [InlineData("[Model] public partial class M { readonly Linear a = new(3, -1); [Entry] public Tensor Run([Shape(3)] Tensor x) => a[x]; }", "SIN0005")]
    [InlineData("[Model] public partial class M { [Entry] public Tensor Run(Tensor x) => x; }", "SIN0008")]
    [InlineData("[Model, Symbol(\"Rows\", 5, 1)] public partial class M { [Entry] public Tensor Run([Shape(\"Rows\")] Tensor x) => x; }", "SIN0028")]
    [InlineData("[Model] public partial class M { public M(int width) { } [Entry] public Tensor Run([Shape(3)] Tensor x) => x; }", "SIN0012")]
    public void OneErrorIsAll(string model, string id) {
        Project project = new(Project.Usings + model, Caller);
        Assert.Equal([id], project.Run().Diagnostics.Select(diagnostic => diagnostic.Id));
        Assert.Empty(project.Whole().GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public void SeveralResultsAndTypesOfInputs() {
        Project project = new(Project.Usings + """
            [Model] public partial class M {
                [Entry] public (Tensor Sum, Tensor NextState) Run([Shape(3, Type = ElementType.I64)] Tensor words, [Shape(3, Type = ElementType.BF16)] Tensor prior) => (words + prior, prior);
                [Entry] public Tensor Fine([Shape(2)] Tensor x) => Cast(x, ElementType.I32);
            }
            """, """
            public static class Caller {
                public static float Call(M.Session session, long[] words, ushort[] prior) {
                    session.Run(words, prior, out System.ReadOnlySpan<float> sum, out var nextState);
                    return sum[0] + nextState[0];
                }
            }
            """);
        Assert.Equal(["SIN0010"], project.Run().Diagnostics.Select(diagnostic => diagnostic.Id));
        Assert.Empty(project.Whole().GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public void ADecoderWithAWrongHyperParameter() {
        Project project = new(Project.Usings + """
            [Model, Decoder(Width = 8, Layers = 0, Vocabulary = 16, Context = 32), Attention(Heads = 2), FeedForward(Hidden = 16)]
            public partial class M;
            """, "public static class Caller { public static float Call(M.Session session, int[] tokens) => session.Forward(tokens)[0] + session.Score(tokens)[1]; }");
        Assert.Equal(["SIN0005"], project.Run().Diagnostics.Select(diagnostic => diagnostic.Id));
        Assert.Empty(project.Whole().GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }
}
