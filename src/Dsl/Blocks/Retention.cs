using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Multi-scale retention (Sun et al., RetNet, arXiv:2307.08621): S_n = gamma S_(n-1) + K_n^T V_n, O_n = Q_n S_n with
/// gamma_h = 1 - 2^(-5-h) and rotated queries and keys; then y = (silu(W_g x) * norm(O)) W_o, the norm that of each head.
/// </summary>
[Block]
public sealed class Retention : ILayer {
    readonly int width, heads, head;
    readonly Linear query, key, value, gate, output;
    readonly Rotary rotary;
    readonly DecayingMemory memory;

    /// <summary>Retention of vectors of this width.</summary>
    /// <param name="width">The size of a row; a multiple of twice the heads.</param>
    /// <param name="heads">The number of heads.</param>
    public Retention(int width, int heads) {
        if (heads < 1 || width % (2 * heads) != 0) {
            throw new ArgumentException($"retention turns pairs in {heads} heads; the width {width} does not divide into them");
        }
        (this.width, this.heads, head) = (width, heads, width / heads);
        query = new Linear(width, width);
        key = new Linear(width, width);
        value = new Linear(width, width);
        gate = new Linear(width, width);
        output = new Linear(width, width);
        rotary = new Rotary(head);
        memory = new DecayingMemory(heads, head, head);
    }

    /// <summary>What each row retains of those before it.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x] {
        get {
            int time = x.Shape[0];
            Tensor q = rotary[Reshape(query[x], time, heads, head)], k = rotary[Reshape(key[x], time, heads, head)] * (1f / MathF.Sqrt(head));
            Tensor decay = Log(1f - Power(2f, -5f - Cast(Iota(heads), ElementType.F32)));
            Tensor o = memory.Read(q, k, Reshape(value[x], time, heads, head), Broadcast(decay, time, heads));
            return output[Silu(gate[x]) * Reshape(LayerNormalize(o, 1e-5f), time, width)];
        }
    }
}
