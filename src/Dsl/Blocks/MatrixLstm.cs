using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// The memory of an mLSTM (Beck et al., xLSTM, arXiv:2405.04517): C_t = f_t C_(t-1) + i_t k_t v_t^T, n_t = f_t n_(t-1) + i_t k_t,
/// h_t = q_t C_t / max(|q_t n_t|, 1) with i = exp(input gate), f = sigmoid(forget gate) and q divided by sqrt(d). All is kept divided by
/// e^m, m_t = max(log f_t + m_(t-1), log i_t), so that no exponential overflows.
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
            Tensor[] rows = [query * (1f / MathF.Sqrt(keyWidth)), key, value, inputGate, LogSigmoid(forgetGate)];
            (Tensor[] last, Tensor[] read) = Scan([memory.Read(), normaliser.Read(), scale.Read()], rows, (before, row) => {
                Tensor faded = row[4] + before[2];
                Tensor most = Maximum(faded, row[3]);
                Tensor kept = Exp(faded - most), taken = InsertAxis(Exp(row[3] - most), 1) * row[1];
                Tensor c = Reshape(kept, heads, 1, 1) * before[0] + InsertAxis(taken, 2) * InsertAxis(row[2], 1);
                Tensor n = InsertAxis(kept, 1) * before[1] + taken;
                Tensor denominator = Maximum(Abs(Contract("hd,hd->h", row[0], n)), Exp(-most));
                Tensor divisor = InsertAxis(epsilon == 0 ? denominator : denominator + epsilon, 1);
                return ([c, n, most], [Contract("hd,hde->he", row[0], c) / divisor]);
            }, 0);
            memory.Write(last[0]);
            normaliser.Write(last[1]);
            scale.Write(last[2]);
            return read[0];
        }
    }
}
