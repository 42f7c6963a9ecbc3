using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Resonance RoPE: Improving Context Length Generalization of Large Language Models" (Wang et al., arXiv:2403.00071, 2024).
/// Every wavelength of rotary positions is rounded to a whole number of tokens, lambda' = round(2 pi / theta), theta' = 2 pi / lambda':
/// pairs whose period fits in training then only repeat angles they have seen. It composes with YaRN, as in the second layer here. Tables
/// of the angles are made at load, so it costs nothing.
/// </summary>
[Model]
[Symbol("Time", 1, 90)]
public partial class Resonance {
    readonly ILayer[] layers = [
        new PreNorm(new RmsNorm(24), new TurnedAttention(24, 90, heads: 3, new Rotary(8, 300f, wholePeriods: true))),
        new PreNorm(new RmsNorm(24), new FeedForward(24, hidden: 35, gated: true)),
        new PreNorm(new RmsNorm(24), new TurnedAttention(24, 90, heads: 3, new Rotary(
            8, 300f, scaling: RotaryScaling.Yarn(4, trained: 24, alpha: 0.25f, beta: 2), magnitude: RotaryScaling.YarnMagnitude(4), wholePeriods: true))),
        new PreNorm(new RmsNorm(24), new FeedForward(24, hidden: 35, gated: true)),
    ];

    /// <summary>Tokens' vectors through two layers.</summary>
    [Entry]
    public Tensor Decode([Shape("Time", 24)] Tensor x) {
        foreach (ILayer layer in layers) {
            x = layer[x];
        }
        return x;
    }
}

/// <summary>Causal attention with queries and keys turned by rotary positions.</summary>
[Block]
public sealed class TurnedAttention(int width, int context, int heads, Rotary rotary) : ILayer {
    readonly Linear query = new(width, width), key = new(width, width), value = new(width, width), output = new(width, width);
    readonly Cache keys = new(context), values = new(context);

    /// <inheritdoc/>
    public Tensor this[Tensor x] {
        get {
            int time = x.Shape[0], head = width / heads;
            Tensor q = rotary[Reshape(query[x], time, heads, head)];
            Tensor k = rotary[Reshape(key[x], time, heads, head)];
            Tensor mixed = Attend(q, keys.Append(k), values.Append(Reshape(value[x], time, heads, head)), mask: Masks.Causal);
            return output[Reshape(mixed, time, width)];
        }
    }
}
