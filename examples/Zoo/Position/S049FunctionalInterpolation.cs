using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Functional Interpolation for Relative Positions Improves Long Context Transformers" (Li et al., FIRE, arXiv:2310.04418, 2023).
/// The causal score of query i and key j gets the bias f(psi(i - j) / psi(max(i, L))) with psi(x) = log(c x + 1), learned c and L, and
/// a small network f with an output for each head: its input stays in 0 ... 1 however long the sequence.
/// </summary>
[Model]
[Symbol("Time", 1, 90)]
public partial class FunctionalInterpolation {
    readonly ILayer[] layers = [
        new PreNorm(new LayerNorm(20), new InterpolatedAttention(width: 20, context: 90, heads: 4, hidden: 7)),
        new PreNorm(new LayerNorm(20), new FeedForward(20, hidden: 33, Activation.Gelu)),
    ];

    /// <summary>Tokens' vectors through one layer.</summary>
    [Entry]
    public Tensor Decode([Shape("Time", 20)] Tensor x) {
        foreach (ILayer layer in layers) {
            x = layer[x];
        }
        return x;
    }
}

/// <summary>Causal attention with the biases of FIRE.</summary>
[Block]
public sealed class InterpolatedAttention(int width, int context, int heads, int hidden) : ILayer {
    readonly Linear query = new(width, width), key = new(width, width), value = new(width, width), output = new(width, width);
    readonly InterpolatedBiases biases = new(heads, hidden);
    readonly Cache keys = new(context), values = new(context);

    /// <inheritdoc/>
    public Tensor this[Tensor x] => output[Attend(query[x], keys.Append(key[x]), values.Append(value[x]), heads, biases.Score, Masks.Causal)];
}
