using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Kernels;

/// <summary>Attention of 12 heads of 64: to all keys, to those before, and to those before with linear biases (ALiBi).</summary>
[Model, Symbol("Time", 1, 4096)]
public partial class TwelveHeadsOf64 {
    readonly LinearBiases biases = new(12);

    [Entry] public Tensor All([Shape("Time", 12, 64)] Tensor q, [Shape("Time", 12, 64)] Tensor k, [Shape("Time", 12, 64)] Tensor v) => Attend(q, k, v);

    [Entry] public Tensor Causal([Shape("Time", 12, 64)] Tensor q, [Shape("Time", 12, 64)] Tensor k, [Shape("Time", 12, 64)] Tensor v) => Attend(q, k, v, mask: Masks.Causal);

    [Entry] public Tensor Biased([Shape("Time", 12, 64)] Tensor q, [Shape("Time", 12, 64)] Tensor k, [Shape("Time", 12, 64)] Tensor v) =>
        Attend(q, k, v, biases.Score, Masks.Causal);
}

/// <summary>The same of 8 heads of 128.</summary>
[Model, Symbol("Time", 1, 4096)]
public partial class EightHeadsOf128 {
    readonly LinearBiases biases = new(8);

    [Entry] public Tensor All([Shape("Time", 8, 128)] Tensor q, [Shape("Time", 8, 128)] Tensor k, [Shape("Time", 8, 128)] Tensor v) => Attend(q, k, v);

    [Entry] public Tensor Causal([Shape("Time", 8, 128)] Tensor q, [Shape("Time", 8, 128)] Tensor k, [Shape("Time", 8, 128)] Tensor v) => Attend(q, k, v, mask: Masks.Causal);

    [Entry] public Tensor Biased([Shape("Time", 8, 128)] Tensor q, [Shape("Time", 8, 128)] Tensor k, [Shape("Time", 8, 128)] Tensor v) =>
        Attend(q, k, v, biases.Score, Masks.Causal);
}

/// <summary>The same of two heads of 64, over long sequences.</summary>
[Model, Symbol("Time", 1, 16384)]
public partial class TwoHeadsOf64 {
    readonly LinearBiases biases = new(2);

    [Entry] public Tensor All([Shape("Time", 2, 64)] Tensor q, [Shape("Time", 2, 64)] Tensor k, [Shape("Time", 2, 64)] Tensor v) => Attend(q, k, v);

    [Entry] public Tensor Causal([Shape("Time", 2, 64)] Tensor q, [Shape("Time", 2, 64)] Tensor k, [Shape("Time", 2, 64)] Tensor v) => Attend(q, k, v, mask: Masks.Causal);

    [Entry] public Tensor Biased([Shape("Time", 2, 64)] Tensor q, [Shape("Time", 2, 64)] Tensor k, [Shape("Time", 2, 64)] Tensor v) =>
        Attend(q, k, v, biases.Score, Masks.Causal);
}

/// <summary>What is done to rows of 768.</summary>
[Model, Symbol("Rows", 1, 65536)]
public partial class Rows {
    readonly RmsNorm rms = new(768);
    readonly LayerNorm layer = new(768);

    [Entry] public Tensor RmsNormal([Shape("Rows", 768)] Tensor x) => rms[x];

    [Entry] public Tensor LayerNormal([Shape("Rows", 768)] Tensor x) => layer[x];

    [Entry] public Tensor Shares([Shape("Rows", 768)] Tensor x) => Softmax(x, -1);
}

/// <summary>A Mamba block of the size of Mamba-130M's.</summary>
[Model, Symbol("Time", 1, 4096)]
public partial class MambaBlock {
    readonly Mamba mamba = new(768, 1536, states: 16, rank: 48);

    [Entry] public Tensor Forward([Shape("Time", 768)] Tensor x) => mamba[x];
}

/// <summary>Gated linear attention of the same width.</summary>
[Model, Symbol("Time", 1, 4096)]
public partial class GatedBlock {
    readonly GatedLinearAttention attention = new(768, heads: 4, keyWidth: 96, valueWidth: 192);

    [Entry] public Tensor Forward([Shape("Time", 768)] Tensor x) => attention[x];
}
