using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Relaxed Recursive Transformers: Effective Parameter Sharing with Layer-wise LoRA" (Bae et al., arXiv:2410.20672, 2024).
/// One block of layers is run L / K times; at turn r every linear map is W x + B_r A_r x, with a low-rank pair of the turn's own. Each turn
/// has caches of its own, and there is a way out after each.
/// </summary>
[Model]
[Symbol("Time", 1, 60)]
public partial class RelaxedRecursive {
    const int Turns = 3, Context = 60;
    readonly Embedding embedding = new(37, 20);
    readonly RelaxedLayer layer = new(width: 20, heads: 2, hidden: 31, rank: 3, Turns);
    readonly Cache[] keys = [new(Context), new(Context), new(Context)], values = [new(Context), new(Context), new(Context)];
    readonly RmsNorm norm = new(20);

    /// <summary>The logits of the token after each, after one, two and three turns.</summary>
    [Entry]
    public (Tensor One, Tensor Two, Tensor Three) Score([Shape("Time", Type = ElementType.I32)] Tensor tokens) {
        Tensor[] exits = new Tensor[Turns];
        Tensor x = embedding[tokens];
        for (int turn = 0; turn < Turns; turn++) {
            x = layer.Forward(x, turn, keys[turn], values[turn]);
            exits[turn] = Contract("td,vd->tv", norm[x], embedding.Weight);
        }
        return (exits[0], exits[1], exits[2]);
    }
}

/// <summary>A linear map that all turns share, with a low-rank pair for each.</summary>
[Block]
public sealed class RelaxedLinear(int inputs, int outputs, int rank, int turns) {
    readonly Weight weight = new(outputs, inputs), down = new(turns, rank, inputs), up = new(turns, outputs, rank);

    /// <summary>W x + B_r A_r x.</summary>
    public Tensor Forward(Tensor x, int turn) {
        Tensor low = Contract("ti,ri->tr", x, Reshape(Slice(down, 0, turn, 1), rank, inputs));
        return Contract("ti,oi->to", x, weight) + Contract("tr,or->to", low, Reshape(Slice(up, 0, turn, 1), outputs, rank));
    }
}

/// <summary>A pre-norm layer of relaxed maps.</summary>
[Block]
public sealed class RelaxedLayer(int width, int heads, int hidden, int rank, int turns) {
    readonly RelaxedLinear query = new(width, width, rank, turns), key = new(width, width, rank, turns), value = new(width, width, rank, turns), output = new(width, width, rank, turns);
    readonly RelaxedLinear gate = new(width, hidden, rank, turns), up = new(width, hidden, rank, turns), down = new(hidden, width, rank, turns);
    readonly RmsNorm attentionNorm = new(width), feedForwardNorm = new(width);
    readonly Rotary rotary = new(width / heads);

    /// <summary>The layer's output at a turn.</summary>
    public Tensor Forward(Tensor x, int turn, Cache keys, Cache values) {
        Tensor Split(Tensor y) => Reshape(y, x.Shape[0], heads, width / heads);
        Tensor normal = attentionNorm[x];
        Tensor q = rotary[Split(query.Forward(normal, turn))], k = keys.Append(rotary[Split(key.Forward(normal, turn))]);
        Tensor mixed = Attend(q, k, values.Append(Split(value.Forward(normal, turn))), mask: Masks.Causal);
        Tensor h = x + output.Forward(Reshape(mixed, x.Shape[0], width), turn);
        Tensor inner = feedForwardNorm[h];
        return h + down.Forward(Silu(gate.Forward(inner, turn)) * up.Forward(inner, turn), turn);
    }
}
