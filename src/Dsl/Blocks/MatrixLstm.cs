using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// The memory of an mLSTM (Beck et al., xLSTM, arXiv:2405.04517): C_t = f_t C_(t-1) + i_t k_t v_t^T, n_t = f_t n_(t-1) + i_t k_t,
/// h_t = q_t C_t / max(|q_t n_t|, 1) with i = exp(input gate), f = sigmoid(forget gate) and q divided by sqrt(d). All is kept divided by
/// e^m, m_t = max(log f_t + m_(t-1), log i_t), so that no exponential overflows. The rows of a call are computed at once, with
/// D_ts = log f_(s+1) + ... + log f_t + log i_s in place of the recurrence, and one row is the step.
/// A call stores its rows against one another, so a long prompt comes in calls of some hundred rows.
/// </summary>
/// <param name="heads">The number of heads.</param>
/// <param name="keyWidth">d, the size of q and k.</param>
/// <param name="valueWidth">The size of v and h.</param>
[Block]
public sealed class MatrixLstm(int heads, int keyWidth, int valueWidth) {
    readonly State memory = new(heads, keyWidth, valueWidth), normaliser = new(heads, keyWidth), scale = new(heads);

    /// <summary>h of each row.</summary>
    /// <param name="query">[Time, heads, keyWidth]</param>
    /// <param name="key">[Time, heads, keyWidth]</param>
    /// <param name="value">[Time, heads, valueWidth]</param>
    /// <param name="inputGate">log i, [Time, heads].</param>
    /// <param name="forgetGate">What sigmoid makes f of, [Time, heads].</param>
    /// <param name="epsilon">Added to the denominator, which has been divided by e^m.</param>
    /// <returns>[Time, heads, valueWidth]</returns>
    public Tensor this[Tensor query, Tensor key, Tensor value, Tensor inputGate, Tensor forgetGate, float epsilon = 0] {
        get {
            int time = query.Shape[0];
            Tensor q = query * (1f / MathF.Sqrt(keyWidth));
            Tensor before = memory.Read(), sumBefore = normaliser.Read();
            Tensor faded = CumulativeSum(Transpose(LogSigmoid(forgetGate), 1, 0), 1);
            Tensor taken = Transpose(inputGate, 1, 0) - faded;
            Tensor own = Select(LowerTriangle(time, time), InsertAxis(faded, 2) + InsertAxis(taken, 1), float.NegativeInfinity);
            Tensor earlier = faded + InsertAxis(scale.Read(), 1);
            Tensor most = Maximum(Max(own, -1), earlier);
            Tensor scores = Contract("thd,shd->hts", q, key) * Exp(own - InsertAxis(most, 2));
            Tensor rest = Transpose(Exp(earlier - most), 1, 0);
            Tensor read = Contract("hts,she->the", scores, value) + InsertAxis(rest, 2) * Contract("thd,hde->the", q, before);
            Tensor weight = Transpose(Sum(scores, -1), 1, 0) + rest * Contract("thd,hd->th", q, sumBefore);
            Tensor denominator = Maximum(Abs(weight), Exp(-Transpose(most, 1, 0)));
            Leave(key, value, Slice(own, 1, time - 1, 1), Slice(earlier, 1, time - 1, 1), Slice(most, 1, time - 1, 1), before, sumBefore);
            return read / InsertAxis(epsilon == 0 ? denominator : denominator + epsilon, 2);
        }
    }

    // own: [heads, 1, Time], earlier and most: [heads, 1], all of the last row.
    void Leave(Tensor key, Tensor value, Tensor own, Tensor earlier, Tensor most, Tensor before, Tensor sumBefore) {
        int time = key.Shape[0];
        Tensor kept = key * InsertAxis(Transpose(Reshape(Exp(own - InsertAxis(most, 2)), heads, time), 1, 0), 2);
        Tensor rest = Exp(earlier - most);
        memory.Write(before * InsertAxis(rest, 2) + Contract("thd,the->hde", kept, value));
        normaliser.Write(sumBefore * rest + Sum(kept, 0));
        scale.Write(Reshape(most, heads));
    }
}
