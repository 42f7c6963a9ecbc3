using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// y = down(f(up(x))), or with a gate y = down(f(gate(x)) * up(x)) (Shazeer, GLU variants, arXiv:2002.05202).
/// </summary>
/// <param name="width">The size of a token's vector.</param>
/// <param name="hidden">The size between the matrices.</param>
/// <param name="activation">f.</param>
/// <param name="gated">Whether there is a gate.</param>
/// <param name="bias">Whether the matrices have biases.</param>
[Block]
public sealed class FeedForward(int width, int hidden, Activation activation = Activation.Silu, bool gated = false, bool bias = false) : ILayer {
    readonly Linear? gate = gated ? new Linear(width, hidden, bias) : null;
    readonly Linear up = new(width, hidden, bias);
    readonly Linear down = new(hidden, width, bias);

    /// <summary>The map of each token's vector.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x] => gate == null
        ? down[Activate(up[x], activation)]
        : down[Activate(gate[x], activation) * up[x]];
}
