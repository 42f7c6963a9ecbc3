using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Subformer: Exploring Weight Sharing for Parameter Efficiency in Generative Transformers" (Reid, Marrese-Taylor and Matsuo, arXiv:2101.00234, 2021).
/// Sandwich sharing: the first and the last layer own their weights, all layers between share one set (their caches are their own).
/// Self-attentive factorised embeddings: a narrow embedding e is widened by an attention, x = W_up (e + attention(e)); the logits
/// go back through the narrow width.
/// </summary>
[Model]
[Symbol("Time", 1, 70)]
public partial class Subformer {
    const int Vocabulary = 41, Narrow = 12, Width = 24, Context = 70, Between = 3;
    readonly Embedding embedding = new(Vocabulary, Narrow);
    readonly PreNorm widening = new(new LayerNorm(Narrow), new Attention(Narrow, Context, heads: 2, theta: 10_000));
    readonly Linear up = new(Narrow, Width), down = new(Width, Narrow);
    readonly SharedLayer first = new(Width, heads: 3, hidden: 37), middle = new(Width, heads: 3, hidden: 37), last = new(Width, heads: 3, hidden: 37);
    readonly Cache[] keys = Caches(), values = Caches();

    /// <summary>The logits of the token after each.</summary>
    [Entry]
    public Tensor Score([Shape("Time", Type = ElementType.I32)] Tensor tokens) {
        Tensor x = up[widening[embedding[tokens]]];
        for (int layer = 0; layer < Between + 2; layer++) {
            SharedLayer weights = layer == 0 ? first : layer <= Between ? middle : last;
            x = weights.Forward(x, keys[layer], values[layer]);
        }
        return Contract("td,vd->tv", down[x], embedding.Weight);
    }

    static Cache[] Caches() {
        Cache[] caches = new Cache[Between + 2];
        for (int layer = 0; layer < caches.Length; layer++) {
            caches[layer] = new Cache(Context);
        }
        return caches;
    }
}

/// <summary>A layer of a transformer, normalised after each part, that is given its caches.</summary>
[Block]
public sealed class SharedLayer(int width, int heads, int hidden) {
    readonly Linear query = new(width, width), key = new(width, width), value = new(width, width), output = new(width, width);
    readonly Rotary rotary = new(width / heads);
    readonly LayerNorm attentionNorm = new(width), feedForwardNorm = new(width);
    readonly FeedForward feedForward = new(width, hidden, Activation.Gelu);

    /// <summary>The layer's output.</summary>
    public Tensor Forward(Tensor x, Cache keys, Cache values) {
        int time = x.Shape[0], head = width / heads;
        Tensor q = rotary[Reshape(query[x], time, heads, head)], k = rotary[Reshape(key[x], time, heads, head)];
        Tensor mixed = Attend(q, keys.Append(k), values.Append(Reshape(value[x], time, heads, head)), mask: Masks.Causal);
        Tensor h = attentionNorm[x + output[Reshape(mixed, time, width)]];
        return feedForwardNorm[h + feedForward[h]];
    }
}
