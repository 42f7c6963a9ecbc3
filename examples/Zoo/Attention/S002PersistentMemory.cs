using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Augmenting Self-attention with Persistent Memory" (Sukhbaatar, Grave, Lample, Jegou and Joulin, arXiv:1907.01470, 2019).
/// N learned keys and values of each head join those of the context under one softmax and replace the feed-forward layer:
/// s_tc = q_t . (k_c + p_(t-c)) / sqrt(d) + log m(t - c) for a token c of the context, q_t . k_n / sqrt(d) for a persistent n;
/// y = norm(x + W softmax(s) v). The mask m(r) = clamp((R + z - r) / R, 0, 1) is the head's learned span z.
/// </summary>
[Model]
[Symbol("Time", 1, 60)]
public partial class PersistentMemory {
    readonly AllAttention[] layers = [new(21, heads: 3, persistent: 5, context: 60), new(21, heads: 3, persistent: 5, context: 60)];

    [Entry]
    public Tensor Decode([Shape("Time", 21)] Tensor x) {
        foreach (AllAttention layer in layers) {
            x = layer[x];
        }
        return x;
    }
}

/// <summary>The attention over context and memory, its residual and norm.</summary>
[Block]
public sealed class AllAttention(int width, int heads, int persistent, int context) {
    const int Ramp = 6;
    readonly int headWidth = width / heads;
    readonly Linear query = new(width, width), key = new(width, width), value = new(width, width), output = new(width, width);
    readonly Weight memoryKeys = new(persistent, heads, width / heads), memoryValues = new(persistent, heads, width / heads);
    readonly Weight positions = new(context, width / heads), span = new(heads);
    readonly LayerNorm norm = new(width);
    readonly Cache keys = new(context), values = new(context);

    public Tensor this[Tensor x] {
        get {
            int time = x.Shape[0];
            Tensor q = Reshape(query[x], time, heads, headWidth);
            Tensor k = keys.Append(Reshape(key[x], time, heads, headWidth)), v = values.Append(Reshape(value[x], time, heads, headWidth));
            Tensor mixed = Attend(
                q,
                Concatenate(0, memoryKeys, k),
                Concatenate(0, memoryValues, v),
                score: (s, i, j) => Select(j < persistent, s, s + Log(Span(i - j + persistent))),
                mask: (i, j) => j - persistent <= i,
                pairKeys: (i, j) => InsertAxis(Select(InsertAxis(j < persistent, 2), 0f, Gather(positions, Distance(i - j + persistent), 0)), 2));
            return norm[x + output[Reshape(mixed, time, width)]];
        }
    }

    Tensor Distance(Tensor distance) => Minimum(Maximum(distance, 0), context - 1);

    // m at a distance for each head: [heads, Time, keys].
    Tensor Span(Tensor distance) => Minimum(Maximum((Ramp + Reshape(span, heads, 1, 1) - Cast(distance, ElementType.F32)) / Ramp, 0f), 1f);
}
