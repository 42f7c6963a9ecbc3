using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Randomized Positional Encodings Boost Length Generalization of Transformers" (Ruoss et al., arXiv:2305.16843, 2023).
/// The n tokens of a text stand at a sorted random choice of n positions out of 1 ... L, L much larger than n, which any encoding is then
/// given in the place of 1 ... n: here waves, rotary positions and linear biases. The caller draws the positions.
/// </summary>
[Model]
[Symbol("Time", 1, 50)]
public partial class RandomizedPositions {
    const int Width = 18, Heads = 3, Head = Width / Heads;
    readonly SinusoidalPositions waves = new(Width);
    readonly Rotary rotary = new(Head);
    readonly Linear query = new(Width, Width), key = new(Width, Width), value = new(Width, Width), projection = new(Width, Width);
    readonly LayerNorm attentionNorm = new(Width), feedForwardNorm = new(Width);
    readonly FeedForward feedForward = new(Width, hidden: 29, Activation.Relu);

    /// <summary>Tokens' vectors through one layer, after waves at the positions were added.</summary>
    [Entry]
    public Tensor Waves([Shape("Time", Width)] Tensor x, [Shape("Time", Type = ElementType.I32)] Tensor positions) {
        Tensor placed = x + waves.At(positions);
        Tensor normal = attentionNorm[placed];
        return Layer(placed, Attend(Split(query[normal]), Split(key[normal]), Split(value[normal])));
    }

    /// <summary>With queries and keys turned by the positions.</summary>
    [Entry]
    public Tensor Turned([Shape("Time", Width)] Tensor x, [Shape("Time", Type = ElementType.I32)] Tensor positions) {
        Tensor normal = attentionNorm[x];
        return Layer(x, Attend(rotary.At(Split(query[normal]), positions), rotary.At(Split(key[normal]), positions), Split(value[normal])));
    }

    /// <summary>With scores that fall with the distance of the positions.</summary>
    [Entry]
    public Tensor Falling([Shape("Time", Width)] Tensor x, [Shape("Time", Type = ElementType.I32)] Tensor positions) {
        int time = x.Shape[0];
        Tensor normal = attentionNorm[x];
        Tensor away = Cast(Abs(Reshape(positions, time, 1) - Reshape(positions, 1, time)), ElementType.F32);
        Tensor slopes = Tensor.From(LinearBiases.Slopes(Heads), Heads, 1, 1);
        return Layer(x, Attend(Split(query[normal]), Split(key[normal]), Split(value[normal]), (score, i, j) => score - slopes * away));
    }

    Tensor Layer(Tensor x, Tensor mixed) {
        Tensor h = x + projection[Reshape(mixed, x.Shape[0], Width)];
        return h + feedForward[feedForwardNorm[h]];
    }

    static Tensor Split(Tensor x) => Reshape(x, x.Shape[0], Heads, Head);
}
