namespace Sinter.Blocks;

/// <summary>y = norm(alpha x + inner(x)): alpha is 1 in the first transformer (Vaswani et al., arXiv:1706.03762), more in DeepNorm (Wang et al., arXiv:2203.00555).</summary>
/// <param name="inner">The layer.</param>
/// <param name="norm">The normalisation of the sum.</param>
/// <param name="alpha">The weight of the residual.</param>
[Block]
public sealed class PostNorm(ILayer inner, ILayer norm, float alpha = 1) : ILayer {
    readonly ILayer inner = inner;
    readonly ILayer norm = norm;

    /// <inheritdoc/>
    public Tensor this[Tensor x] => norm[(alpha == 1 ? x : alpha * x) + inner[x]];
}
