using System.Threading.Tasks;
using Sinter.Compiler.Graph;
using Xunit;

namespace Sinter.Generators.Tests;

/// <summary>Tensors of elements that C# computes while the project builds.</summary>
public class TableTests {
    [Fact]
    public Task ElementsAreTablesOfTheGraph() {
        Module module = Project.Graph("""
            [Model, Symbol("Time", 1, 8)] public partial class M {
                readonly Tensor window;
                public M() {
                    float[] values = new float[4];
                    for (int i = 0; i < values.Length; i++) { values[i] = MathF.Sin(MathF.PI * (i + 0.5f) / 4); }
                    window = Tensor.From(values);
                }

                [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => x * window + Tensor.From(new float[,] { { 1, 2, 3, 4 } });

                [Entry] public Tensor Order([Shape("Time", 3)] Tensor x) => Gather(x, Tensor.From([2, 0, 1, 2], 2, 2), 1);

                [Entry] public Tensor Sizes([Shape("Time", 3)] Tensor x) => Tensor.From([x.Shape[0], 7]);

                [Entry] public Tensor Kept([Shape("Time", 3)] Tensor x) => Select(Tensor.From([true, false, true]), x, 0f);
            }
            """);
        GraphVerifier.Check(module);
        Assert.Equal(module, ModuleParser.Parse(module.ToString()));
        return Verifier.Verify(module.ToString());
    }
}
