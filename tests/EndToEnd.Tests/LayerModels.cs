using Sinter.Blocks;
using static Sinter.Operations;

namespace Sinter.EndToEnd.Tests;

/// <summary>An entry for each recurrent block.</summary>
[Model]
[Symbol("Time", 1, 40)]
public partial class RecurrentBlocks {
    readonly Lstm lstm = new(6, 7);
    readonly Gru gru = new(6, 7);
    readonly Retention retention = new(12, 3);
    readonly GatedLinearAttention gated = new(10, 2, 3, 5, rank: 4);
    readonly Mamba mamba = new(6, 9, states: 5, rank: 2);
    readonly Mamba2 dual = new(9, 12, 3, 5);
    readonly S4D diagonal = new(5, 3);
    readonly DeltaRule delta = new(8, 2);
    readonly ScalarLstm scalar = new(5, 6, 2);
    readonly RwkvTimeMix time = new(6);
    readonly RwkvChannelMix channel = new(6, 11);
    readonly LegendreMemory legendre = new(3, 5, 6, 8);

    [Entry] public Tensor RunLstm([Shape("Time", 6)] Tensor x) => lstm[x];
    [Entry] public Tensor RunGru([Shape("Time", 6)] Tensor x) => gru[x];
    [Entry] public Tensor RunRetention([Shape("Time", 12)] Tensor x) => retention[x];
    [Entry] public Tensor RunGated([Shape("Time", 10)] Tensor x) => gated[x];
    [Entry] public Tensor RunMamba([Shape("Time", 6)] Tensor x) => mamba[x];
    [Entry] public Tensor RunDual([Shape("Time", 9)] Tensor x) => dual[x];
    [Entry] public Tensor RunDiagonal([Shape("Time", 5)] Tensor x) => diagonal[x];
    [Entry] public Tensor RunDelta([Shape("Time", 8)] Tensor x) => delta[x];
    [Entry] public Tensor RunScalar([Shape("Time", 5)] Tensor x) => scalar[x];
    [Entry] public Tensor RunTimeMix([Shape("Time", 6)] Tensor x) => time[x];
    [Entry] public Tensor RunChannelMix([Shape("Time", 6)] Tensor x) => channel[x];
    [Entry] public Tensor RunLegendre([Shape("Time", 3)] Tensor x) => legendre[x];
}

/// <summary>An entry for each block of linear maps, experts and convolutions.</summary>
[Model]
[Symbol("Time", 1, 40)]
public partial class MapBlocks {
    readonly LowRankLinear low = new(12, 8, 3);
    readonly BlockDiagonalLinear diagonal = new(12, 8, 4);
    readonly BlockShuffleLinear shuffled = new(12, 8, 4);
    readonly GroupedLinear grouped = new(3, 4, 5, withBias: true);
    readonly MixtureOfExperts experts = new(6, 5, 7, 3);
    readonly MixtureOfExperts shared = new(6, 5, 7, 2, sharedHidden: 4, overAll: true);
    readonly EncoderLayer encoder = new(8, 2, 13, Activation.Gelu, normBefore: true, attentionBias: true);
    readonly ConformerModule conformer = new(6, 5);
    readonly S4D convolved = new(5, 3);
    readonly ConvNextBlock next = new(4, 5, 3);
    readonly PatchEmbedding patches = new(3, 5, 4, 3, 2);
    readonly Convolution volume = new(2, 4, 2, stride: 2, padding: 1, groups: 2, axes: 3);

    [Entry]
    public (Tensor Low, Tensor Diagonal, Tensor Shuffled, Tensor Grouped) Linear([Shape("Time", 12)] Tensor x) =>
        (low[x], diagonal[x], shuffled[x], grouped[Reshape(x, x.Shape[0], 3, 4)]);

    [Entry]
    public (Tensor Low, Tensor Diagonal, Tensor Shuffled) Merged([Shape("Time", 12)] Tensor x) => (
        Contract("ti,oi->to", x, low.Matrix), Contract("ti,oi->to", x, diagonal.Matrix), Contract("ti,oi->to", x, shuffled.Matrix));

    [Entry] public (Tensor Plain, Tensor Shared) Experts([Shape("Time", 6)] Tensor x) => (experts[x], shared[x]);
    [Entry] public Tensor Encode([Shape("Time", 8)] Tensor x) => encoder[x];
    [Entry] public Tensor Conform([Shape("Time", 6)] Tensor x) => conformer[x];
    [Entry] public Tensor Diagonal([Shape(23, 5)] Tensor x) => convolved.Convolved(x);
    [Entry] public Tensor ConvNext([Shape(4, 7, 6)] Tensor x) => next[x];
    [Entry] public Tensor Patches([Shape(3, 9, 12)] Tensor x) => patches[x];
    [Entry] public Tensor Volume([Shape(2, 4, 5, 3)] Tensor x) => volume[x];
}
