using System;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Latent Flow Transformer" (Wu et al., arXiv:2505.14513, 2025).
/// A run of layers is replaced by one learned velocity, integrated in a few Euler steps, x_(t+dt) = x_t + dt v(x_t, t) from t = 0 to 1. v is
/// a layer whose norms are scaled and shifted, and whose parts are gated, by what a network makes of waves of t. The number of steps is
/// given with the call.
/// </summary>
[Model]
[Symbol("Time", 1, 50)]
public partial class LatentFlow {
    readonly Embedding embedding = new(37, 20);
    readonly VelocityLayer velocity = new(width: 20, heads: 2, hidden: 31);
    readonly LayerNorm norm = new(20);

    /// <summary>The logits of the token after each.</summary>
    /// <param name="tokens">The text.</param>
    /// <param name="steps">The number of Euler steps, at most 12.</param>
    [Entry]
    public Tensor Score([Shape("Time", Type = ElementType.I32)] Tensor tokens, [Shape(Type = ElementType.I32)] Tensor steps) {
        Tensor length = 1f / Cast(steps, ElementType.F32);
        Tensor x = While(
            12, embedding[tokens], (step, x) => step < steps, (step, x) => x + length * velocity.At(x, Cast(step, ElementType.F32) * length));
        return Contract("td,vd->tv", norm[x], embedding.Weight);
    }
}

/// <summary>v(x, t): a causal layer with adaptive norms (Peebles and Xie, DiT, arXiv:2212.09748).</summary>
[Block]
public sealed class VelocityLayer(int width, int heads, int hidden) {
    readonly Linear first = new(width, 23, withBias: true), second = new(23, 6 * width, withBias: true);
    readonly SinusoidalPositions waves = new(width);
    readonly Linear query = new(width, width), key = new(width, width), value = new(width, width), output = new(width, width);
    readonly Rotary rotary = new(width / heads);
    readonly FeedForward feedForward = new(width, hidden, Activation.GeluTanh);

    /// <summary>The velocity of x at a time between 0 and 1.</summary>
    public Tensor At(Tensor x, Tensor time) {
        int count = x.Shape[0];
        Tensor[] parts = Split(second[Silu(first[waves.At(Reshape(time * 1000f, 1))])], 1, width, width, width, width, width, width);
        Tensor normal = LayerNormalize(x, 1e-5f) * (1f + parts[0]) + parts[1];
        Tensor q = rotary[Reshape(query[normal], count, heads, width / heads)], k = rotary[Reshape(key[normal], count, heads, width / heads)];
        Tensor mixed = Attend(q, k, Reshape(value[normal], count, heads, width / heads), mask: Masks.Causal);
        Tensor moved = parts[2] * output[Reshape(mixed, count, width)];
        Tensor inner = LayerNormalize(x + moved, 1e-5f) * (1f + parts[3]) + parts[4];
        return moved + parts[5] * feedForward[inner];
    }
}
