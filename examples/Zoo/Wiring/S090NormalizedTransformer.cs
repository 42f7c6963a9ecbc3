using System;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "nGPT: Normalized Transformer with Representation Learning on the Hypersphere" (Loshchilov et al., arXiv:2410.01131, 2024).
/// Every vector of the width has length 1: h = Norm(h + alpha_A (Norm(attention(h)) - h)), the same with alpha_M for the feed-forward
/// part; q = Norm(q) s_qk and k = Norm(k) s_qk after the rotary turn, with the scale sqrt(d_k); u s_u and v s_v sqrt(d) inside the gate;
/// logits s_z. Matrices are normalised along the width at load.
/// </summary>
[Model]
[Symbol("Time", 1, 70)]
public partial class NormalizedTransformer {
    const int Vocabulary = 39, Width = 24;
    readonly Weight embedding = new(Vocabulary, Width), head = new(Vocabulary, Width), logitScale = new(Vocabulary);
    readonly HypersphereLayer[] layers = [new(Width, heads: 3, hidden: 35, context: 70), new(Width, heads: 3, hidden: 35, context: 70)];

    /// <summary>The logits of the token after each.</summary>
    [Entry]
    public Tensor Score([Shape("Time", Type = ElementType.I32)] Tensor tokens) {
        Tensor h = Gather(UnitNormalize(embedding, -1), tokens, 0);
        foreach (HypersphereLayer layer in layers) {
            h = layer.Forward(h);
        }
        return Contract("td,vd->tv", h, UnitNormalize(head, -1)) * logitScale;
    }
}

/// <summary>A layer on the hypersphere.</summary>
[Block]
public sealed class HypersphereLayer(int width, int heads, int hidden, int context) {
    readonly Weight query = new(width, width), key = new(width, width), value = new(width, width), output = new(width, width);
    readonly Weight up = new(hidden, width), gate = new(hidden, width), down = new(width, hidden), upScale = new(hidden), gateScale = new(hidden);
    readonly Weight attentionStep = new(width), feedForwardStep = new(width), headScale = new(heads, width / heads);
    readonly Rotary rotary = new(width / heads);
    readonly Cache keys = new(context), values = new(context);

    /// <summary>The hidden states after the layer.</summary>
    public Tensor Forward(Tensor h) {
        int time = h.Shape[0], size = width / heads;
        Tensor q = UnitNormalize(rotary[Reshape(Map(h, query, -1), time, heads, size)], -1) * headScale;
        Tensor k = UnitNormalize(rotary[Reshape(Map(h, key, -1), time, heads, size)], -1) * headScale;
        Tensor v = Reshape(Map(h, value, -1), time, heads, size);
        Tensor mixed = Attend(q, keys.Append(k), values.Append(v), mask: Masks.Causal, scale: MathF.Sqrt(size));
        h = Towards(h, Map(Reshape(mixed, time, width), output, 0), attentionStep);
        Tensor inner = Map(h, up, -1) * upScale * Silu(Map(h, gate, -1) * gateScale * MathF.Sqrt(width));
        return Towards(h, Map(inner, down, 0), feedForwardStep);
    }

    static Tensor Towards(Tensor h, Tensor aim, Tensor step) => UnitNormalize(h + step * (UnitNormalize(aim, -1) - h), -1);

    // Vectors of the width lie along the last axis of what reads it, along the first of what writes it.
    static Tensor Map(Tensor x, Tensor matrix, int axis) => Contract("ti,oi->to", x, UnitNormalize(matrix, axis));
}
