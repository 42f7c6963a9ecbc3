using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Length Generalization of Causal Transformers without Position Encoding" (Wang et al., arXiv:2404.12224, 2024).
/// No positions at all (NoPE): order comes from the causal mask alone. Beyond the length of training the scores of head h are multiplied
/// by a factor lambda_h, softmax(lambda_h q k^T / sqrt(d)), found for the new length, so that attention does not flatten.
/// </summary>
[Model]
[Symbol("Time", 1, 90)]
public partial class NoPositions {
    readonly ILayer[] layers = [
        new PreNorm(new LayerNorm(25), new ScaledAttention(width: 25, context: 90, heads: 5)),
        new PreNorm(new LayerNorm(25), new FeedForward(25, hidden: 38, Activation.Gelu)),
    ];

    /// <summary>Tokens' vectors through one layer.</summary>
    [Entry]
    public Tensor Decode([Shape("Time", 25)] Tensor x) {
        foreach (ILayer layer in layers) {
            x = layer[x];
        }
        return x;
    }
}

/// <summary>Causal attention without positions and with a factor for each head's scores.</summary>
[Block]
public sealed class ScaledAttention(int width, int context, int heads) : ILayer {
    readonly Linear query = new(width, width), key = new(width, width), value = new(width, width), output = new(width, width);
    readonly Weight factor = new(heads);
    readonly Cache keys = new(context), values = new(context);

    /// <inheritdoc/>
    public Tensor this[Tensor x] => output[Attend(
        query[x], keys.Append(key[x]), values.Append(value[x]), heads, (score, i, j) => Reshape(factor, heads, 1, 1) * score, Masks.Causal)];
}
