using System;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Scaling TransNormer to 175 Billion Parameters" (Qin et al., 2023). TransNormerLLM: o_t = norm(sum over s of lambda^(t-s) (q_t k_s) v_s)
/// * u_t with silu on q and k, a decay lambda = exp(-(8 h / H) (1 - l / L)) of head h in layer l, rotation by learned angles in the first
/// layer alone, SimpleRMSNorm x sqrt(d) / |x|, and networks W_o (V x * U x) without an activation.
/// </summary>
[Model, Symbol("Time", 1, 40)]
public partial class TransNormer {
    readonly TransNormerLayer[] layers = [new(18, 3, 25, 0, 3), new(18, 3, 25, 1, 3), new(18, 3, 25, 2, 3)];

    [Entry] public Tensor Forward([Shape("Time", 18)] Tensor x) {
        foreach (TransNormerLayer layer in layers) {
            x = layer[x];
        }
        return RmsNormalize(x, 1e-6f);
    }
}

[Block]
public sealed class TransNormerLayer(int width, int heads, int hidden, int index, int layers) : ILayer {
    readonly Linear query = new(width, width), key = new(width, width), value = new(width, width), gate = new(width, width), output = new(width, width);
    readonly Linear up = new(width, hidden), along = new(width, hidden), down = new(hidden, width);
    readonly Weight? angles = index == 0 ? new Weight(heads, width / heads) : null;
    readonly DecayingMemory memory = new(heads, index == 0 ? 2 * (width / heads) : width / heads, width / heads);

    public Tensor this[Tensor x] {
        get {
            Tensor h = x + Mix(RmsNormalize(x, 1e-6f)), u = RmsNormalize(h, 1e-6f);
            return h + down[along[u] * up[u]];
        }
    }

    Tensor Mix(Tensor x) {
        int time = x.Shape[0], head = width / heads;
        Tensor q = Turned(Reshape(Silu(query[x]), time, heads, head)), k = Turned(Reshape(Silu(key[x]), time, heads, head));
        Tensor decay = (Cast(Iota(heads), ElementType.F32) + 1f) * (-8f / heads * (1f - (float)index / layers));
        Tensor o = memory.Read(q, k, Reshape(value[x], time, heads, head), Broadcast(decay, time, heads));
        return output[RmsNormalize(Reshape(o, time, width), 1e-6f) * gate[x]];
    }

    // q cos(p theta) and q sin(p theta) side by side: their products with a key's depend on the distance.
    Tensor Turned(Tensor x) {
        if (angles == null) {
            return x;
        }
        Tensor angle = Reshape(Cast(Positions(), ElementType.F32), x.Shape[0], 1, 1) * angles;
        return Concatenate(-1, x * Cos(angle), x * Sin(angle));
    }
}
