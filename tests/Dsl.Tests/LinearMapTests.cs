using System.Linq;
using Sinter.Blocks;
using Xunit;
using static Sinter.Tests.Samples;

namespace Sinter.Tests;

/// <summary>Linear maps in factors: what the factors do is what the multiplied-out matrix does, and that matrix is as the equation says.</summary>
public class LinearMapTests {
    static T Bound<T>(T block) where T : class {
        var shapes = Checkpoint.Paths(block).ToDictionary(entry => entry.Key, entry => entry.Value.Shape.ToArray());
        Checkpoint.Bind(block, path => Reals(path.Length, shapes[path]));
        return block;
    }

    static double[] Values(object block, string path) => Checkpoint.Paths(block).Single(entry => entry.Key == path).Value.Value.ToArray<double>();

    static void MatrixDoesTheSame(ILinearMap map, int inputs, int outputs) {
        Tensor x = Reals(31, 3, inputs);
        Tensor y = map[x];
        Assert.Equal(new Shape(3, outputs), y.Shape);
        Close(Operations.Contract("ti,oi->to", x, map.Matrix), y, 1e-5);
    }

    [Fact]
    public void Low_rank_is_a_product_of_two() {
        var map = Bound(new LowRankLinear(5, 7, 2));
        double[] v = Values(map, "reduce.weight"), u = Values(map, "expand.weight");
        Close([.. from o in Enumerable.Range(0, 7) from i in Enumerable.Range(0, 5) select u[o * 2] * v[i] + u[o * 2 + 1] * v[5 + i]], map.Matrix, 1e-6);
        MatrixDoesTheSame(map, 5, 7);
    }

    [Fact]
    public void Block_diagonal_has_zeros_outside_its_blocks() {
        var map = Bound(new BlockDiagonalLinear(6, 9, 3));
        double[] w = Values(map, "weights.weight");
        Close([.. from o in Enumerable.Range(0, 9) from i in Enumerable.Range(0, 6) select o / 3 == i / 2 ? w[o * 2 + i % 2] : 0], map.Matrix, 0);
        MatrixDoesTheSame(map, 6, 9);
        Assert.Throws<System.ArgumentException>(() => new BlockDiagonalLinear(6, 8, 3));
    }

    [Theory]
    [InlineData(6, 12)]
    [InlineData(12, 6)]
    public void Block_shuffle_mixes_all_parts(int inputs, int outputs) {
        var map = Bound(new BlockShuffleLinear(inputs, outputs, 3));
        MatrixDoesTheSame(map, inputs, outputs);
        // Two or four elements of a part between the factors reach at least two of three parts of the result.
        double[] matrix = map.Matrix.ToArray<double>();
        Assert.All(Enumerable.Range(0, inputs), i => Assert.True(Enumerable.Range(0, outputs).Count(o => matrix[o * inputs + i] != 0) > outputs / 3));
    }

    [Fact]
    public void Groups_have_matrices_of_their_own() {
        var map = Bound(new GroupedLinear(2, 3, 1, withBias: true));
        double[] w = Values(map, "weight"), b = Values(map, "bias");
        Tensor x = Reals(5, 4, 2, 3);
        double[] v = x.ToArray<double>();
        Close([.. from t in Enumerable.Range(0, 4) from g in Enumerable.Range(0, 2)
                  select b[g] + Enumerable.Range(0, 3).Sum(i => w[g * 3 + i] * v[(t * 2 + g) * 3 + i])], map[x], 1e-6);
    }
}
