using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// The time mixing of RWKV-4 (Peng et al., arXiv:2305.13048). r, k and v come from x mixed with the token before it by learned shares;
/// wkv_t = (sum over s &lt; t of e^(k_s - (t-1-s) w) v_s + e^(u + k_t) v_t) / (the same without v); y = W_o (sigmoid(r) * wkv). The sums are
/// kept divided by e^m with m the largest exponent so far.
/// </summary>
/// <param name="width">The size of a row.</param>
[Block]
public sealed class RwkvTimeMix(int width) : ILayer {
    readonly TokenShift shift = new(width);
    readonly Weight keyShare = new(width), valueShare = new(width), receptanceShare = new(width), decay = new(width), bonus = new(width);
    readonly Linear key = new(width, width), value = new(width, width), receptance = new(width, width), output = new(width, width);
    readonly State numerator = new(width), denominator = new(width), scale = new(width);

    /// <summary>The mixed rows; <c>w = e^decay</c>.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x] {
        get {
            Tensor before = shift[x];
            Tensor k = key[Blend(x, before, keyShare)], v = value[Blend(x, before, valueShare)];
            Tensor gate = Sigmoid(receptance[Blend(x, before, receptanceShare)]);
            Tensor fade = Exp(decay), first = bonus;
            (Tensor[] last, Tensor[] mixed) = Scan([numerator.Read(), denominator.Read(), scale.Read()], [k, v], (sums, row) => {
                Tensor now = first + row[0];
                Tensor most = Maximum(sums[2], now);
                Tensor old = Exp(sums[2] - most), own = Exp(now - most);
                Tensor wkv = (old * sums[0] + own * row[1]) / (old * sums[1] + own);
                Tensor faded = sums[2] - fade;
                Tensor next = Maximum(faded, row[0]);
                Tensor kept = Exp(faded - next), taken = Exp(row[0] - next);
                return ([kept * sums[0] + taken * row[1], kept * sums[1] + taken, next], [wkv]);
            }, 0);
            numerator.Write(last[0]);
            denominator.Write(last[1]);
            scale.Write(last[2]);
            return output[gate * mixed[0]];
        }
    }

    static Tensor Blend(Tensor x, Tensor before, Tensor share) => x * share + before * (1f - share);
}
