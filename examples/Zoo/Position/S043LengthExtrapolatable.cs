using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "A Length-Extrapolatable Transformer" (Sun et al., arXiv:2212.10554, 2022).
/// Pair k of a query at n is turned by n theta_k and scaled by zeta_k^n, that of a key at m turned by m theta_k and scaled by
/// zeta_k^-m, so that products fade as zeta_k^(n-m). At inference attention is blockwise: a token sees, causally, its own block of
/// positions and the one before.
/// </summary>
[Model]
[Symbol("Time", 1, 90)]
public partial class LengthExtrapolatable {
    readonly ILayer[] layers = [
        new PreNorm(new LayerNorm(18), new BlockwiseAttention(width: 18, context: 90, heads: 3, block: 7)),
        new PreNorm(new LayerNorm(18), new FeedForward(18, hidden: 31, Activation.Gelu)),
    ];

    /// <summary>Tokens' vectors through one layer.</summary>
    [Entry]
    public Tensor Decode([Shape("Time", 18)] Tensor x) {
        foreach (ILayer layer in layers) {
            x = layer[x];
        }
        return x;
    }
}

/// <summary>Attention with decaying rotary positions that sees two blocks.</summary>
[Block]
public sealed class BlockwiseAttention(int width, int context, int heads, int block) : ILayer {
    readonly Linear query = new(width, width), key = new(width, width), value = new(width, width), output = new(width, width);
    readonly XPos positions = new(width / heads, reach: 16, centre: context / 2);
    readonly Cache keys = new(context), values = new(context);

    /// <inheritdoc/>
    public Tensor this[Tensor x] {
        get {
            int time = x.Shape[0], head = width / heads;
            Tensor q = positions.Query(Reshape(query[x], time, heads, head));
            Tensor k = positions.Key(Reshape(key[x], time, heads, head));
            Tensor v = Reshape(value[x], time, heads, head);
            Tensor mixed = Attend(q, keys.Append(k), values.Append(v), mask: (i, j) => j <= i & i / block - j / block <= 1);
            return output[Reshape(mixed, time, width)];
        }
    }
}
