using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>The rows before: at each place that of the token before it, zeros at the first (Peng et al., RWKV, arXiv:2305.13048).</summary>
/// <param name="width">The size of a row.</param>
[Block]
public sealed class TokenShift(int width) : ILayer {
    readonly State last = new(1, width);

    /// <summary>The rows of the tokens before those of this call.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x] {
        get {
            int time = x.Shape[0];
            Tensor rows = Concatenate(0, last.Read(), x);
            last.Write(Slice(rows, 0, time, 1));
            return Slice(rows, 0, 0, time);
        }
    }
}
