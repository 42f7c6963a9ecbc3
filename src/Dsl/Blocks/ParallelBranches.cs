namespace Sinter.Blocks;

/// <summary>y = x + sum over the branches of branch(norm(x)), as attention and feed-forward side by side in GPT-J and PaLM (Chowdhery et al., arXiv:2204.02311).</summary>
/// <param name="norm">The normalisation that all branches share.</param>
/// <param name="branches">The layers.</param>
[Block]
public sealed class ParallelBranches(ILayer norm, params ILayer[] branches) : ILayer {
    readonly ILayer norm = norm;
    readonly ILayer[] branches = branches;

    /// <inheritdoc/>
    public Tensor this[Tensor x] {
        get {
            Tensor normal = norm[x];
            Tensor y = x;
            foreach (ILayer branch in branches) {
                y += branch[normal];
            }
            return y;
        }
    }
}
