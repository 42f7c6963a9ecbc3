using Sinter.Blocks;
using SelfAttention = Sinter.Blocks.Attention;
using static Sinter.Operations;

namespace Sinter.Zoo.Tests.Blocks;

/// <summary>Blocks and forms of attention that no system of the zoo has whole.</summary>
[Model]
[Symbol("Time", 1, 48), Symbol("Source", 1, 40), Symbol("Batch", 1, 5)]
public partial class AttentionBlocks {
    const int Width = 18, Context = 48;
    readonly SelfAttention gated = new(Width, Context, heads: 6, keyValueHeads: 2, headWidth: 4, theta: 500f, gated: true, withSinks: true);
    readonly SelfAttention sliding = new(Width, Context, heads: 3, bias: true, window: 5, withSinks: true);
    readonly SelfAttention multiQuery = new(Width, Context, heads: 3, keyValueHeads: 1);
    readonly LatentAttention latent = new(Width, Context, heads: 3, latent: 7, headWidth: 5, rotaryWidth: 4, valueWidth: 6, theta: 300f);
    readonly CrossAttention cross = new(Width, heads: 4, sourceWidth: 11, keyValueHeads: 2, headWidth: 5, bias: true);

    readonly SlidingAttention streaming = new(Width, window: 6, heads: 4, keyValueHeads: 2, headWidth: 4, theta: 700f, first: 3);
    readonly SlidingAttention ring = new(Width, window: 5, heads: 3);
    readonly LinearAttention linear = new(Width, heads: 3);

    [Entry]
    public Tensor Streaming([Shape("Time", Width)] Tensor x) => streaming[x];

    [Entry]
    public Tensor Ring([Shape("Time", Width)] Tensor x) => ring[x];

    [Entry]
    public Tensor Linear([Shape("Time", Width)] Tensor x) => linear[x];

    [Entry]
    public Tensor Gated([Shape("Time", Width)] Tensor x) => gated[x];

    [Entry]
    public Tensor Sliding([Shape("Time", Width)] Tensor x) => sliding[x];

    [Entry]
    public Tensor MultiQuery([Shape("Time", Width)] Tensor x) => multiQuery[x];

    [Entry]
    public Tensor Latent([Shape("Time", Width)] Tensor x) => latent[x];

    [Entry]
    public Tensor Cross([Shape("Time", Width)] Tensor x, [Shape("Source", 11)] Tensor source) => cross.Forward(x, source);

    /// <summary>Sequences packed into one, with a bias that differs from example to example of a batch.</summary>
    [Entry]
    public Tensor Packed(
        [Shape("Batch", "Time", 2, 5)] Tensor queries, [Shape("Batch", "Time", 1, 5)] Tensor keys, [Shape("Batch", "Time", 1, 3)] Tensor values,
        [Shape("Time", Type = ElementType.I32)] Tensor segments, [Shape("Batch")] Tensor slope) {
        Tensor fall = Reshape(slope, slope.Shape[0], 1, 1, 1);
        return Attend(
            queries, keys, values, score: (s, i, j) => s - fall * Cast(Abs(i - j), ElementType.F32), mask: Masks.Both(Masks.Causal, Masks.Segments(segments, segments)));
    }
}
