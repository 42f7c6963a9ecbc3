namespace Sinter.Blocks;

/// <summary>y = x + inner(norm(x)) (Xiong et al., arXiv:2002.04745): the residual path is left as it is.</summary>
/// <param name="norm">The normalisation of what goes in.</param>
/// <param name="inner">The layer.</param>
[Block]
public sealed class PreNorm(ILayer norm, ILayer inner) : ILayer {
    readonly ILayer norm = norm;
    readonly ILayer inner = inner;

    /// <inheritdoc/>
    public Tensor this[Tensor x] => x + inner[norm[x]];
}
