using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// FIRE (Li et al., arXiv:2310.04418): the bias of query i and key j is f(psi(i - j) / psi(max(i, threshold))) with
/// psi(x) = log(|c| x + 1) and f a network of one hidden layer with a number for each head. The quotient stays between 0 and 1 at any
/// length, so that f only interpolates. For causal attention: keys after the query are masked out.
/// </summary>
/// <param name="heads">The number of heads.</param>
/// <param name="hidden">The size of the hidden layer.</param>
[Block]
public sealed class InterpolatedBiases(int heads, int hidden = 32) {
    readonly Weight c = new(1);
    readonly Weight threshold = new(1);
    readonly Weight upWeight = new(hidden);
    readonly Weight upBias = new(hidden);
    readonly Weight downWeight = new(heads, hidden);
    readonly Weight downBias = new(heads);

    /// <summary>For <c>Operations.Attend</c>.</summary>
    /// <param name="score">[heads, Time, keys]</param>
    /// <param name="i">The positions of queries, i32 [Time, 1].</param>
    /// <param name="j">The positions of keys, i32 [1, keys].</param>
    /// <returns>[heads, Time, keys]</returns>
    public Tensor Score(Tensor score, Tensor i, Tensor j) {
        Tensor distance = Cast(Maximum(i - j, 0), ElementType.F32);
        Tensor along = Scale(distance) / Scale(Maximum(Cast(i, ElementType.F32), Abs(threshold)));
        // The hidden units are written out one by one: a sum over them inside the scores would have to be stored for every pair.
        Tensor bias = Reshape(downBias, heads, 1, 1);
        for (int unit = 0; unit < hidden; unit++) {
            Tensor active = Relu(along * Slice(upWeight, 0, unit, 1) + Slice(upBias, 0, unit, 1));
            bias += Reshape(Slice(downWeight, 1, unit, 1), heads, 1, 1) * active;
        }
        return score + bias;
    }

    Tensor Scale(Tensor x) => Log(Abs(c) * x + 1f);
}
