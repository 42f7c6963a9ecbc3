using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Attention over a projected sequence (Wang et al., Linformer, arXiv:2006.04768): softmax(Q (E K)^T / sqrt(d)) (F V), where E and F map the
/// tokens to a fixed number of rows, so that its cost grows with the tokens and not with their square. Every token sees all: it is
/// for encoders. Shorter sequences use the first columns of E and F, as if padded with zeros.
/// </summary>
[Block]
public sealed class LowRankAttention {
    readonly int heads;
    readonly int headWidth;
    readonly Linear query;
    readonly Linear key;
    readonly Linear value;
    readonly Linear output;
    readonly Weight keyRows;
    readonly Weight? valueRows;

    /// <summary>Attention of sequences of at most <paramref name="context"/> tokens.</summary>
    /// <param name="width">The size of a token's vector.</param>
    /// <param name="context">The most tokens.</param>
    /// <param name="heads">The number of heads, a divisor of the width.</param>
    /// <param name="rank">The rows that keys and values are projected to.</param>
    /// <param name="shared">Whether keys and values share one projection.</param>
    /// <param name="bias">Whether the linear maps add a bias.</param>
    public LowRankAttention(int width, int context, int heads, int rank, bool shared = false, bool bias = false) {
        if (heads < 1 || width % heads != 0) {
            throw new ArgumentException($"{heads} heads do not divide the width {width}");
        }
        this.heads = heads;
        headWidth = width / heads;
        query = new Linear(width, width, bias);
        key = new Linear(width, width, bias);
        value = new Linear(width, width, bias);
        output = new Linear(width, width, bias);
        keyRows = new Weight(rank, context);
        valueRows = shared ? null : new Weight(rank, context);
    }

    /// <summary>What each token gathers from all.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x] => output[Attend(query[x], Projected(keyRows, key[x]), Projected(valueRows ?? keyRows, value[x]), heads)];

    static Tensor Projected(Weight rows, Tensor x) => Contract("rt,td->rd", Slice(rows, 1, 0, x.Shape[0]), x);
}
