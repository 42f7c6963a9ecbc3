using System;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Wide Attention Is The Way Forward For Transformers?" (Brown et al., arXiv:2210.00640, 2022).
/// Layers x heads stays constant while depth is traded for width: L layers of H heads become one layer of L H heads of the same size d,
/// o = W_o concat(heads), W_o from L H d back to the width. Any attention may be the mixer: here the same classifier of bytes is deep and
/// wide, with softmax and with linear attention.
/// </summary>
[Model]
[Symbol("Time", 1, 60)]
public partial class WideAttention {
    readonly ByteClassifier deep = new(layers: 3, heads: 4, linear: false), wide = new(layers: 1, heads: 12, linear: false), wideLinear = new(layers: 1, heads: 12, linear: true);

    /// <summary>The logits of classes by three layers of 4 heads.</summary>
    [Entry]
    public Tensor Deep([Shape("Time", Type = ElementType.I32)] Tensor bytes) => deep.Forward(bytes);

    /// <summary>By one layer of 12 heads.</summary>
    [Entry]
    public Tensor Wide([Shape("Time", Type = ElementType.I32)] Tensor bytes) => wide.Forward(bytes);

    /// <summary>By one layer of 12 heads of linear attention.</summary>
    [Entry]
    public Tensor WideLinear([Shape("Time", Type = ElementType.I32)] Tensor bytes) => wideLinear.Forward(bytes);
}

/// <summary>An encoder of bytes, whose mean goes to a linear classifier.</summary>
[Block]
public sealed class ByteClassifier(int layers, int heads, bool linear) {
    readonly Embedding embedding = new(47, 15);
    readonly LearnedPositions positions = new(60, 15);
    readonly PreNorm[] parts = Parts(layers, heads, linear);
    readonly Linear classes = new(15, 3, withBias: true);

    /// <summary>The logits, [classes].</summary>
    public Tensor Forward(Tensor bytes) {
        Tensor x = positions[embedding[bytes]];
        foreach (PreNorm part in parts) {
            x = part[x];
        }
        return classes[Mean(x, 0)];
    }

    static PreNorm[] Parts(int layers, int heads, bool linear) {
        PreNorm[] parts = new PreNorm[2 * layers];
        for (int layer = 0; layer < layers; layer++) {
            parts[2 * layer] = new PreNorm(new LayerNorm(15), new ManyHeads(15, heads, head: 5, linear));
            parts[2 * layer + 1] = new PreNorm(new LayerNorm(15), new FeedForward(15, 22, Activation.Gelu));
        }
        return parts;
    }
}

/// <summary>Attention of every token to all, with as many heads as wanted.</summary>
[Block]
public sealed class ManyHeads(int width, int heads, int head, bool linear) : ILayer {
    readonly Linear query = new(width, heads * head), key = new(width, heads * head), value = new(width, heads * head), output = new(heads * head, width);

    /// <inheritdoc/>
    public Tensor this[Tensor x] => output[linear ? Linear(query[x], key[x], value[x]) : Attend(query[x], key[x], value[x], heads)];

    // phi(q) (phi(k)^T v) / (phi(q) sum phi(k)) with phi = elu + 1 (Katharopoulos et al., arXiv:2006.16236).
    Tensor Linear(Tensor q, Tensor k, Tensor v) {
        int time = q.Shape[0];
        Tensor seen = Reshape(Elu(q) + 1f, time, heads, head), kept = Reshape(Elu(k) + 1f, time, heads, head);
        Tensor memory = Contract("nhd,nhe->hde", kept, Reshape(v, time, heads, head));
        Tensor weight = Contract("nhd,hd->nh", seen, Sum(kept, 0));
        return Reshape(Contract("nhd,hde->nhe", seen, memory) / InsertAxis(weight, 2), time, heads * head);
    }
}
