using System;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "LongEmbed: Extending Embedding Models for Long Context Retrieval" (Zhu et al., arXiv:2404.12096, 2024).
/// Longer contexts without training. Learned positions are read in groups, p / s rounded down, over again, p mod L, or interpolated at
/// p / s. Rotary positions use SelfExtend: keys nearer than w at their true distance, others at i / s + w - w / s - j / s, all rounded down.
/// </summary>
[Model]
[Symbol("Time", 1, 80)]
public partial class LongEmbed {
    const int Width = 20, Heads = 2, Head = Width / Heads, Trained = 20, Factor = 4, Near = 6;
    readonly Weight positions = new(Trained, Width);
    readonly Linear query = new(Width, Width), key = new(Width, Width), value = new(Width, Width), projection = new(Width, Width);
    readonly Rotary rotary = new(Head);
    readonly LayerNorm norm = new(Width);

    /// <summary>The text's vector, with positions in groups of four.</summary>
    [Entry]
    public Tensor Grouped([Shape("Time", Width)] Tensor x) => Embed(x + Gather(positions, Iota(x.Shape[0]) / Factor, 0), Plain);

    /// <summary>With the positions of training over again.</summary>
    [Entry]
    public Tensor Recurrent([Shape("Time", Width)] Tensor x) => Embed(x + Gather(positions, Iota(x.Shape[0]) % Trained, 0), Plain);

    /// <summary>With interpolated positions.</summary>
    [Entry]
    public Tensor Interpolated([Shape("Time", Width)] Tensor x) {
        Tensor place = Iota(x.Shape[0]);
        Tensor low = place / Factor, part = InsertAxis(Cast(place % Factor, ElementType.F32) * (1f / Factor), 1);
        return Embed(x + Gather(positions, low, 0) * (1f - part) + Gather(positions, Minimum(low + 1, Trained - 1), 0) * part, Plain);
    }

    /// <summary>With rotary positions, exact near by and grouped farther off.</summary>
    [Entry]
    public Tensor SelfExtended([Shape("Time", Width)] Tensor x) => Embed(x, (q, k) => {
        Tensor place = Iota(x.Shape[0]);
        Tensor apart = Abs(Reshape(place, x.Shape[0], 1) - Reshape(place, 1, x.Shape[0]));
        Tensor exact = Contract("thd,shd->hts", rotary.At(q, place), rotary.At(k, place));
        // Every token sees all: a key after the query is as far as one before it, in the other direction.
        Tensor before = Contract("thd,shd->hts", rotary.At(q, place / Factor + (Near - Near / Factor)), rotary.At(k, place / Factor));
        Tensor after = Contract("thd,shd->hts", rotary.At(q, place / Factor), rotary.At(k, place / Factor + (Near - Near / Factor)));
        Tensor grouped = Select(Reshape(place, x.Shape[0], 1) >= Reshape(place, 1, x.Shape[0]), before, after);
        return Select(apart < Near, exact, grouped);
    });

    Tensor Embed(Tensor x, Func<Tensor, Tensor, Tensor> score) {
        int time = x.Shape[0];
        Tensor normal = norm[x];
        Tensor scores = score(Reshape(query[normal], time, Heads, Head), Reshape(key[normal], time, Heads, Head)) * (1f / MathF.Sqrt(Head));
        Tensor mixed = Contract("hts,shd->thd", Softmax(scores, -1), Reshape(value[normal], time, Heads, Head));
        return UnitNormalize(Mean(x + projection[Reshape(mixed, time, Width)], 0), 0);
    }

    static Tensor Plain(Tensor q, Tensor k) => Contract("thd,shd->hts", q, k);
}
