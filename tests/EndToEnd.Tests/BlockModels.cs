using Sinter.Blocks;
using static Sinter.Operations;

namespace Sinter.EndToEnd.Tests;

/// <summary>An entry for each block of positions, with queries, keys and values that are the input itself.</summary>
[Model]
[Symbol("Time", 1, 64)]
public partial class PositionBlocks {
    const int Heads = 3, Head = 8;
    readonly LearnedPositions learned = new(64, 24);
    readonly SinusoidalPositions sinusoidal = new(24);
    readonly Rotary interleaved = new(Head, order: RotaryOrder.Interleaved);
    readonly Rotary interpolated = new(Head, scaling: RotaryScaling.Linear(4));
    readonly Rotary stretched = new(Head, theta: RotaryScaling.Base(10_000, 4, Head), wholePeriods: true);
    readonly Rotary yarn = new(Head, scaling: RotaryScaling.Yarn(4, 16, 0.5f, 2), magnitude: RotaryScaling.YarnMagnitude(4));
    readonly Rotary2D grid = new(Head);
    readonly XPos decaying = new(Head, reach: 32, centre: 20);
    readonly LinearBiases linear = new(Heads);
    readonly BucketedBiases bucketed = new(Heads, 16, 25);
    readonly BucketedBiases bothWays = new(Heads, 16, 25, bothDirections: true);
    readonly ShawPositions shaw = new(Head, 5);
    readonly KernelBiases logarithmic = new(Heads);
    readonly KernelBiases power = new(Heads, power: true);
    readonly InterpolatedBiases functional = new(Heads, 6);
    readonly ContextualPositions contextual = new(Head, 5);

    [Entry]
    public Tensor Added([Shape("Time", 24)] Tensor x) => sinusoidal[learned[x]];

    [Entry]
    public (Tensor Interleaved, Tensor Interpolated, Tensor Stretched, Tensor Yarn, Tensor Grid, Tensor Query, Tensor Key) Turned([Shape("Time", 24)] Tensor x) {
        Tensor split = Split(x);
        return (interleaved[split], interpolated[split], stretched[split], yarn[split], grid.OnGrid(split, 5), decaying.Query(split), decaying.Key(split));
    }

    [Entry]
    public Tensor Linear([Shape("Time", 24)] Tensor x) => Attend(x, x, x, Heads, linear.Score, Masks.Causal);

    [Entry]
    public (Tensor Causal, Tensor BothWays) Bucketed([Shape("Time", 24)] Tensor x) =>
        (Attend(x, x, x, Heads, bucketed.Score, Masks.Causal), Attend(x, x, x, Heads, bothWays.Score));

    [Entry]
    public Tensor Shaw([Shape("Time", 24)] Tensor x) => shaw.Attend(Split(x), Split(x), Split(x));

    [Entry]
    public (Tensor Logarithmic, Tensor Power) Kernels([Shape("Time", 24)] Tensor x) =>
        (Attend(x, x, x, Heads, logarithmic.Score, Masks.Causal), Attend(x, x, x, Heads, power.Score));

    [Entry]
    public Tensor Functional([Shape("Time", 24)] Tensor x) => Attend(x, x, x, Heads, functional.Score, Masks.Causal);

    [Entry]
    public Tensor Contextual([Shape("Time", 24)] Tensor x) => Attend(x, x, x, Heads, (s, i, j) => contextual.Score(Split(x), s, i, j), Masks.Causal);

    static Tensor Split(Tensor x) => Reshape(x, x.Shape[0], Heads, Head);
}

/// <summary>An entry for each norm.</summary>
[Model]
[Symbol("Time", 1, 9)]
public partial class NormBlocks {
    readonly CrmsNorm crms = new(15);
    readonly ScaleNorm scale = new();
    readonly BatchNorm rows = new(14), maps = new(2);
    readonly GroupNorm vectors = new(7, 14), images = new(3, 6);
    readonly QkNorm heads = new();

    [Entry]
    public (Tensor Crms, Tensor Scale, Tensor Batch, Tensor Group, Tensor Query, Tensor Key) Rows([Shape("Time", 14)] Tensor x) {
        Tensor split = Reshape(x, x.Shape[0], 2, 7);
        return (crms[x], scale[x], rows[x], vectors[x], heads.Query(split), heads.Key(split));
    }

    [Entry]
    public (Tensor Group, Tensor Batch) Maps([Shape("Time", 6, 5, 3)] Tensor x) => (images[x], maps.OfMaps(Reshape(x, x.Shape[0], 2, 15, 3)));
}

/// <summary>An entry for each topology.</summary>
[Model]
[Symbol("Time", 1, 40)]
public partial class TopologyBlocks {
    const int Width = 10;
    readonly PreNorm pre = new(new LayerNorm(Width), new FeedForward(Width, 13));
    readonly PostNorm post = new(new FeedForward(Width, 13), new RmsNorm(Width), alpha: 1.5f);
    readonly SandwichNorm sandwich = new(new LayerNorm(Width), new FeedForward(Width, 13), new ScaleNorm());
    readonly ParallelBranches parallel = new(new LayerNorm(Width), new FeedForward(Width, 13), new Linear(Width, Width));
    readonly Looped looped = new(new PreNorm(new RmsNorm(Width), new FeedForward(Width, 13)), 3, addsInput: true);
    readonly GatedResidual gated = new(Width, new LayerNorm(Width), new FeedForward(Width, 13));
    readonly HyperConnections constant = new(Width, 3, new RmsNorm(Width), new FeedForward(Width, 13));
    readonly HyperConnections dynamic = new(Width, 3, new RmsNorm(Width), new FeedForward(Width, 13), dynamic: true);
    readonly EarlyExit early = new([new PreNorm(new LayerNorm(Width), new FeedForward(Width, 13)), new PreNorm(new LayerNorm(Width), new FeedForward(Width, 13))], new Linear(Width, 4), 0.5f);
    readonly UNet net = new([new Linear(Width, 6), new Linear(6, 4)], new Linear(4, 4), [new Linear(4, 6), new Linear(6, Width)], [new Linear(12, 6), new Linear(2 * Width, Width)]);

    [Entry]
    public (Tensor Pre, Tensor Post, Tensor Sandwich, Tensor Parallel) Norms([Shape("Time", Width)] Tensor x) => (pre[x], post[x], sandwich[x], parallel[x]);

    [Entry]
    public (Tensor Looped, Tensor Gated, Tensor Net) Wirings([Shape("Time", Width)] Tensor x) => (looped[x], gated[x], net[x]);

    [Entry]
    public Tensor Streams([Shape("Time", Width)] Tensor x) => HyperConnections.End(dynamic[constant[HyperConnections.Begin(x, 3)]]);

    [Entry]
    public (Tensor Exit, Tensor Together, Tensor First) Early([Shape("Time", Width)] Tensor x) => (early[x], early.UntilAllLeft(x), early.At(x, 1));

    [Entry]
    public (Tensor Some, Tensor Most) Turns([Shape("Time", Width)] Tensor x) =>
        (looped.Turns(x, Cast(Max(Abs(Max(x, 0)), 0), ElementType.I32) + 2, 9), looped.Turns(x, 9, 4));
}
