namespace Sinter.Blocks;

/// <summary>y = x + after(inner(before(x))) (Ding et al., CogView, arXiv:2105.13290): what a layer adds is normalised too.</summary>
/// <param name="before">The normalisation of what goes in.</param>
/// <param name="inner">The layer.</param>
/// <param name="after">The normalisation of what comes out.</param>
[Block]
public sealed class SandwichNorm(ILayer before, ILayer inner, ILayer after) : ILayer {
    readonly ILayer before = before;
    readonly ILayer inner = inner;
    readonly ILayer after = after;

    /// <inheritdoc/>
    public Tensor this[Tensor x] => x + after[inner[before[x]]];
}
