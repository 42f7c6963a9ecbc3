using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Exploring Transformer Extrapolation" (Qin et al., arXiv:2307.10156, 2023).
/// A relative bias b extrapolates if the sum of e^b over all distances converges. Two that do: e^b = 1 / (n + 1)^2 at the distance n, so
/// b = -2 ln(n + 1), in the first layer here, and b = -ln(n + 1)^2 in the second. The theoretical receptive field is the smallest window
/// that holds all but a given part of that sum.
/// </summary>
[Model]
[Symbol("Time", 1, 90)]
public partial class TransformerExtrapolation {
    readonly ConvergentLayer first = new(width: 22, context: 90, heads: 2, hidden: 35), second = new(width: 22, context: 90, heads: 2, hidden: 35);

    /// <summary>Tokens' vectors through two layers.</summary>
    [Entry]
    public Tensor Decode([Shape("Time", 22)] Tensor x) => second.Forward(first.Forward(x, Quadratic), LogarithmSquared);

    /// <summary>How many tokens back each bias reaches: the smallest window with all but this part of the weight of the context.</summary>
    [Entry]
    public (Tensor Quadratic, Tensor LogarithmSquared) ReceptiveField([Shape(1)] Tensor left) {
        Tensor distance = Cast(Iota(90), ElementType.F32);
        return (Field(Quadratic(distance), left), Field(LogarithmSquared(distance), left));
    }

    static Tensor Quadratic(Tensor distance) => -2f * Log(distance + 1f);

    static Tensor LogarithmSquared(Tensor distance) {
        Tensor logarithm = Log(distance + 1f);
        return -logarithm * logarithm;
    }

    static Tensor Field(Tensor bias, Tensor left) {
        Tensor part = CumulativeSum(Softmax(bias, 0), 0);
        return 1 + Sum(Cast(part < 1f - left, ElementType.I32), 0);
    }
}

/// <summary>A pre-norm layer whose causal scores get a function of the distance.</summary>
[Block]
public sealed class ConvergentLayer(int width, int context, int heads, int hidden) {
    readonly Linear query = new(width, width), key = new(width, width), value = new(width, width), output = new(width, width);
    readonly LayerNorm attentionNorm = new(width), feedForwardNorm = new(width);
    readonly FeedForward feedForward = new(width, hidden, Activation.Gelu);
    readonly Cache keys = new(context), values = new(context);

    /// <summary>The layer's output.</summary>
    public Tensor Forward(Tensor x, System.Func<Tensor, Tensor> bias) {
        Tensor normal = attentionNorm[x];
        Tensor h = x + output[Attend(
            query[normal], keys.Append(key[normal]), values.Append(value[normal]), heads,
            (score, i, j) => score + bias(Cast(Maximum(i - j, 0), ElementType.F32)), Masks.Causal)];
        return h + feedForward[feedForwardNorm[h]];
    }
}
