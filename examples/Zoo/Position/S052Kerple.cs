using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "KERPLE: Kernelized Relative Positional Embedding for Length Extrapolation" (Chi et al., arXiv:2205.09921, 2022).
/// Scores get a conditionally positive definite kernel of the distance, with r1, r2 learned for each head: -r1 log(1 + r2 |i - j|) in
/// the first layer here, -r1 |i - j|^r2 in the second. The constant that would make it positive definite drops out of the softmax.
/// </summary>
[Model]
[Symbol("Time", 1, 90)]
public partial class Kerple {
    readonly ILayer[] layers = [
        new PreNorm(new LayerNorm(21), new KernelAttention(width: 21, context: 90, heads: 3, power: false)),
        new PreNorm(new LayerNorm(21), new FeedForward(21, hidden: 34, Activation.Gelu)),
        new PreNorm(new LayerNorm(21), new KernelAttention(width: 21, context: 90, heads: 3, power: true)),
        new PreNorm(new LayerNorm(21), new FeedForward(21, hidden: 34, Activation.Gelu)),
    ];

    /// <summary>Tokens' vectors through two layers.</summary>
    [Entry]
    public Tensor Decode([Shape("Time", 21)] Tensor x) {
        foreach (ILayer layer in layers) {
            x = layer[x];
        }
        return x;
    }
}

/// <summary>Causal attention with kernels of the distance.</summary>
[Block]
public sealed class KernelAttention(int width, int context, int heads, bool power) : ILayer {
    readonly Linear query = new(width, width), key = new(width, width), value = new(width, width), output = new(width, width);
    readonly KernelBiases biases = new(heads, power);
    readonly Cache keys = new(context), values = new(context);

    /// <inheritdoc/>
    public Tensor this[Tensor x] => output[Attend(query[x], keys.Append(key[x]), values.Append(value[x]), heads, biases.Score, Masks.Causal)];
}
