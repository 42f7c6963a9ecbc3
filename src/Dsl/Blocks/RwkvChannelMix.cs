using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// The channel mixing of RWKV-4 (Peng et al., arXiv:2305.13048): y = sigmoid(W_r r) * W_v max(W_k k, 0)^2 with r and k of x mixed with
/// the token before it by learned shares.
/// </summary>
/// <param name="width">The size of a row.</param>
/// <param name="hidden">The size between W_k and W_v.</param>
[Block]
public sealed class RwkvChannelMix(int width, int hidden) : ILayer {
    readonly TokenShift shift = new(width);
    readonly Weight keyShare = new(width), receptanceShare = new(width);
    readonly Linear key = new(width, hidden), value = new(hidden, width), receptance = new(width, width);

    /// <summary>The mixed rows.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x] {
        get {
            Tensor before = shift[x];
            Tensor k = SquaredRelu(key[Blend(x, before, keyShare)]);
            return Sigmoid(receptance[Blend(x, before, receptanceShare)]) * value[k];
        }
    }

    static Tensor Blend(Tensor x, Tensor before, Tensor share) => x * share + before * (1f - share);
}
