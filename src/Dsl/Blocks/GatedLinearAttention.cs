using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Gated linear attention (Yang et al., arXiv:2312.06635): S_t = diag(a_t) S_(t-1) + k_t^T v_t, o_t = q_t S_t / sqrt(d) with a factor of
/// its own for each channel of a key, a_t = sigmoid(W_2 W_1 x_t + b)^(1/16); y = (silu(W_r x + b_r) * norm(o)) W_o.
/// The rows of a call are computed at once, and one row is the step.
/// A call stores its rows against one another, so a long prompt comes in calls of some hundred rows.
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
            Tensor before = memory.Read();
            Tensor q = Reshape(query[x], time, heads, keyWidth) * (1f / MathF.Sqrt(keyWidth));
            Tensor k = Reshape(key[x], time, heads, keyWidth), v = Reshape(value[x], time, heads, valueWidth);
            Tensor sum = CumulativeSum(Reshape(LogSigmoid(decayUp[decayDown[x]]) * (1f / 16), time, heads, keyWidth), 0);
            // Of each pair of rows t and s the channels fade by themselves, so their products are summed where they are.
            Tensor between = InsertAxis(sum, 1) - InsertAxis(sum, 0);
            Tensor fade = Exp(Select(Reshape(LowerTriangle(time, time), time, time, 1, 1), between, float.NegativeInfinity));
            Tensor scores = Sum(InsertAxis(q, 1) * InsertAxis(k, 0) * fade, -1);
            Tensor o = Contract("tsh,she->the", scores, v) + Contract("thd,hde->the", q * Exp(sum), before);
            Tensor last = Slice(sum, 0, time - 1, 1);
            memory.Write(before * Reshape(Exp(last), heads, keyWidth, 1) + Contract("thd,the->hde", k * Exp(last - sum), v));
            return output[Silu(gate[x]) * Reshape(norm[o], time, heads * valueWidth)];
        }
    }
}
