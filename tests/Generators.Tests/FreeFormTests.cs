using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Sinter.Compiler.Graph;
using Xunit;

namespace Sinter.Generators.Tests;

/// <summary>Models and blocks written as C# classes, and the graphs they become.</summary>
public class FreeFormTests {
    [Fact]
    public Task AttentionWithAScoreOfItsOwn() => Verify("""
        [Block] public sealed class SlopedAttention(int width, int heads) {
            readonly Linear query = new(width, width), key = new(width, width), value = new(width, width), output = new(width, width);
            readonly Cache keys = new(32), values = new(32);

            public Tensor Forward(Tensor x) {
                int time = x.Shape[0], head = width / heads;
                Tensor slope = Tensor.From([0.5f, 0.25f], heads, 1, 1);
                Tensor mixed = Attend(
                    Reshape(query[x], time, heads, head), keys.Append(Reshape(key[x], time, heads, head)), values.Append(Reshape(value[x], time, heads, head)),
                    score: (s, i, j) => s + slope * Cast(j - i, ElementType.F32), mask: Masks.Causal);
                return output[Reshape(mixed, time, width)];
            }
        }
        [Model, Symbol("Time", 1, 32)] public partial class M {
            readonly SlopedAttention attention = new(6, 2);
            [Entry] public Tensor Run([Shape("Time", 6)] Tensor x) => x + attention.Forward(x);
        }
        """);

    [Fact]
    public Task EntriesThatShareBlocks() => Verify("""
        public record Sizes(int Width, int Hidden) { public static readonly Sizes Small = new(4, 6); }
        public interface IMap { Tensor Map(Tensor x); }
        [Block] public class Dense(Sizes sizes) : IMap { protected readonly Linear up = new(sizes.Width, sizes.Hidden, withBias: true); public virtual Tensor Map(Tensor x) => up[x]; }
        public class Activated(Sizes sizes, Func<Tensor, Tensor> activation) : Dense(sizes) { public override Tensor Map(Tensor x) => activation(base.Map(x)); }
        [Model, Symbol("Batch", 1, 8)] public partial class M {
            readonly IMap[] maps = [new Dense(Sizes.Small), new Activated(Sizes.Small, Relu)];
            [Entry] public (Tensor Plain, Tensor Active) Both([Shape("Batch", 4)] Tensor x) => (maps[0].Map(x), maps[1].Map(x));
            [Entry] public Tensor Difference([Shape("Batch", 4)] Tensor x, [Shape("Batch", 6)] Tensor y) {
                (Tensor plain, Tensor active) = Both(x);
                return plain - active + y;
            }
        }
        """);

    [Fact]
    public Task TensorsMadeInConstructors() => Verify("""
        [Block] public class Scaled {
            readonly Weight gain = new(4);
            readonly Tensor ramp;
            public Scaled(float by) { ramp = Exp(Cast(Iota(4), ElementType.F32) * by) * gain; }
            public Tensor this[Tensor x] => x * ramp;
        }
        [Model] public partial class M {
            readonly Scaled scaled = new(-0.5f);
            [Entry] public Tensor Once([Shape(2, 4)] Tensor x) => scaled[x];
            [Entry] public Tensor Twice([Shape(2, 4)] Tensor x) => scaled[scaled[x]];
        }
        """);

    [Fact]
    public Task SizesOfTimeStaySymbols() => Verify("""
        [Model, Symbol("Time", 1, 32)] public partial class M {
            [Entry] public Tensor Run([Shape("Time", 2, 3)] Tensor x) {
                int time = x.Shape[0];
                int flat = time * 2 * 3;
                Tensor y = Reshape(x, flat);
                Tensor z = Reshape(y, flat / 6, 6);
                return time >= 1 && flat % 2 == 0 ? Mean(z, Axis.Time) * time : z;
            }
        }
        """);

    [Fact]
    public Task RealNumbersOfSizesAreComputedByEachCall() => Verify("""
        [Model, Symbol("Time", 1, 32)] public partial class M {
            [Entry] public Tensor Run([Shape("Time", 3)] Tensor x) {
                float rate = 1f / MathF.Sqrt(x.Shape[0] + 2 * x.Shape[1]);
                rate *= -2;
                return x * rate + (float)x.Shape.Count;
            }

            [Entry] public Tensor Chosen([Shape("Time", Type = ElementType.I32)] Tensor x) => Select(x > 1, x, x.Shape[0]);

            [Entry] public Tensor Halves([Shape("2*Time", 3)] Tensor x) => Slice(x, 0, (x.Shape[0] + 5) % 2, (x.Shape[0] + 1) / 2);
        }
        """);

    [Fact]
    public Task InterfaceOfSeveralInputsAndOutputs() {
        Project project = new(Project.Usings + """
            namespace Deep.Space {
                public static partial class Outer {
                    /// <summary>Two results.</summary>
                    [Model, Symbol("Batch", 1, 8)]
                    public partial class Pair {
                        [Entry] public (Tensor Sum, Tensor IsLess) Compare([Shape("Batch", 3)] Tensor left, [Shape(3)] Tensor @params) => (left + @params, left < @params);
                        [Entry] public Tensor Pick([Shape(5, Type = ElementType.F16)] Tensor table, [Shape("Batch", Type = ElementType.I32)] Tensor which) => table[which];
                    }
                }
            }
            """);
        GeneratorRunResult result = project.Run();
        Assert.Empty(result.Diagnostics);
        Assert.Empty(project.Whole().GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        return Verifier.Verify(result.GeneratedSources.Single(source => source.HintName == "Deep.Space.Outer.Pair.g.cs").SourceText.ToString());
    }

    [Theory]
    [InlineData("x", false)]
    [InlineData("x * Cast(Reshape(Positions(), x.Shape[0], 1), ElementType.F32)", true)]
    [InlineData("x + Sum(x, 0) + Cast(Reshape(Positions(), x.Shape[0], 1), ElementType.F32)", false)]
    [InlineData("Softmax(Attended(x, Masks.Causal), -1)", true)]
    [InlineData("Attended(x, Masks.Sliding(3))", true)]
    [InlineData("Attended(x, null)", false)]
    [InlineData("Attended(x, (i, j) => j <= i + 1)", false)]
    [InlineData("Attended(x, (i, j) => i >= j)", true)]
    [InlineData("Attended(x, Masks.Either(Masks.Causal, (i, j) => j > i))", false)]
    [InlineData("Slice(Attended(x, Masks.Causal), 0, x.Shape[0] - 1, 1)", true)]
    [InlineData("Attended(x, Masks.Causal) + Slice(Attended2(x, Masks.Causal), 0, x.Shape[0] - 1, 1)", false)]
    [InlineData("Transpose(Attended(x, Masks.Causal), 1, 0)", false)]
    [InlineData("Attended(x, Masks.Causal) / x.Shape[0]", false)]
    [InlineData("Attended(x, Masks.Causal) / x.Shape[1]", true)]
    public void LongCallsAreSplitOnlyWhereNoRowSeesALaterOne(string expression, bool isCausal) {
        Module module = Project.Graph($$"""
            [Model, Symbol("Time", 1, 32)] public partial class M {
                readonly Cache keys = new(32), values = new(32), keys2 = new(32), values2 = new(32);
                [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => {{expression}};
                Tensor Attended(Tensor x, Func<Tensor, Tensor, Tensor>? mask) => Attended(x, mask, keys, values);
                Tensor Attended2(Tensor x, Func<Tensor, Tensor, Tensor>? mask) => Attended(x, mask, keys2, values2);
                static Tensor Attended(Tensor x, Func<Tensor, Tensor, Tensor>? mask, Cache keys, Cache values) {
                    int time = x.Shape[0];
                    Tensor heads = Reshape(x, time, 2, 2);
                    return Reshape(Attend(heads, keys.Append(heads), values.Append(heads), mask: mask), time, 4);
                }
            }
            """);
        Assert.Equal(isCausal, Emission.TimeSplit.IsCausal(module, module.Entries[0]));
    }

    private static Task Verify(string source, [System.Runtime.CompilerServices.CallerFilePath] string file = "", [System.Runtime.CompilerServices.CallerMemberName] string method = "") {
        Module module = Project.Graph(source);
        GraphVerifier.Check(module);
        Assert.Equal(module, ModuleParser.Parse(module.ToString()));
        return Verifier.Verify(module.ToString(), file, method);
    }
}
