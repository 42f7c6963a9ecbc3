using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>y_g = W_g x_g + b_g: a matrix for each group of vectors, such as the heads of a layer.</summary>
/// <param name="groups">The number of groups.</param>
/// <param name="inputs">The extent of a vector of x.</param>
/// <param name="outputs">The extent of a vector of y.</param>
/// <param name="withBias">Whether there is a b.</param>
[Block]
public sealed class GroupedLinear(int groups, int inputs, int outputs, bool withBias = false) {
    readonly Weight weight = new(groups, outputs, inputs);
    readonly Weight? bias = withBias ? new Weight(groups, outputs) : null;

    /// <summary>The matrices, [groups, outputs, inputs].</summary>
    public Tensor Matrices => weight;

    /// <summary>The map of each group.</summary>
    /// <param name="x">[Time, groups, inputs]</param>
    /// <returns>[Time, groups, outputs]</returns>
    public Tensor this[Tensor x] {
        get {
            Tensor y = Contract("tgi,goi->tgo", x, weight);
            return bias == null ? y : y + bias;
        }
    }
}
