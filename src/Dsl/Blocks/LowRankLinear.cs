using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>y = U V x with V of <paramref name="rank"/> rows: rank * (inputs + outputs) numbers in place of inputs * outputs.</summary>
/// <param name="inputs">The extent of x's last axis.</param>
/// <param name="outputs">The extent of y's last axis.</param>
/// <param name="rank">The extent between the factors.</param>
[Block]
public sealed class LowRankLinear(int inputs, int outputs, int rank) : ILinearMap {
    readonly Linear reduce = new(inputs, rank), expand = new(rank, outputs);

    /// <inheritdoc/>
    public Tensor this[Tensor x] => expand[reduce[x]];

    /// <inheritdoc/>
    public Tensor Matrix => Contract("or,ri->oi", expand.Matrix, reduce.Matrix);
}
