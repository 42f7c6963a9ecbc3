using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// A matrix for each head that fades and takes in what comes: S_t = a_t S_(t-1) + k_t v_t^T, o_t = q_t S_t, with one factor a_t in (0, 1]
/// for each head. The rows of a call are computed at once, o = (Q K^T * D) V + diag(d) Q S with D_ts = a_(s+1) ... a_t and S what earlier
/// calls left; of one row this is the step. It is the core of retention, Mamba-2 and linear attention with decay.
/// A call stores its rows against one another, so a long prompt comes in calls of some hundred rows.
/// </summary>
/// <param name="heads">The number of heads.</param>
/// <param name="keyWidth">The size of q_t and k_t.</param>
/// <param name="valueWidth">The size of v_t and o_t.</param>
[Block]
public sealed class DecayingMemory(int heads, int keyWidth, int valueWidth) {
    readonly State memory = new(heads, keyWidth, valueWidth);

    /// <summary>o of each row.</summary>
    /// <param name="query">[Time, heads, keyWidth]</param>
    /// <param name="key">[Time, heads, keyWidth]</param>
    /// <param name="value">[Time, heads, valueWidth]</param>
    /// <param name="logDecay">log a, [Time, heads]; 0 or less.</param>
    /// <returns>[Time, heads, valueWidth]</returns>
    public Tensor Read(Tensor query, Tensor key, Tensor value, Tensor logDecay) {
        int time = query.Shape[0];
        Tensor before = memory.Read();
        // Products of factors are differences of running sums; only those that fade are ever exponentiated.
        Tensor sum = CumulativeSum(logDecay, 0);
        Tensor byHead = Transpose(sum, 1, 0);
        Tensor between = Reshape(byHead, heads, time, 1) - Reshape(byHead, heads, 1, time);
        Tensor fade = Exp(Select(LowerTriangle(time, time), between, float.NegativeInfinity));
        Tensor within = Contract("hts,she->the", Contract("thd,shd->hts", query, key) * fade, value);
        Tensor earlier = Contract("thd,hde->the", query, before) * Exp(InsertAxis(sum, 2));
        Tensor last = Slice(sum, 0, time - 1, 1);
        Tensor kept = key * Exp(InsertAxis(last - sum, 2));
        memory.Write(before * Reshape(Exp(last), heads, 1, 1) + Contract("thd,the->hde", kept, value));
        return within + earlier;
    }
}
