using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Train Short, Test Long: Attention with Linear Biases Enables Input Length Extrapolation" (Press, Smith and Lewis, arXiv:2108.12409, 2021).
/// No position embedding; the causal score of query i and key j gets -m_h (i - j), with fixed slopes m_h in a geometric sequence,
/// 2^(-8h/H) for a power of two heads.
/// </summary>
[Model]
[Symbol("Time", 1, 90)]
public partial class TrainShortTestLong {
    readonly ILayer[] layers = [
        new PreNorm(new LayerNorm(18), new LinearBiasAttention(width: 18, context: 90, heads: 6)),
        new PreNorm(new LayerNorm(18), new FeedForward(18, hidden: 29, Activation.Relu)),
        new PreNorm(new LayerNorm(18), new LinearBiasAttention(width: 18, context: 90, heads: 2)),
        new PreNorm(new LayerNorm(18), new FeedForward(18, hidden: 29, Activation.Relu)),
    ];

    /// <summary>Tokens' vectors through two layers.</summary>
    [Entry]
    public Tensor Decode([Shape("Time", 18)] Tensor x) {
        foreach (ILayer layer in layers) {
            x = layer[x];
        }
        return x;
    }
}

/// <summary>Causal attention with linear biases.</summary>
[Block]
public sealed class LinearBiasAttention(int width, int context, int heads) : ILayer {
    readonly Linear query = new(width, width), key = new(width, width), value = new(width, width), output = new(width, width);
    readonly LinearBiases biases = new(heads);
    readonly Cache keys = new(context), values = new(context);

    /// <inheritdoc/>
    public Tensor this[Tensor x] => output[Attend(query[x], keys.Append(key[x]), values.Append(value[x]), heads, biases.Score, Masks.Causal)];
}
