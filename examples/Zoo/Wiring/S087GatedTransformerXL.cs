using System;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Stabilizing Transformers for Reinforcement Learning" (Parisotto et al., GTrXL, arXiv:1910.06764, 2019).
/// Transformer-XL with the norm on what goes into a part and a gated recurrent unit in the place of each sum: y = relu(part(norm(x))),
/// r = sigmoid(Wr y + Ur x), z = sigmoid(Wz y + Uz x - b), h = tanh(Wg y + Ug (r * x)), (1 - z) * x + z * h. Scores are
/// ((q_i + u).k_j + (q_i + v).R_(i-j)) / sqrt(d) over the latest positions, so that an agent runs one observation at a time.
/// </summary>
[Model]
[Symbol("Time", 1, 64)]
public partial class GatedTransformerXL {
    readonly Linear embedding = new(13, 20, withBias: true), policy = new(20, 5, withBias: true), value = new(20, 1, withBias: true);
    readonly GatedResidual[] layers = [
        new(20, new LayerNorm(20), new RecurrenceAttention(width: 20, context: 64, heads: 4, memory: 11)),
        new(20, new LayerNorm(20), new FeedForward(20, hidden: 31, Activation.Relu)),
        new(20, new LayerNorm(20), new RecurrenceAttention(width: 20, context: 64, heads: 4, memory: 11)),
        new(20, new LayerNorm(20), new FeedForward(20, hidden: 31, Activation.Relu)),
    ];

    /// <summary>The logits of actions and the estimated return after each observation.</summary>
    [Entry]
    public (Tensor Actions, Tensor Return) Act([Shape("Time", 13)] Tensor observations) {
        Tensor x = embedding[observations];
        foreach (GatedResidual layer in layers) {
            x = layer[x];
        }
        return (policy[x], value[x]);
    }
}

/// <summary>Relative attention of Transformer-XL (Dai et al., arXiv:1901.02860) over this position and the memory before it.</summary>
[Block]
public sealed class RecurrenceAttention(int width, int context, int heads, int memory) : ILayer {
    readonly Linear query = new(width, width), key = new(width, width), value = new(width, width), output = new(width, width);
    readonly Linear distance = new(width, width);
    readonly Weight contentBias = new(heads, width / heads), distanceBias = new(heads, width / heads);
    readonly SinusoidalPositions waves = new(width);
    readonly Cache keys = new(context), values = new(context);

    /// <inheritdoc/>
    public Tensor this[Tensor x] {
        get {
            int time = x.Shape[0], head = width / heads;
            Tensor q = Reshape(query[x], time, heads, head) + contentBias;
            Tensor k = keys.Append(Reshape(key[x], time, heads, head)), v = values.Append(Reshape(value[x], time, heads, head));
            // R of the distances 0 ... memory, and what v says more of them than u: known at load.
            Tensor table = Reshape(distance[waves.At(Iota(memory + 1))], memory + 1, heads, head);
            Tensor favour = Contract("hd,nhd->hn", distanceBias - (Tensor)contentBias, table);
            Tensor i = Reshape(Positions(), time, 1), j = Reshape(Iota(k.Shape[0]), 1, k.Shape[0]);
            Tensor away = Minimum(Maximum(i - j, 0), memory);
            Tensor scores = Contract("thd,tshd->hts", q, InsertAxis(k, 0) + Gather(table, away, 0)) + Gather(favour, away, 1);
            Tensor seen = Select(Masks.Sliding(memory + 1)(i, j), scores * (1f / MathF.Sqrt(head)), float.NegativeInfinity);
            return output[Reshape(Contract("hts,shd->thd", Softmax(seen, -1), v), time, width)];
        }
    }
}
