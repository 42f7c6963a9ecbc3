using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Building on Efficient Foundations: Effectively Training LLMs with Structured Feedforward Layers" (Wei, Moalla, Pascanu and
/// Gulcehre, 2024). Each matrix of y = x + Down gelu(Up norm(x)) is a product of structured ones:
/// low rank W = U V; BlockShuffle W = f^-1 blockdiag(U) f blockdiag(V) with f the shuffle of parts; BlockDense W = U blockdiag(V).
/// For small batches the factors are multiplied out at load (<see cref="Merged"/>).
/// </summary>
[Model, Symbol("Time", 1, 64)]
public partial class StructuredFeedForward {
    readonly StructuredLayer[] layers = [
        new(12, new LowRankLinear(12, 20, 5), new LowRankLinear(20, 12, 5)),
        new(12, new BlockShuffleLinear(12, 20, 4), new BlockShuffleLinear(20, 12, 4)),
        new(12, new BlockDenseLinear(12, 20, 6, 2), new BlockDenseLinear(20, 12, 6, 2)),
    ];

    [Entry] public Tensor Factored([Shape("Time", 12)] Tensor x) => Run(x, false);
    [Entry] public Tensor Merged([Shape("Time", 12)] Tensor x) => Run(x, true);

    Tensor Run(Tensor x, bool merged) {
        foreach (StructuredLayer layer in layers) {
            x = layer.Forward(x, merged);
        }
        return x;
    }
}

[Block]
public sealed class StructuredLayer(int width, ILinearMap up, ILinearMap down) {
    readonly RmsNorm norm = new(width);
    readonly ILinearMap up = up, down = down;

    public Tensor Forward(Tensor x, bool merged) => x + Map(down, Gelu(Map(up, norm[x], merged)), merged);

    static Tensor Map(ILinearMap map, Tensor x, bool merged) => merged ? Contract("ti,oi->to", x, map.Matrix) : map[x];
}

[Block]
public sealed class BlockDenseLinear(int inputs, int outputs, int rank, int blocks) : ILinearMap {
    readonly BlockDiagonalLinear reduce = new(inputs, rank, blocks);
    readonly Linear expand = new(rank, outputs);

    public Tensor this[Tensor x] => expand[reduce[x]];
    public Tensor Matrix => Contract("or,ri->oi", expand.Matrix, reduce.Matrix);
}
