using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// A residual whose sum is a gated recurrent unit (Parisotto et al., GTrXL, arXiv:1910.06764): with y = max(inner(norm(x)), 0),
/// r = sigmoid(Wr y + Ur x), z = sigmoid(Wz y + Uz x - b), h = tanh(Wg y + Ug (r * x)), the result is (1 - z) * x + z * h. A large b
/// makes it nearly the identity.
/// </summary>
/// <param name="width">The size of a token's vector.</param>
/// <param name="norm">The normalisation of what goes into the layer.</param>
/// <param name="inner">The layer.</param>
[Block]
public sealed class GatedResidual(int width, ILayer norm, ILayer inner) : ILayer {
    readonly ILayer norm = norm;
    readonly ILayer inner = inner;
    readonly Linear resetNew = new(width, width);
    readonly Linear resetOld = new(width, width);
    readonly Linear updateNew = new(width, width);
    readonly Linear updateOld = new(width, width);
    readonly Linear candidateNew = new(width, width);
    readonly Linear candidateOld = new(width, width);
    readonly Weight bias = new(width);

    /// <inheritdoc/>
    public Tensor this[Tensor x] {
        get {
            Tensor y = Relu(inner[norm[x]]);
            Tensor reset = Sigmoid(resetNew[y] + resetOld[x]);
            Tensor update = Sigmoid(updateNew[y] + updateOld[x] - bias);
            Tensor candidate = Tanh(candidateNew[y] + candidateOld[reset * x]);
            return (1f - update) * x + update * candidate;
        }
    }
}
