using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// A matrix for each head that fades and takes in what comes: S_t = a_t S_(t-1) + k_t v_t^T, o_t = q_t S_t, with one factor a_t in (0, 1]
/// for each head. It is the core of retention, Mamba-2 and linear attention with decay. Row by row it takes as many operations as
/// products of chunks would, nothing is stored but S, and S stays in the first-level cache.
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
        (Tensor[] last, Tensor[] read) = Scan([memory.Read()], [query, key, value, Exp(logDecay)], (before, row) => {
            Tensor s = Reshape(row[3], heads, 1, 1) * before[0] + InsertAxis(row[1], 2) * InsertAxis(row[2], 1);
            return ([s], [Contract("hd,hde->he", row[0], s)]);
        }, 0);
        memory.Write(last[0]);
        return read[0];
    }
}
