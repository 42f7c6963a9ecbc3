using System;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Attention as an RNN" (Feng et al., 2024). Each head's query q is learned, so that attention to the first k tokens is a running
/// triple (m, u, w) = (max s, sum e^(s - m), sum e^(s - m) v) with s = q k_i / sqrt(d): triples merge associatively by m = max(m_A, m_B),
/// u = u_A e^(m_A - m) + u_B e^(m_B - m), w likewise, and o_k = w / u.
/// </summary>
[Model, Symbol("Time", 1, 40)]
public partial class Aaren {
    readonly AarenLayer[] layers = [new(15, 3, 26), new(15, 3, 26)];
    readonly LayerNorm norm = new(15);

    [Entry] public Tensor Forward([Shape("Time", 15)] Tensor x) => norm[layers[1][layers[0][x]]];
}

[Block]
public sealed class AarenLayer(int width, int heads, int hidden) : ILayer {
    readonly LayerNorm attentionNorm = new(width), feedForwardNorm = new(width);
    readonly Weight query = new(heads, width / heads);
    readonly Linear key = new(width, width), value = new(width, width), output = new(width, width);
    readonly FeedForward feedForward = new(width, hidden, Activation.Gelu, bias: true);
    readonly State most = new(heads), sum = new(heads), weighted = new(heads, width / heads);

    public Tensor this[Tensor x] {
        get {
            Tensor h = x + Attention(attentionNorm[x]);
            return h + feedForward[feedForwardNorm[h]];
        }
    }

    Tensor Attention(Tensor x) {
        int time = x.Shape[0], head = width / heads;
        Tensor k = Reshape(key[x], time, heads, head), v = Reshape(value[x], time, heads, head);
        Tensor scores = Contract("thd,hd->th", k, query) * (1f / MathF.Sqrt(head));
        Tensor[] prefixes = AssociativeScan([scores, scores * 0f + 1f, v], Merge, 0);
        // Before the first token nothing has been seen, and e^-infinity is nothing.
        Tensor[] earlier = [Select(Equal(Past(), 0), float.NegativeInfinity, most.Read()), sum.Read(), weighted.Read()];
        Tensor[] all = Merge(earlier, prefixes);
        most.Write(Reshape(Slice(all[0], 0, time - 1, 1), heads));
        sum.Write(Reshape(Slice(all[1], 0, time - 1, 1), heads));
        weighted.Write(Reshape(Slice(all[2], 0, time - 1, 1), heads, head));
        return output[Reshape(all[2] / InsertAxis(all[1], 2), time, width)];
    }

    static Tensor[] Merge(Tensor[] a, Tensor[] b) {
        Tensor m = Maximum(a[0], b[0]), left = Exp(a[0] - m), right = Exp(b[0] - m);
        return [m, a[1] * left + b[1] * right, a[2] * InsertAxis(left, left.Shape.Rank) + b[2] * InsertAxis(right, right.Shape.Rank)];
    }
}
