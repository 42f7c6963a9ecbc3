using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>Adds to each token a learned vector of its position (Gehring et al., arXiv:1705.03122).</summary>
/// <param name="context">The number of positions.</param>
/// <param name="width">The size of a vector.</param>
[Block]
public sealed class LearnedPositions(int context, int width) : ILayer {
    readonly Weight weight = new(context, width);

    /// <summary>x plus the vectors of the positions of this step.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x] => x + Gather(weight, Positions(), 0);
}
