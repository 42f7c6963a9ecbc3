using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Gated linear attention (Yang et al., arXiv:2312.06635): S_t = diag(a_t) S_(t-1) + k_t^T v_t, o_t = q_t S_t / sqrt(d) with a factor of
/// its own for each channel of a key, a_t = sigmoid(W_2 W_1 x_t + b)^(1/16); y = (silu(W_r x + b_r) * norm(o)) W_o.
/// Nothing is stored but S, which is kept from row to row.
/// </summary>
[Block]
public sealed class GatedLinearAttention : ILayer {
    readonly int heads, keyWidth, valueWidth;
    readonly Linear query, key, value, decayDown, decayUp, gate, output;
    readonly RmsNorm norm;
    readonly State memory;

    /// <summary>Gated linear attention of vectors of this width.</summary>
    /// <param name="width">The size of a row.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="keyWidth">The size of a head's key.</param>
    /// <param name="valueWidth">The size of a head's value.</param>
    /// <param name="rank">The size between the two matrices of the decay.</param>
    public GatedLinearAttention(int width, int heads, int keyWidth, int valueWidth, int rank = 16) {
        (this.heads, this.keyWidth, this.valueWidth) = (heads, keyWidth, valueWidth);
        query = new Linear(width, heads * keyWidth);
        key = new Linear(width, heads * keyWidth);
        value = new Linear(width, heads * valueWidth);
        decayDown = new Linear(width, rank);
        decayUp = new Linear(rank, heads * keyWidth, withBias: true);
        gate = new Linear(width, heads * valueWidth, withBias: true);
        output = new Linear(heads * valueWidth, width);
        norm = new RmsNorm(valueWidth);
        memory = new State(heads, keyWidth, valueWidth);
    }

    /// <summary>What each row reads from the memory.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x] {
        get {
            int time = x.Shape[0];
            Tensor q = Reshape(query[x], time, heads, keyWidth) * (1f / MathF.Sqrt(keyWidth));
            Tensor k = Reshape(key[x], time, heads, keyWidth), v = Reshape(value[x], time, heads, valueWidth);
            Tensor decay = Exp(Reshape(LogSigmoid(decayUp[decayDown[x]]) * (1f / 16), time, heads, keyWidth));
            (Tensor[] last, Tensor[] read) = Scan([memory.Read()], [q, k, v, decay], (before, row) => {
                Tensor s = InsertAxis(row[3], 2) * before[0] + InsertAxis(row[1], 2) * InsertAxis(row[2], 1);
                return ([s], [Contract("hd,hde->he", row[0], s)]);
            }, 0);
            memory.Write(last[0]);
            return output[Silu(gate[x]) * Reshape(norm[read[0]], time, heads * valueWidth)];
        }
    }
}
