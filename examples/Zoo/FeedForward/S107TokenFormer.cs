using System;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "TokenFormer: Rethinking Transformer Scaling with Tokenized Model Parameters" (Wang et al., 2024). Every projection is
/// attention over n learned parameter tokens, Y = gelu(sqrt(n) S / |S|) V with S = X K^T and |S| the L2 norm of a row; norms have no
/// parameters. New tokens with zero keys leave the function as it is if sqrt(n) is held.
/// </summary>
[Model, Symbol("Time", 1, 48)]
public partial class TokenFormer {
    readonly TokenFormerLayer[] layers = [new(12, 3, 7, 17, 0), new(12, 3, 7, 17, 0)];

    [Entry] public Tensor Forward([Shape("Time", 12)] Tensor x) => LayerNormalize(layers[1].Forward(layers[0].Forward(x)), 1e-5f);
}

/// <summary><see cref="TokenFormer"/> grown by 4 parameter tokens in each projection, at the scale that it was trained with.</summary>
[Model, Symbol("Time", 1, 48)]
public partial class GrownTokenFormer {
    readonly TokenFormerLayer[] layers = [new(12, 3, 7, 17, 4), new(12, 3, 7, 17, 4)];

    [Entry] public Tensor Forward([Shape("Time", 12)] Tensor x) => LayerNormalize(layers[1].Forward(layers[0].Forward(x)), 1e-5f);
}

[Block]
public sealed class TokenFormerLayer(int width, int heads, int tokens, int hiddenTokens, int grown) {
    readonly Pattention query = new(width, width, tokens, grown), key = new(width, width, tokens, grown), value = new(width, width, tokens, grown);
    readonly Pattention output = new(width, width, tokens, grown), feedForward = new(width, width, hiddenTokens, grown);
    readonly Cache keys = new(48), values = new(48);

    public Tensor Forward(Tensor x) {
        Tensor u = LayerNormalize(x, 1e-5f);
        int time = x.Shape[0], head = width / heads;
        Tensor k = keys.Append(Reshape(key[u], time, heads, head)), v = values.Append(Reshape(value[u], time, heads, head));
        Tensor mixed = Attend(Reshape(query[u], time, heads, head), k, v, mask: Masks.Causal);
        Tensor h = x + output[Reshape(mixed, time, width)];
        return h + feedForward[LayerNormalize(h, 1e-5f)];
    }
}

/// <summary>Attention over parameter tokens, <paramref name="grown"/> of which came after the scale was fixed.</summary>
[Block]
public sealed class Pattention(int inputs, int outputs, int tokens, int grown) {
    readonly Weight key = new(tokens + grown, inputs), value = new(tokens + grown, outputs);

    public Tensor this[Tensor x] {
        get {
            Tensor scores = Contract("ti,ni->tn", x, key);
            Tensor norm = Sqrt(Sum(scores * scores, -1, keep: true));
            return Contract("tn,no->to", Gelu(scores * (MathF.Sqrt(tokens) / norm)), value);
        }
    }
}
