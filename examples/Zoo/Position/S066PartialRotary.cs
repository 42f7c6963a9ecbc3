using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Round and Round We Go! What makes Rotary Positional Encodings useful?" (Barbero et al., arXiv:2410.06205, 2024).
/// The slowest pairs of rotary positions carry content, and lose it over long distances. p-RoPE turns only the part p of pairs with the
/// highest frequencies and leaves the others as they are (theta = 0): here 3 of 5 pairs.
/// </summary>
[Model]
[Symbol("Time", 1, 90)]
public partial class PartialRotary {
    readonly ILayer[] layers = [
        new PreNorm(new RmsNorm(20), new TurnedAttention(20, 90, heads: 2, new Rotary(10, scaling: Highest(3)))),
        new PreNorm(new RmsNorm(20), new FeedForward(20, hidden: 33, gated: true)),
    ];

    /// <summary>Tokens' vectors through one layer.</summary>
    [Entry]
    public Tensor Decode([Shape("Time", 20)] Tensor x) {
        foreach (ILayer layer in layers) {
            x = layer[x];
        }
        return x;
    }

    static System.Func<Tensor, Tensor> Highest(int pairs) => frequency => Select(Iota(frequency.Shape[0]) < pairs, frequency, 0f);
}
