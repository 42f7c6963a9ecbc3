using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "YaRN: Efficient Context Window Extension of Large Language Models" (Peng et al., arXiv:2309.00071, 2023).
/// A pair of rotary positions that turns r = L theta / (2 pi) times in the trained length L gets the frequency
/// theta' = (1 - gamma) theta / s + gamma theta, where gamma ramps from 0 at r = alpha to 1 at r = beta; sine and cosine are multiplied by
/// 0.1 ln s + 1, which sharpens attention.
/// </summary>
[Model]
[Symbol("Time", 1, 120)]
public partial class Yarn {
    const int Width = 28, Heads = 2, Head = Width / Heads, Context = 120;
    readonly Linear query = new(Width, Width), key = new(Width, Width), value = new(Width, Width), projection = new(Width, Width);
    readonly Rotary rotary = new(Head, theta: 10_000f, scaling: RotaryScaling.Yarn(factor: 4, trained: 30, alpha: 0.5f, beta: 3), magnitude: RotaryScaling.YarnMagnitude(4));
    readonly RmsNorm attentionNorm = new(Width), feedForwardNorm = new(Width);
    readonly FeedForward feedForward = new(Width, hidden: 43, gated: true);
    readonly Cache keys = new(Context), values = new(Context);

    /// <summary>Tokens' vectors through one layer.</summary>
    [Entry]
    public Tensor Decode([Shape("Time", Width)] Tensor x) {
        Tensor normal = attentionNorm[x];
        Tensor mixed = Attend(
            rotary[Split(query[normal])], keys.Append(rotary[Split(key[normal])]), values.Append(Split(value[normal])), mask: Masks.Causal);
        Tensor h = x + projection[Reshape(mixed, x.Shape[0], Width)];
        return h + feedForward[feedForwardNorm[h]];
    }

    static Tensor Split(Tensor x) => Reshape(x, x.Shape[0], Heads, Head);
}
