using System.Linq;
using Xunit;
using static Sinter.Operations;
using static Sinter.Tests.Samples;

namespace Sinter.Tests;

public class ContractionTests {
    [Fact]
    public void Matrices_multiply() {
        Tensor a = Tensor.From([1f, 2f, 3f, 4f, 5f, 6f], 2, 3), b = Tensor.From([7f, 8f, 9f, 10f, 11f, 12f], 3, 2);
        Is(Contract("ik,kj->ij", a, b), [2, 2], 58f, 64f, 139f, 154f);
        Is(Contract("ik,kj->ji", a, b), [2, 2], 58f, 139f, 64f, 154f);
        Is(Contract("ik,ik->", a, a), [], 91f);
        Is(Contract("ik,ik->k", a, a), [3], 17f, 29f, 45f);
        Is(Contract("i,j->ij", Tensor.From([1, 2]), Tensor.From([3, 4, 5])), [2, 3], 3, 4, 5, 6, 8, 10);
    }

    [Fact]
    public void A_letter_of_one_operand_alone_is_summed() =>
        Is(Contract("ab,c->a", Tensor.From([1f, 2f, 3f, 4f], 2, 2), Tensor.From([10f, 1f])), [2], 33f, 77f);

    [Fact]
    public void Scores_of_grouped_heads_match_nested_loops() {
        (int t, int g, int r, int s, int d) = (3, 2, 3, 5, 4);
        Tensor query = Reals(1, t, g, r, d), key = Reals(2, s, g, d);
        float[] q = query.ToArray<float>(), k = key.ToArray<float>();
        double[] expected = [.. from gi in Enumerable.Range(0, g) from ri in Enumerable.Range(0, r)
                                from ti in Enumerable.Range(0, t) from si in Enumerable.Range(0, s)
                                select Enumerable.Range(0, d).Sum(di => (double)q[((ti * g + gi) * r + ri) * d + di] * k[(si * g + gi) * d + di])];
        Tensor scores = Contract("tgrd,sgd->grts", query, key);
        Assert.Equal(new Shape(g, r, t, s), scores.Shape);
        Close(expected, scores, 1e-6);
    }

    [Fact]
    public void An_empty_sum_is_zero() =>
        Is(Contract("ik,jk->ij", Tensor.From(new float[0], 2, 0), Tensor.From(new float[0], 1, 0)), [2, 1], 0f, 0f);

    [Theory]
    [InlineData("ik,jk->ij", "contract: 'k' of \"ik,jk->ij\" is 3 in f32[2, 3] but 4 in f32[5, 4]")]
    [InlineData("ikl,jk->ij", "contract: \"ikl,jk->ij\" names 3 and 2 axes, but the operands are [2, 3] and [5, 4]")]
    [InlineData("ik,jl->iz", "contract: 'z' of the result of \"ik,jl->iz\" is in no operand")]
    [InlineData("ii,jk->j", "contract: 'i' stands twice in \"ii\" of \"ii,jk->j\"")]
    [InlineData("ik jk", "contract: \"ik jk\" is not of the form \"ab,bc->ac\"")]
    [InlineData("i.,jk->j", "contract: '.' in \"i.,jk->j\" is not a letter")]
    public void Misfits_are_explained(string equation, string message) {
        var exception = Assert.Throws<ShapeException>(() => Contract(equation, Reals(1, 2, 3), Reals(2, 5, 4)));
        Assert.Equal(message, exception.Message);
    }
}
